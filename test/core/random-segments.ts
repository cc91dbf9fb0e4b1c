/**
 * Random pcap files of SIP over TCP: a few connections at once, with messages cut anywhere, lost, sent again, out of order, between keep-alives and other protocols;
 * connections that begin, end and begin again.
 */
import { pcapHeader, pcapRecordBytes } from '../capture/captures.js';
import { type Bytes, bytes, CLIENT_6, ethernet, fill, ipv4, ipv6, SERVER_6, tcp, u16 } from '../decode/wire.js';
import type { Random } from '../fuzz/random.js';
import { randomCalls } from './random-calls.js';

const MICROSECONDS = { magic: 0xa1b2c3d4, littleEndian: true };
const BEGAN = 1_700_000_000;
/** Sequence numbers to begin with: they wrap. */
const FIRST = [0, 1, 1000, 2 ** 31 - 500, 2 ** 32 - 700];
/** How often something unusual happens: one in so many segments. */
const ODD_ONES = [3, 12, 60, 1000];
const OTHERS = [
  ...[
    'GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n',
    'HTTP/1.1 200 OK\r\n\r\n',
    'MSRP sip:a SIP/2.0\r\nContent-Length: 0\r\n\r\n',
  ],
  ...[
    '\x16\x03\x01\0\x05hello',
    'SSH-2.0-x\r\n',
    'HEP3\0\x06',
    'hello\r\n',
    'CONNECT sip:a SIP/2.0\r\n\r\n',
    '\x82\x01x',
  ],
];
const BODIES = [
  ...['v=0\r\n', 'a=x\r\nSIP/2.0 200 OK\r\nVia: x\r\n\r\n', 'no line end', 'm=audio 1 RTP/AVP 0\r\n', '\r\n'],
  ...['a=sip/1\r\n', 'INVITE sip:a@b SIP/2.0\r\nVia: x\r\n\r\n', 'last\nBYE '],
];
const TYPES = ['application/sdp', 'text/plain', 'message/sipfrag', 'multipart/mixed;boundary=x', 'x/y'];

/** One direction of a connection. */
interface Direction {
  number: number;
  isVersion6: boolean;
  isBack: boolean;
  /** The bytes it sends, and the number of the first. */
  stream: Bytes;
  first: number;
  /** Bytes sent so far. */
  sent: number;
  peer: Direction | undefined;
}

/** A segment on its way: what its packet holds. */
interface Segment {
  direction: Direction;
  at: number;
  payload: Bytes;
  flags: string;
}

export function randomSegments(random: Random): Uint8Array {
  const oddOne = random.pick(ODD_ONES);
  const isOdd = () => random.below(oddOne) === 0;
  const directions = Array.from({ length: 1 + random.below(4) }, (_, number) =>
    connection(random, number, isOdd),
  ).flat();
  const segments: Segment[] = [];
  for (let steps = 20 + random.below(160); steps > 0; steps--)
    segments.push(...next(random, random.pick(directions), isOdd));
  for (let at = segments.length - 1; at > 0; at--)
    if (isOdd()) segments.splice(Math.max(0, at - random.below(6)), 0, ...segments.splice(at, 1));
  const kept = segments.filter(() => !isOdd() || random.below(3) > 0);
  let timeUs = 0;
  const records = kept.map(segment => {
    timeUs = Math.max(0, timeUs + random.pick([0, 10, 1000, 90_000, isOdd() ? 2_500_000 : 1, isOdd() ? -5000 : 1]));
    const packet = ethernet(packetOf(segment, random, isOdd), segment.direction.isVersion6 ? 0x86dd : 0x0800);
    const captured = isOdd() && random.below(4) === 0 ? packet.subarray(0, random.below(packet.length)) : packet;
    const seconds = BEGAN + Math.floor(timeUs / 1e6);
    return pcapRecordBytes(MICROSECONDS, seconds, timeUs % 1_000_000, captured, packet.length);
  });
  return bytes(pcapHeader(MICROSECONDS), ...records);
}

function connection(random: Random, number: number, isOdd: () => boolean): Direction[] {
  const isVersion6 = random.below(4) === 0;
  const direction = (isBack: boolean): Direction => ({
    ...{ number, isVersion6, isBack, stream: streamOf(random, isOdd), first: random.pick(FIRST), sent: 0 },
    peer: undefined,
  });
  const ways = [direction(false), direction(true)] as const;
  ways[0].peer = ways[1];
  ways[1].peer = ways[0];
  return random.below(4) === 0 ? [ways[0]] : [...ways];
}

