/**
 * What the text around a message says about it: when, between whom, over what, which way. Reads any log's words, not
 * those of one program; what it does not find stays unknown.
 */
import { KNOWN_TRANSPORTS, type Transport, TRANSPORT_OF_PROTOCOL } from '../../../model/transports.js';
import type { Endpoint } from '../printed-address.js';
import { endpointsIn, type FoundEndpoint, type Role } from './endpoints.js';

export type Direction = 'sent' | 'received';

export interface Context {
  source: Endpoint;
  destination: Endpoint;
  transport: Transport;
  direction: Direction | undefined;
}

export const NOBODY: Endpoint = { address: new Uint8Array(0), port: 0 };

/** A context that says nothing. */
export const NO_CONTEXT: Context = { source: NOBODY, destination: NOBODY, transport: 'unknown', direction: undefined };

/** Words of the trade, alone ("RX", "Sent:", "[RECV]") or in a name ("SendToNetwork"). */
const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
  ...directed(
    'sent',
    'sent send sending sends tx transmit transmitting transmitted retransmitting outgoing outbound egress write written',
  ),
  ...directed('received', 'received receive receiving recv recvd rcvd rcv rx incoming inbound ingress read'),
  // Written small they are prose.
  ['OUT', 'sent'],
  ['IN', 'received'],
]);
const TRANSPORT_WORDS: ReadonlyMap<string, Transport> = new Map(
  KNOWN_TRANSPORTS.flatMap((name): [string, Transport][] => [
    [name, name],
    [name.toLowerCase(), name],
  ]),
);
/** Any of them, alone or as one of several written as one name: a capital or another case begins the next. */
const WORD = wordPattern([...DIRECTIONS.keys(), ...TRANSPORT_WORDS.keys()]);
const DIRECTION_FIELD = /\bdir(?:ection)?["']?\s?[:=]\s?["']?(?:(out|tx|0\b)|(in|rx|1\b))/i;
const ARROW = /(?:(?<![-=])(?:-{2,}|={2,})>|>{3})|(?:<(?:-{2,}|={2,})|<{3})/g;
/** What may stand beside a transport: in the name of a file, a module or an option it is none. */
const APART_BEFORE = /(?:^|[^\w./+-]|:\d{2,5}\/)$/;
const APART_AFTER = /^(?:$|[^\w./+-]|[./](?![A-Za-z]))/;
const PROTOCOL_FIELD = /\bproto(?:col)?["']?\s?[:=]\s?["']?(\d{1,3})(?!\d)/i;

/** Reads `text`: the words before a message, nearest last. */
export function readContext(text: string): Context {
  const endpoints = endpointsIn(text);
  const words = wordsOf(text);
  const direction = words.direction ?? drawnDirection(text, endpoints);
  let source = byRole(endpoints, 'source');
  let destination = byRole(endpoints, 'destination');
  const [own, other] = [byRole(endpoints, 'local'), byRole(endpoints, 'remote')];
  const unnamed = endpoints.filter(({ role }) => role === undefined);
  // "A:5060 sent to B:5060", "A:5060 received from B:5060"; a lone address is the other side's.
  if (unnamed[0] !== undefined && endpoints[0] === unnamed[0]) {
    if (destination !== undefined) source ??= unnamed[0];
    else if (source !== undefined && direction === 'received') destination = unnamed[0];
  }
  const peer =
    other ?? (unnamed.length === 1 && source === undefined && destination === undefined ? unnamed[0] : undefined);
  if (direction === 'sent') {
    source ??= own;
    destination ??= peer;
  } else if (direction === 'received') {
    source ??= peer;
    destination ??= own;
  } else if (source !== undefined) destination ??= own ?? other;
  else if (destination !== undefined) source ??= own ?? other;
  return {
    source: source?.endpoint ?? NOBODY,
    destination: destination?.endpoint ?? NOBODY,
    transport: transportOf(text, endpoints, words),
    direction,
  };
}

/** Whether the context says where the message comes from or goes to. */
export function hasEnds({ source, destination }: Context): boolean {
  return source !== NOBODY || destination !== NOBODY;
}

/** The last one counts: it is the nearest to the message. */
function byRole(endpoints: readonly FoundEndpoint[], role: Role): FoundEndpoint | undefined {
  return endpoints.findLast(each => each.role === role);
}

function wordPattern(words: readonly string[]): RegExp {
  const written = (pattern: RegExp) => words.filter(word => pattern.test(word)).join('|');
  const [small, capital, capitals] = [written(/^[a-z]+$/), written(/^[A-Z][a-z]+$/), written(/^[A-Z]+$/)];
  return new RegExp(
    `(?:(?<![A-Za-z])(?:${small})|${capital})(?![a-z])|(?<![A-Z])(?:${capitals})(?![a-z]|[A-Z](?![a-z]))`,
    'g',
  );
}

/** The words in small letters, with a capital and in capitals. */
function directed(direction: Direction, words: string): [string, Direction][] {
  return words
    .split(' ')
    .flatMap(word => [word, `${word[0]!.toUpperCase()}${word.slice(1)}`, word.toUpperCase()])
    .map(word => [word, direction]);
}

interface Words {
  direction: Direction | undefined;
  transport: Transport;
}

/** The first direction among the words of `text`, and its transport, if it names just one. */
function wordsOf(text: string): Words {
  let direction: Direction | undefined;
  const transports = new Set<Transport>();
  WORD.lastIndex = 0;
  for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
    const [word] = match;
    direction ??= DIRECTIONS.get(word);
    const transport = TRANSPORT_WORDS.get(word);
    if (transport === undefined) continue;
    const [before, after] = [
      text.slice(Math.max(0, match.index - 7), match.index),
      text.slice(WORD.lastIndex, WORD.lastIndex + 2),
    ];
    if (APART_BEFORE.test(before) && APART_AFTER.test(after)) transports.add(transport);
  }
  const [only = 'unknown'] = transports;
  return { direction, transport: transports.size === 1 ? only : 'unknown' };
}

/** The direction in a field, or drawn as an arrow. */
function drawnDirection(text: string, endpoints: readonly FoundEndpoint[]): Direction | undefined {
  const field = DIRECTION_FIELD.exec(text);
  if (field !== null) return field[1] === undefined ? 'received' : 'sent';
  // Arrows draw a frame as well: "<--- … --->".
  const arrows = text.match(ARROW) ?? [];
  if (endpoints.length > 1 || arrows.length === 0) return undefined;
  const forward = arrows.filter(arrow => arrow.endsWith('>')).length;
  if (forward === arrows.length) return 'sent';
  return forward === 0 ? 'received' : undefined;
}

function transportOf(text: string, endpoints: readonly FoundEndpoint[], words: Words): Transport {
  const beside = endpoints.findLast(({ transport }) => transport !== 'unknown')?.transport;
  if (beside !== undefined) return beside;
  const protocol = text.includes('roto') ? PROTOCOL_FIELD.exec(text) : null;
  if (protocol !== null) return TRANSPORT_OF_PROTOCOL.get(Number(protocol[1])) ?? 'unknown';
  // A transport that is only talked about is not the message's.
  return words.direction === undefined && endpoints.length === 0 ? 'unknown' : words.transport;
}
