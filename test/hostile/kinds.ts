/**
 * Captures that someone makes to slow the program down or to fill its memory: one kind a function, which makes the `at`th packet. Each
 * aims at one table or one walk. `node --import tsx test/hostile/write.ts KIND PACKETS FILE` writes one as a file.
 */
import { bytes, ipv4, tcp, udp } from '../decode/wire.js';
import { colliding } from './collisions.js';

type Bytes = Uint8Array;

/** Makes the IPv4 packet number `at` of `count`, and says when it was captured, in µs from the first. */
export type Kind = (at: number, count: number) => { packet: Bytes; timeUs: number };

/** A request without what a reader can do without. */
function request(callId: string, lines: readonly string[] = [], method = 'OPTIONS'): string {
  return [`${method} sip:b SIP/2.0`, `Call-ID: ${callId}`, 'CSeq: 1 OPTIONS', ...lines, '', ''].join('\r\n');
}

function response(callId: string, start: string, lines: readonly string[] = []): string {
  return [`SIP/2.0 ${start}`, `Call-ID: ${callId}`, ...lines, '', ''].join('\r\n');
}

const sent = (text: string, at: number, timeUs = at) => ({ packet: ipv4(udp(text)), timeUs });
const many = (count: number, line: (at: number) => string) => Array.from({ length: count }, (_, at) => line(at));
/** Digits that differ from each other in no order. */
const scrambled = (at: number) => (Math.imul(at, 0x9e3779b1) >>> 0).toString(36);
const address = (at: number) => [10, (at >>> 16) & 255, (at >>> 8) & 255, at & 255];

const KNOWN_NAMES = [
  ...['Accept', 'Accept-Encoding', 'Accept-Language', 'Alert-Info', 'Allow', 'Allow-Events', 'Call-Info', 'Contact'],
  ...['Date', 'Error-Info', 'Event', 'Expires', 'In-Reply-To', 'Max-Forwards', 'MIME-Version', 'Organization'],
];

let collided: Uint8Array[] = [];

/** A permutation of the names by number. */
function permuted(number: number): string[] {
  const left = [...KNOWN_NAMES];
  const made: string[] = [];
  for (let rest = number; left.length > 0; rest = Math.floor(rest / (left.length + 1)))
    made.push(...left.splice(rest % left.length, 1));
  return made;
}

/** Each brings something new with every message. */
const NEW_WITH_EACH: Record<string, Kind> = {
  'call ids': at => sent(request(`c${at}`), at),
  'call ids that collide': (at, count) => {
    if (collided.length < count) collided = colliding(count);
    return sent(request(Buffer.from(collided[at]!).toString('latin1')), at);
  },
  'header names': at =>
    sent(
      request(
        `c${at}`,
        many(30, n => `X${at}-${n}: 1`),
      ),
      at,
    ),
  'header names in one call': at =>
    sent(
      request(
        'one',
        many(30, n => `X${at}-${n}: 1`),
      ),
      at,
    ),
  'orders of header names': at =>
    sent(
      request(
        `c${at}`,
        permuted(at * 7919).map(name => `${name}: 1`),
      ),
      at,
    ),
  'subsets of header names': at =>
    sent(
      request(
        `c${at}`,
        KNOWN_NAMES.filter((_, bit) => (at >>> bit) & 1).map(name => `${name}: 1`),
      ),
      at,
    ),
  'long header names': at => sent(request(`c${at}`, [`${'x'.repeat(200)}${at}: 1`]), at),
  methods: at => sent(request('one', [], `M${at}`), at),
  reasons: at => sent(response('one', `200 Reason ${at}`), at),
  agents: at => sent(request('one', [`User-Agent: Phone ${at}`]), at),
  numbers: at => sent(request(`c${at}`, [`Contact: ${many(32, n => `<sip:${at}${n}@b>`).join()}`]), at),
  'numbers in one call': at => sent(request('one', [`Contact: ${many(32, n => `<sip:${at}${n}@b>`).join()}`]), at),
  links: at =>
    sent(
      request(
        'one',
        many(8, n => `X-Call-ID: ${at}-${n}`),
      ),
      at,
    ),
  'source addresses': at => ({ packet: ipv4(udp(request('one')), { source: address(at) }), timeUs: at }),
  'tunnel addresses': at => ({
    packet: ipv4(ipv4(udp(request('one'))), { source: address(at), protocol: 4 }),
    timeUs: at,
  }),
  'faults of all kinds': at =>
    sent(`INVITE x y SIP/2.0\r\nCall-ID: ${at}\r\nVia;\r\nCSeq: ${at}\r\nFrom: <<\r\n\r\n`, at),
};

/** All packets are of one call. */
const ONE_CALL: Record<string, Kind> = {
  'messages of one call': at => sent(request('one').replace('1 OPTIONS', `${at} OPTIONS`), at),
  'messages of one call, latest first': (at, count) =>
    sent(request('one').replace('1 OPTIONS', `${at} OPTIONS`), at, count - at),
  'messages of one call, to and fro': (at, count) =>
    sent(request('one').replace('1 OPTIONS', `${at} OPTIONS`), at, at % 2 === 0 ? at : count - at),
  'messages without a call id': at => sent('OPTIONS sip:b SIP/2.0\r\nCSeq: 1 OPTIONS\r\n\r\n', at),
  'answers of one call, then their ends': (at, count) => {
    const dialog = (tag: number) => ['From: <sip:a@b>;tag=a', `To: <sip:b@b>;tag=${tag}`];
    if (at === 0) return sent(inCall('INVITE', ['From: <sip:a@b>;tag=a', 'To: <sip:b@b>'], at), at);
    const half = count >> 1;
    if (at < half) return sent(response('one', '200 OK', [...dialog(at), 'CSeq: 1 INVITE']), at);
    // Each end is of the one that the end before left: the first that answered, then the latest, and so on back.
    return sent(inCall('BYE', dialog(at === half ? 1 : half - (at - half)), at), at);
  },
};

