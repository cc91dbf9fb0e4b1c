/** Random conversations through the tables of the core and those of the reference; they are compared on the way, and settled at random moments. */
import type { Location } from '../../src/conversations/arrival.js';
import { NOWHERE } from '../../src/decode/accounts.js';
import type { DecodedMessage } from '../../src/decode/decoded-message.js';
import { rowId } from '../../src/model/ids.js';
import type { Random } from '../fuzz/random.js';
import { ConversationsPair } from './conversations-agreement.js';
import type { Arrived } from './random-calls.js';

/** Bytes of an address: the host is in the last of 4 and of 16. */
const ADDRESSES = 32;

/**
 * Adds the messages; answers where the tables differ, as lines of text.
 * @param every So many messages lie between two looks at a message and its conversation.
 */
export function differencesOf(arriving: readonly Arrived[], random: Random, every = 1): string[] {
  const pair = new ConversationsPair();
  let placeUs = 0;
  for (const [at, message] of arriving.entries()) {
    if (!Number.isNaN(message.timeUs)) placeUs = message.timeUs;
    const told = step(pair, message, placeUs, at, random, at % every === 0);
    if (told.length > 0) return [`after message ${at}: ${message.line}`, ...told];
  }
  return [...pair.allDifferences(), ...pair.differencesOfChanged()];
}

function step(
  pair: ConversationsPair,
  message: Arrived,
  placeUs: number,
  at: number,
  random: Random,
  looks: boolean,
): string[] {
  const decoded = decodedOf(message);
  if (random.below(4) === 0) {
    pair.ours.scan.scan(decoded.bytes, decoded.start, decoded.end);
    decoded.scanned = true;
  }
  const id = pair.add(decoded, locationOf(message, placeUs, at));
  if (id < 0) return ['the ids differ'];
  const row = pair.theirs.messages.conversation.get(id);
  const told = looks ? [...pair.differencesOfMessage(id), ...pair.differencesOfConversation(row)] : [];
  const what = random.below(40);
  const some = rowId(random.below(pair.theirs.count));
  if (what === 0) pair.settle();
  else if (what < 4) pair.settleRow(some, what === 1);
  else if (what === 4) told.push(...pair.differencesOfChanged());
  else if (what === 5) told.push(...pair.differencesOfTables());
  else if (what === 6) told.push(...pair.differencesOfConversation(some));
  return told;
}

function locationOf({ dated, line }: Arrived, placeUs: number, at: number): Location {
  const parts =
    line.length % 17 === 0 ? [at, at + 1].map(file => ({ file, recordOffset: at, start: 1, length: 2 })) : undefined;
  return { file: at % 3, recordOffset: at * 2 ** 33, payloadDelta: 42, parts, placeUs, dated };
}

export function decodedOf({
  text,
  timeUs,
  from,
  to,
  addressLength,
  ports,
  transport,
  missing,
  tunnel,
  margin,
}: Arrived): DecodedMessage {
  const bytes = new Uint8Array(Buffer.from(' '.repeat(margin) + text + ' '.repeat(margin), 'latin1'));
  const addressBytes = new Uint8Array(ADDRESSES);
  const host = (name: string) => name.charCodeAt(0) - 96;
  addressBytes[addressLength - 1] = host(from);
  addressBytes[16 + addressLength - 1] = host(to);
  return {
    timeUs,
    transport,
    bytes,
    start: margin,
    end: bytes.length - margin,
    addressBytes,
    sourceOffset: 0,
    destinationOffset: 16,
    addressLength,
    sourcePort: ports[0],
    destinationPort: ports[1],
    missing,
    origin: NOWHERE,
    parts: undefined,
    pieces: undefined,
    scanned: false,
    tunnel,
  };
}
