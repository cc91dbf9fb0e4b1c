/**
 * Endless streams and datagrams in great numbers: memory stays bounded, time grows with their number, and each packet
 * is accounted for.
 */
import { describe, expect, it } from 'vitest';
import { Accounts } from '../../../src/decode/accounts.js';
import { Decoder } from '../../../src/decode/decoder.js';
import { rowId } from '../../../src/model/ids.js';
import { expectBalanced } from '../harness.js';
import { type Bytes, bytes, ethernet, fill, ipv4, request, tcp, u16, u32, udp } from '../wire.js';

/** More than streams and datagrams are kept. */
const COUNT = 70_000;
/** What all of them may hold beside what was there before: 64 MB of bytes and their objects. */
const MAX_BYTES = 300e6;
const part = request('half', 'x'.repeat(400)).slice(0, 300);

/** What one of many sends, the first and the second time; each from an address of its own. */
const KINDS: Readonly<Record<string, readonly Bytes[]>> = {
  'connections that send half a message': [ipv4(tcp(part), { protocol: 6 })],
  'connections with a gap': [ipv4(tcp(part), { protocol: 6 }), ipv4(tcp(part, { sequence: 100_000 }), { protocol: 6 })],
  'first fragments of datagrams': [ipv4(udp(bytes(part), 5060, 5060, 2000), { more: true })],
  'last fragments of large datagrams': [ipv4(fill(1400), { offset: 60_000 })],
  'first chunks of SCTP messages': [
    ipv4(
      bytes(u16(5060), u16(5060), u32(1), u32(0), 0, 2, u16(16 + part.length), u32(1), u16(0), u16(0), u32(0), part),
      { protocol: 132 },
    ),
  ],
  'WebSocket messages that go on': [ipv4(tcp(bytes(1, 126, u16(part.length * 2), part, part)), { protocol: 6 })],
};

describe.each(Object.entries(KINDS))('many %s', (_, sent) => {
  it('stay within their memory bound, and are accounted for', () => {
    const accounts = new Accounts();
    let messages = 0;
    const decoder = new Decoder({
      message: () => rowId(messages++),
      quoted: () => undefined,
      connection: () => undefined,
      keep: ({ recordOffset }) => ({ file: 0, recordOffset, headerLength: 16 }),
    });
    const before = memoryHeld();
    let most = 0;
    for (let i = 0; i < COUNT; i++) {
      for (const each of sent) {
        const frame = ethernet(each);
        frame.set([10, (i >> 16) & 255, (i >> 8) & 255, i & 255], 26);
        const packet = {
          timeUs: i * 20,
          linkType: 1,
          bytes: frame,
          start: 0,
          end: frame.length,
          originalLength: frame.length,
          recordOffset: i,
          recordHeaderLength: 16,
        };
        decoder.packet(packet, { id: 1, accounts });
      }
      if (i % 5000 === 0) most = Math.max(most, memoryHeld());
    }
    expect(most - before).toBeLessThan(MAX_BYTES);
    decoder.flush();
    expectBalanced(accounts);
    expect([accounts.read, accounts.pending]).toEqual([COUNT * sent.length, 0]);
    expect(accounts.sip).toBeLessThanOrEqual(messages);
  }, 60_000);
});

function memoryHeld(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