function inCall(method: string, lines: readonly string[], at: number): string {
  const cseq = method === 'INVITE' ? 1 : at;
  return [`${method} sip:b SIP/2.0`, 'Call-ID: one', `CSeq: ${cseq} ${method}`, ...lines, '', ''].join('\r\n');
}

/** Each message is as long as a datagram may be, and full of one thing. */
const LONG = 60_000;
const filled = (unit: string) => unit.repeat(Math.floor(LONG / unit.length));
const LARGE_MESSAGES: Record<string, Kind> = {
  'many Vias': at => sent(request(`c${at}`, [filled('Via: SIP/2.0/UDP a;branch=z9hG4bK1\r\n').trimEnd()]), at),
  'many values of a Via': at => sent(request(`c${at}`, [`Via: ${filled('SIP/2.0/UDP a;branch=z9hG4bK1,')}`]), at),
  'many headers': at => sent(request(`c${at}`, [filled('a:\r\n').trimEnd()]), at),
  'many lines that are no headers': at => sent(request(`c${at}`, [filled('a\r\n').trimEnd()]), at),
  'many folds': at => sent(request(`c${at}`, [`Subject: ${filled('\r\n a')}`]), at),
  'many parameters': at => sent(request(`c${at}`, [`From: <sip:a@b>${filled(';a=b')}`]), at),
  'many contacts': at => sent(request(`c${at}`, [`Contact: ${filled('<sip:a@b>,')}`], 'REGISTER'), at),
  'many contacts without brackets': at => sent(request(`c${at}`, [`Contact: ${filled('sip:a@b,')}`], 'REGISTER'), at),
  'many quotes': at => sent(request(`c${at}`, [`Contact: ${filled('"\\"')}`], 'REGISTER'), at),
  'many brackets': at => sent(request(`c${at}`, [`Contact: ${filled('<')}`], 'REGISTER'), at),
  'many escapes': at => sent(request(`c${at}`, [`From: <sip:${filled('%41')}@b>`]), at),
  'one long line': at => sent(request(`c${at}`, [`Subject: ${filled('a')}`]), at),
  'one long call id': at => sent(request(`${at}${filled('a')}`), at),
  'many media': at => sent(withBody(`c${at}`, 'application/sdp', `v=0\r\n${filled('m=audio 1 RTP/AVP 0\r\n')}`), at),
  'many parts': at => sent(withBody(`c${at}`, 'multipart/mixed;boundary=x', `${filled('--x\r\n\r\n')}--x--`), at),
  'nested parts': at =>
    sent(
      withBody(
        `c${at}`,
        'multipart/mixed;boundary=x0',
        many(1000, n => `--x${n}\r\nContent-Type: multipart/mixed;boundary=x${n + 1}\r\n\r\n`).join(''),
      ),
      at,
    ),
};

function withBody(callId: string, type: string, body: string): string {
  return request(callId, [`Content-Type: ${type}`, `Content-Length: ${body.length}`]) + body;
}

/** Below SIP. */
const BELOW: Record<string, Kind> = {
  'fragments of 8 bytes, in order': at => fragment(at % 8000, Math.floor(at / 8000), at),
  'fragments of 8 bytes, backwards': at => fragment(7999 - (at % 8000), Math.floor(at / 8000), at),
  'fragments of as many datagrams': at => fragment(1, at, at),
  connections: at => ({
    packet: ipv4(tcp(request(`c${at}`), { source: at & 0xffff }), { protocol: 6, source: address(at) }),
    timeUs: at,
  }),
  'segments before their turn': (at, count) => ({
    packet: ipv4(tcp('x'.repeat(8), { sequence: at === 0 ? 0 : 8 * (count - at) + 1000 }), { protocol: 6 }),
    timeUs: at,
  }),
  'the smallest messages in a stream': at => {
    const message = `A b SIP/2.0\r\ni:${scrambled(at)}\r\nl:0\r\n\r\n`.padEnd(40, '\n');
    const text = message
      .repeat(30)
      .replaceAll('i:', () => `i:${scrambled(counter++)}`)
      .slice(0, 1400);
    return { packet: ipv4(tcp(text, { sequence: at * 1400 }), { protocol: 6 }), timeUs: at };
  },
  'icmp errors about one message': at => {
    if (at < 600) return sent(request('one').replace('1 OPTIONS', `${at} OPTIONS`), at);
    const quoted = ipv4(udp(request('one').replace('1 OPTIONS', '999999 OPTIONS')));
    return { packet: ipv4(bytes(3, 3, 0, 0, 0, 0, 0, 0, quoted), { protocol: 1 }), timeUs: at };
  },
};
let counter = 0;

function fragment(place: number, id: number, at: number) {
  const options = { id: id & 0xffff, source: address(id), offset: 8 * place, more: place < 7999 };
  return { packet: ipv4(bytes('INVITE s'), options), timeUs: at };
}

export const KINDS: Record<string, Kind> = { ...NEW_WITH_EACH, ...ONE_CALL, ...LARGE_MESSAGES, ...BELOW };
/** Those whose packets are as long as a datagram may be. */
export const LARGE: readonly string[] = Object.keys(LARGE_MESSAGES);
