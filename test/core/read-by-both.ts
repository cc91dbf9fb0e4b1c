/**
 * Reads a file twice: by the engine, whose core takes the common packets of a plain pcap by itself, and packet by packet by the decoder in TypeScript into the
 * tables of the reference.
 */
import { openSource } from '../../src/capture/open.js';
import type { Packet } from '../../src/capture/packet.js';
import type { Source } from '../../src/capture/source.js';
import { Core } from '../../src/engine/core.js';
import { OpenFile } from '../../src/engine/sources/open-file.js';
import type { DecodedMessage } from '../../src/decode/decoded-message.js';
import { Decoder } from '../../src/decode/decoder.js';
import { messageId } from '../../src/model/ids.js';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ConversationsPair } from './conversations-agreement.js';

/** Where the engine keeps a message, what it has told of, and the numbers of addresses: those of events are among them. */
const BY_THE_WAY = ['recordOffset', 'payloadDelta', 'file', 'parts', 'origin', 'changed', 'ends', 'ids'];
/** Messages whose bytes are read again. */
const READ_AGAIN = 500;

export interface BothRead {
  differences: string[];
  messages: number;
  packets: number;
  /** Packets that the core took by itself. */
  takenByCore: number;
}

export async function readByBoth(path: string): Promise<BothRead | 'refused'> {
  const source = await openSource(path);
  if ('refused' in source) return 'refused';
  const core = new Core(() => undefined);
  try {
    const taken = countTaken(core);
    await core.answer('open', { paths: [path], limit: null });
    await core.answer('loaded', {});
    const theirs = await decoded(source, core);
    const [ours] = core.index.sources.values();
    const differences = [
      ...theirs.pair.allDifferences(BY_THE_WAY),
      ...(ours === undefined ? ['there is no source'] : differencesOfFiles(ours, theirs.file)),
      ...theirs.differencesOfBytes,
    ];
    return {
      differences,
      messages: theirs.pair.theirs.messages.count,
      packets: theirs.file.accounts.read,
      takenByCore: taken(),
    };
  } finally {
    await source.close();
    await core.close();
  }
}

/** Bytes of a pcap file, read by both. @param into A folder for the file. */
export async function bytesByBoth(bytes: Uint8Array, into: string): Promise<BothRead | 'refused'> {
  const path = join(into, 'capture.pcap');
  writeFileSync(path, bytes);
  return readByBoth(path);
}

/** Counts the packets that the core takes. */
function countTaken(core: Core): () => number {
  const { coreReader } = core.index;
  const take = coreReader.take.bind(coreReader);
  let taken = 0;
  coreReader.take = (file, limit, decoder) => {
    const before = file.accounts.read;
    const goesOn = take(file, limit, decoder);
    taken += file.accounts.read - before;
    return goesOn;
  };
  return () => taken;
}

/** The file by the decoder alone, beside the tables that the engine has filled. */
async function decoded(source: Source, core: Core) {
  const pair = new ConversationsPair(core.index.conversations);
  const file = new OpenFile(0, source, null);
  const differencesOfBytes: string[] = [];
  const decoder = new Decoder({
    scanned: pair.scan,
    message(message, packet) {
      const id = pair.addToReference(message, locationOf(message, packet, file));
      if (id < READ_AGAIN) differencesOfBytes.push(...differenceOfBytes(core, id, message));
      return pair.theirs.messages.conversation.get(id);
    },
    quoted: message => pair.scanForReference(message),
    connection: () => undefined,
    keep: ({ recordOffset, recordHeaderLength: headerLength }) => ({ file: 0, recordOffset, headerLength }),
  });
  for (let step = source.next(); step !== 'end'; step = source.next()) {
    if (step === 'starved') await source.fill();
    else if (step === 'packet') {
      file.note(source.packet.timeUs);
      decoder.packet(source.packet, file);
    } else if (step === 'datagram') {
      file.note(source.datagram.timeUs);
      decoder.datagram(source.datagram, file);
    }
  }
  decoder.flush();
  return { pair, file, differencesOfBytes };
}

function locationOf(message: DecodedMessage, packet: Packet | undefined, file: OpenFile) {
  const recordOffset = packet?.recordOffset ?? -1;
  const payloadDelta = packet === undefined ? 0 : packet.recordHeaderLength + message.start - packet.start;
  return { file: 0, recordOffset, payloadDelta, placeUs: file.latestUs, dated: file.source.dated, parts: undefined };
}

/** What the engine reads again of a message is what was decoded. */
function differenceOfBytes({ index }: Core, id: number, { bytes, start, end }: DecodedMessage): string[] {
  if (id >= index.conversations.messages.count) return [];
  const again = index.reader.bytes(messageId(id));
  if ('gone' in again) return [`message ${id} is gone: ${again.gone}`];
  return Buffer.compare(again, bytes.subarray(start, end)) === 0 ? [] : [`message ${id} is read again otherwise`];
}

function differencesOfFiles(ours: OpenFile, theirs: OpenFile): string[] {
  const facts = ({ accounts, source, startUs, endUs, latestUs }: OpenFile) => ({
    ...accounts,
    startUs,
    endUs,
    latestUs,
    damage: source.damage,
    damageNotKept: source.damageNotKept,
  });
  const [own, others]: Record<string, unknown>[] = [facts(ours), facts(theirs)];
  return Object.keys(others!)
    .filter(key => !isDeepStrictEqual(own![key], others![key]))
    .map(key => `${key}: the engine has ${shown(own![key])}, the decoder ${shown(others![key])}`);
}

function shown(fact: unknown): string {
  return JSON.stringify(fact instanceof Map ? [...fact] : fact).slice(0, 400);
}
