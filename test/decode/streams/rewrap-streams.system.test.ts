/**
 * Sends the messages of plain captures over streams (TCP in any disorder, SCTP, WebSocket), plain and in a tunnel,
 * and expects the same messages between the ends of the stream.
 */
import { readFileSync } from 'node:fs';
import { deflateRawSync, constants } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openSource } from '../../../src/capture/open.js';
import { corpusFile, hasCorpus } from '../../capture/captures.js';
import { decode } from '../harness.js';
import { type Bytes, bytes, ipv4, tcp, u16, u32 } from '../wire.js';
import { LINKS, TUNNELS } from '../wraps.js';
import { sample } from '../../sample.js';

const CAPTURES = [
  sample('call-two-legs.pcap'),
  ...(hasCorpus ? [corpusFile('goffinet/SIP-Call-with-Proxy-Server.pcap')] : []),
];

async function textsOf(path: string): Promise<string[]> {
  expect(readFileSync(path).length).toBeGreaterThan(1000);
  const source = await openSource(path);
  if ('refused' in source) throw new Error(source.refused);
  const given: { bytes: Bytes; linkType: number }[] = [];
  for (let step = source.next(); step !== 'end' && given.length < 300; step = source.next()) {
    if (step === 'starved') await source.fill();
    else if (step === 'packet')
      given.push({
        bytes: source.packet.bytes.slice(source.packet.start, source.packet.end),
        linkType: source.packet.linkType,
      });
  }
  await source.close();
  // In a stream Content-Length ends a message: those without it cannot be separated from what follows.
  return decode(given).texts.filter(text => {
    const stated = /^(?:Content-Length|l) *: *(\d+)/im.exec(text)?.[1];
    return Number(stated) === text.length - text.indexOf('\r\n\r\n') - 4;
  });
}

interface Segment {
  sequence: number;
  payload: Bytes;
}

/** A stream in segments of these lengths, which repeat. */
function cut(stream: Bytes, first: number, lengths: readonly number[]): Segment[] {
  const segments: Segment[] = [];
  for (let from = 0; from < stream.length; ) {
    const length = lengths[segments.length % lengths.length]!;
    segments.push({ sequence: (first + from) >>> 0, payload: stream.slice(from, from + length) });
    from += length;
  }
  return segments;
}

const FIRST = 1000;
const packet = ({ sequence, payload }: Segment, flags = 'PA'): Bytes =>
  ipv4(tcp(payload, { source: 40_000, destination: 5060, sequence, flags }), { protocol: 6 });
const syn = (first: number): Bytes => packet({ sequence: (first - 1) >>> 0, payload: bytes() }, 'S');
const inWindows = (segments: Segment[], size: number): Segment[] =>
  Array.from({ length: Math.ceil(segments.length / size) }, (_, i) =>
    segments.slice(i * size, (i + 1) * size).toReversed(),
  ).flat();

/** IP packets that carry a stream, by what happens to it. */
const TCP: Readonly<Record<string, (stream: Bytes) => Bytes[]>> = {
  'large segments': stream => [syn(FIRST), ...cut(stream, FIRST, [1460]).map(each => packet(each))],
  'small segments': stream => [syn(FIRST), ...cut(stream, FIRST, [3, 1, 90]).map(each => packet(each))],
  'one segment': stream => [syn(FIRST), ...cut(stream, FIRST, [30_000]).map(each => packet(each))],
  'segments out of order': stream => [
    syn(FIRST),
    ...inWindows(cut(stream, FIRST, [400, 70]), 5).map(each => packet(each)),
  ],
  'segments sent again with other cuts': stream => [
    syn(FIRST),
    ...cut(stream, FIRST, [500]).flatMap(each => {
      const from = Math.max(0, each.sequence - FIRST - 77);
      const again = { sequence: FIRST + from, payload: stream.slice(from, from + 333) };
      return [packet(each), packet(again), packet(each)];
    }),
  ],
  'sequence numbers that wrap': stream => {
    const first = 2 ** 32 - 1500;
    return [syn(first), ...inWindows(cut(stream, first, [700]), 3).map(each => packet(each))];
  },
  'no beginning': stream => {
    const tail = bytes('e end of another message\r\nContent-Length: 0\r\n\r\n');
    return cut(bytes(tail, stream), FIRST, [350]).map(each => packet(each));
  },
  'no beginning, swapped': stream => inWindows(cut(stream, FIRST, [350]), 2).map(each => packet(each)),
};

function frame(text: string, masked: boolean, first = 0x81): Bytes {
  const data = bytes(text);
  const mark = masked ? 0x80 : 0;
  const header = data.length < 126 ? [mark | data.length] : [mark | 126, ...u16(data.length)];
  const mask = [0x5a, 1, 0xff, 0x33];
  return masked
    ? bytes(
        first,
        header,
        mask,
        data.map((byte, i) => byte ^ mask[i & 3]!),
      )
    : bytes(first, header, data);
}