function streamOf(random: Random, isOdd: () => boolean): Bytes {
  const texts = randomCalls(random, 1 + random.below(30)).map(({ text }) => {
    if (!isOdd()) return text;
    const body = random.pick(BODIES);
    const length = random.below(4) === 0 ? random.pick(['0', '5', '99999', 'x', '']) : `${body.length}`;
    const type = `Content-Type: ${random.pick(TYPES)}\r\n`;
    return text.replace(/Content-Length: \d+\r\n\r\n.*/s, `${type}Content-Length: ${length}\r\n\r\n${body}`);
  });
  const between = () =>
    isOdd()
      ? random.pick(['\r\n', '\r\n\r\n', '\n', '\0', ' ', random.pick(OTHERS), '\r'])
      : random.pick(['', '', '', '\r\n\r\n']);
  return bytes(isOdd() ? random.pick(OTHERS) : '', ...texts.flatMap(text => [text, between()]));
}

/** What a direction sends next: mostly up to the end of a message. */
function next(random: Random, direction: Direction, isOdd: () => boolean): Segment[] {
  const { stream, sent } = direction;
  const left = stream.length - sent;
  const none = (flags: string) => [{ direction, at: sent, payload: fill(0), flags }];
  if (sent === 0 && random.below(3) === 0) return [{ direction, at: -1, payload: fill(0), flags: 'S' }, ...none('A')];
  if (random.below(4) === 0) return none('A');
  if (isOdd() && random.below(3) === 0) return again(random, direction);
  if (isOdd() && random.below(4) === 0) return none(random.pick(['FA', 'R', 'RA', 'F', 'SA', 'SF']));
  if (left === 0 || (isOdd() && random.below(6) === 0)) return reused(random, direction);
  const length = isOdd() ? 1 + random.below(Math.min(left, 3000)) : wholeLength(random, stream, sent);
  direction.sent += length;
  if (random.below(4) === 0) return pieces(random, direction, sent);
  const payload = stream.subarray(sent, sent + length);
  return [{ direction, at: sent, payload, flags: isOdd() ? random.pick(['FPA', 'UPA', '', 'SPA']) : 'PA' }];
}

/** What was sent from `at` on, in several segments one after the other. */
function pieces(random: Random, direction: Direction, from: number): Segment[] {
  const longest = Math.ceil((direction.sent - from) / (1 + random.below(4)));
  const segments: Segment[] = [];
  for (let at = from; at < direction.sent; at += longest) {
    const payload = direction.stream.subarray(at, Math.min(direction.sent, at + longest));
    segments.push({ direction, at, payload, flags: 'PA' });
  }
  return segments;
}

/** Up to a place where a start line begins, or line ends do. */
function wholeLength(random: Random, stream: Bytes, from: number): number {
  const text = Buffer.from(stream.buffer, stream.byteOffset, stream.length).toString('latin1');
  const ends = /(?:\r\n)+(?=[A-Z]+ sip:\S+ SIP\/2\.0\r\n|SIP\/2\.0 \d)/g;
  ends.lastIndex = from + 1;
  let end = stream.length;
  for (let messages = random.pick([1, 1, 1, 2, 3]); messages > 0; messages--) {
    const found = ends.exec(text);
    if (found === null) return stream.length - from;
    end = found.index + (random.below(4) === 0 ? found[0].length : Math.min(4, found[0].length));
  }
  return Math.max(1, end - from);
}

/** Bytes that were sent before, in other pieces. */
function again(random: Random, direction: Direction): Segment[] {
  const at = random.below(direction.sent + 1);
  const length = random.pick([1, 1, 300, direction.sent - at, direction.sent - at, 2000]);
  return [{ direction, at, payload: direction.stream.subarray(at, at + length), flags: 'PA' }];
}

/** The same ports again, for another connection; sometimes nobody captured its SYN. */
function reused(random: Random, direction: Direction): Segment[] {
  direction.sent = 0;
  direction.first = (direction.first + random.pick([1, 90_000, 5_000_000, 2 ** 31])) % 2 ** 32;
  return random.below(2) === 0 ? [] : [{ direction, at: -1, payload: fill(0), flags: 'S' }];
}

function packetOf(segment: Segment, random: Random, isOdd: () => boolean): Bytes {
  const { number, isVersion6, isBack, first, peer } = segment.direction;
  const ports = [5060, 40_000 + (number & 1)];
  const [source = 0, destination = 0] = isBack ? ports : ports.reverse();
  const sequence = (first + segment.at + 2 ** 32) % 2 ** 32;
  const acknowledgement = peer === undefined ? 0 : (peer.first + peer.sent) % 2 ** 32;
  const data = tcp(segment.payload, { source, destination, sequence, acknowledgement, flags: segment.flags });
  if (isOdd()) data[12] = random.pick([0x50, 0x60, 0x40, 0xf0]);
  const hosts = [
    [10, 0, 0, 1],
    [10, 0, 0, 2 + (number >> 1)],
  ];
  const [from, to] = isBack ? hosts : hosts.reverse();
  if (isVersion6) {
    const packet = ipv6(data, 6);
    if (isBack) packet.set([...SERVER_6, ...CLIENT_6], 8);
    return packet;
  }
  const packet = ipv4(data, { protocol: 6, source: from!, destination: to! });
  return isOdd() && random.below(4) === 0 ? ipv4(bytes(u16(0), u16(0x0800), packet), { protocol: 47 }) : packet;
}
