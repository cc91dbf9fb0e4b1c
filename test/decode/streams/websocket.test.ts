import { constants, createDeflateRaw, type DeflateRaw } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../harness.js';
import { type Bytes, bytes, CLIENT, ethernet, ipv4, request, SERVER, tcp, u16, u32 } from '../wire.js';

const up = (payload: Bytes | string, sequence: number): Bytes =>
  ethernet(ipv4(tcp(payload, { source: 40_000, destination: 80, sequence }), { protocol: 6 }));
const down = (payload: Bytes | string, sequence: number): Bytes =>
  ethernet(
    ipv4(tcp(payload, { source: 80, destination: 40_000, sequence }), {
      protocol: 6,
      source: SERVER,
      destination: CLIENT,
    }),
  );

const TEXT = 0x81;
const asked = 'GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n';
const agreed = 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n';

/** A frame, masked where it comes from a client. */
function frame(payload: Bytes | string, { first = TEXT, masked = true } = {}): Bytes {
  const data = bytes(payload);
  const mark = masked ? 0x80 : 0;
  const length =
    data.length < 126
      ? [mark | data.length]
      : data.length < 65_536
        ? [mark | 126, ...u16(data.length)]
        : [mark | 127, ...u32(0), ...u32(data.length)];
  if (!masked) return bytes(first, length, data);
  const mask = [0x12, 0x34, 0x56, 0x78];
  return bytes(
    first,
    length,
    mask,
    data.map((byte, i) => byte ^ mask[i & 3]!),
  );
}

/** A segment for each payload, from this sequence number on. */
function consecutive(payloads: readonly Bytes[], first: number): Bytes[] {
  let next = first;
  return payloads.map(payload => {
    const sequence = next;
    next += payload.length;
    return up(payload, sequence);
  });
}

const one = request('one');
const two = request('two', 'v=0\r\n'.repeat(100));

describe('SIP over WebSocket', () => {
  it('is read from its handshake on, masked and not', () => {
    const packets = [
      up(asked, 1),
      down(agreed, 1),
      up(frame(one), 1 + asked.length),
      down(frame(two, { masked: false }), 1 + agreed.length),
    ];
    const { messages, accounts, kept } = decode(packets);
    expect(messages).toMatchObject([
      { text: one, transport: 'WS', from: '192.0.2.1:40000', to: '192.0.2.2:80', parts: [2] },
      { text: two, transport: 'WS', from: '192.0.2.2:80', parts: undefined },
    ]);
    expect(kept).toEqual([2]);
    expect(accounts.sip).toBe(2);
  });

  it('is read from any frame on', () => {
    expect(decode([up(frame(one), 77)]).messages).toMatchObject([{ text: one, transport: 'WS' }]);
    expect(decode([down(frame(two, { masked: false }), 77)]).messages).toMatchObject([{ text: two, transport: 'WS' }]);
  });

  it('delivers several frames of a segment and skips control frames', () => {
    const ping = frame('x', { first: 0x89 });
    const packets = [up(bytes(frame(one), ping, frame('\r\n\r\n'), frame(two)), 77)];
    expect(decode(packets).texts).toEqual([one, two]);
  });

  it('reassembles fragmented messages, with a ping between', () => {
    const parts = [
      frame(one.slice(0, 100), { first: 0x01 }),
      frame('x', { first: 0x89 }),
      frame(one.slice(100, 200), { first: 0x00 }),
      frame(one.slice(200), { first: 0x80 }),
    ];
    const packets = consecutive(parts, 50);
    const { messages, accounts } = decode(packets);
    expect(messages).toMatchObject([{ text: one, parts: [0, 2, 3] }]);
    expect(accounts.sip).toBe(3);
  });

  it('refuses a stream that is not SIP', () => {
    const packets = [
      up(asked, 1),
      ...Array.from({ length: 80 }, (_, i) => up(frame('{"a":1}'), 1 + asked.length + i * 13)),
    ];
    const { accounts, texts } = decode(packets);
    expect(texts).toEqual([]);
    expect(accounts.other.get('websocket')).toBe(81);
  });

  it('inflates permessage-deflate messages, each with the window of those before', async () => {
    const deflater = createDeflateRaw({ flush: constants.Z_SYNC_FLUSH });
    const packed = [await pack(deflater, one), await pack(deflater, one), await pack(deflater, two)];
    const frames = packed.map(data => frame(data, { first: 0xc1 }));
    expect(frames[1]!.length).toBeLessThan(frames[0]!.length / 2);
    const packets = [up(asked, 1), up(bytes(...frames), 1 + asked.length)];
    expect(decode(packets).texts).toEqual([one, one, two]);
  });

  it('delivers the same messages for any cut of the stream', () => {
    const stream = bytes(
      asked,
      frame(one),
      frame(two.slice(0, 50), { first: 1 }),
      frame(two.slice(50), { first: 0x80 }),
      frame('\r\n'),
      frame(one),
    );
    const places = fc.uniqueArray(fc.integer({ min: 4, max: stream.length - 1 }), { maxLength: 12 });
    fc.assert(
      fc.property(places, cuts => {
        const starts = [0, ...cuts.sort((a, b) => a - b)];
        const packets = starts.map((start, i) => up(stream.slice(start, starts[i + 1] ?? stream.length), 1 + start));
        expect(decode(packets).texts).toEqual([one, two, one]);
      }),
    );
  });

  it('survives any bytes in its frames', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 10 }), noise => {
        const packets = consecutive(noise, 1 + asked.length);
        expect(decode([up(asked, 1), ...packets]).texts).toEqual([]);
      }),
    );
  });
});

/** One message of a WebSocket connection whose compression keeps its window (RFC 7692 7.2.1). */
function pack(deflater: DeflateRaw, text: string): Promise<Bytes> {
  return new Promise(resolve => {
    const parts: Buffer[] = [];
    const collect = (part: Buffer): void => void parts.push(part);
    deflater.on('data', collect);
    deflater.write(text, () =>
      deflater.flush(constants.Z_SYNC_FLUSH, () => {
        deflater.off('data', collect);
        resolve(Uint8Array.from(Buffer.concat(parts)).slice(0, -4));
      }),
    );
  });
}