function deflated(text: string): string {
  const packed = deflateRawSync(bytes(text), { finishFlush: constants.Z_SYNC_FLUSH });
  return packed.subarray(0, -4).toString('latin1');
}

const HANDSHAKE = bytes('GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n');
const WEBSOCKET: Readonly<Record<string, (texts: readonly string[]) => Bytes>> = {
  masked: texts => bytes(HANDSHAKE, ...texts.map(text => frame(text, true))),
  'not masked': texts => bytes(HANDSHAKE, ...texts.map(text => frame(text, false))),
  binary: texts => bytes(HANDSHAKE, ...texts.map(text => frame(text, true, 0x82))),
  'in several frames, with a ping between': texts =>
    bytes(
      HANDSHAKE,
      ...texts.flatMap(text => [
        frame(text.slice(0, 50), true, 0x01),
        frame(text.slice(50, 90), true, 0x00),
        frame('ping', true, 0x89),
        frame(text.slice(90), true, 0x80),
      ]),
    ),
  compressed: texts => bytes(HANDSHAKE, ...texts.map(text => frame(deflated(text), true, 0xc1))),
  'joined mid-way': texts => bytes(...texts.map(text => frame(text, true))),
};

const sctp = (...chunks: Bytes[]): Bytes =>
  ipv4(bytes(u16(40_000), u16(5060), u32(1), u32(0), ...chunks), { protocol: 132 });
const dataChunk = (sequence: number, flags: number, payload: Bytes): Bytes =>
  bytes(
    0,
    flags,
    u16(16 + payload.length),
    u32(sequence),
    u16(1),
    u16(1),
    u32(0),
    payload,
    new Uint8Array(-payload.length & 3),
  );

/** DATA chunks of each message, in pieces of this length. */
function chunks(texts: readonly string[], length: number): Bytes[] {
  let sequence = 2 ** 32 - 3;
  return texts.flatMap(text => {
    const pieces = Math.ceil(text.length / length);
    return Array.from({ length: pieces }, (_, i) =>
      dataChunk(
        sequence++ >>> 0,
        (i === 0 ? 2 : 0) | (i === pieces - 1 ? 1 : 0),
        bytes(text.slice(i * length, (i + 1) * length)),
      ),
    );
  });
}

const LAYERS = [
  ['plain', (ip: Bytes) => ip],
  ['in VXLAN', TUNNELS['VXLAN']!],
  ['in GTP-U in GRE', (ip: Bytes) => TUNNELS['GRE with a key']!(TUNNELS['GTP-U with extension headers']!(ip)!)],
] as const;

describe.each(LAYERS)('%s', (_, tunnel) => {
  const run = (ips: readonly Bytes[]) => decode(ips.map(ip => LINKS['Ethernet']!(tunnel(ip)!)));

  describe.each(CAPTURES)('%s', path => {
    it.each(Object.entries(TCP))('over TCP: %s', async (_, send) => {
      const texts = await textsOf(path);
      expect(texts.length).toBeGreaterThan(5);
      const { messages, accounts } = run(send(bytes(...texts)));
      expect(messages.map(({ text }) => text)).toEqual(texts);
      for (const message of messages)
        expect(message).toMatchObject({ from: '192.0.2.1:40000', to: '192.0.2.2:5060', transport: 'TCP', missing: 0 });
      expect(accounts.tcpGaps).toBe(0);
    });

    it('over TCP with a gap: only the messages in it are missing', async () => {
      const texts = await textsOf(path);
      const stream = bytes(...texts);
      const segments = cut(stream, FIRST, [200]);
      const lost = segments[10]!;
      const packets = [syn(FIRST), ...segments.filter(each => each !== lost).map(each => packet(each))];
      const { messages, accounts } = run(packets);
      const from = lost.sequence - FIRST;
      let at = 0;
      const whole = texts.filter(text => {
        const start = at;
        at += text.length;
        return at <= from || start >= from + 200;
      });
      expect(messages.map(({ text }) => text)).toEqual(expect.arrayContaining(whole));
      expect(whole.length).toBeGreaterThan(texts.length - 3);
      expect(accounts.tcpGaps).toBe(1);
    });

    it.each(Object.entries(WEBSOCKET))('over a WebSocket: %s', async (_, send) => {
      const texts = await textsOf(path);
      for (const lengths of [[1460], [200, 31]]) {
        const stream = send(texts);
        // Joined midway, a stream begins with a frame.
        const { messages } = run([syn(FIRST), ...cut(stream, FIRST, lengths).map(each => packet(each))]);
        expect(messages.map(({ text, transport }) => [text, transport])).toEqual(texts.map(text => [text, 'WS']));
      }
    });

    it.each([100_000, 300, 48])('over SCTP in chunks of %i bytes', async length => {
      const texts = await textsOf(path);
      const made = chunks(texts, length);
      const { messages } = run(made.flatMap(chunk => [sctp(chunk), sctp(chunk)]));
      expect(messages.map(({ text, transport }) => [text, transport])).toEqual(texts.map(text => [text, 'SCTP']));
    });
  });
});
