import { describe, expect, it } from 'vitest';
import { decode } from '../harness.js';
import { type Bytes, bytes, ethernet, fill, ipv4, request, u16, u32 } from '../wire.js';

const sctp = (...chunks: Bytes[]): Bytes =>
  ethernet(ipv4(bytes(u16(5060), u16(5061), u32(1), u32(0), ...chunks), { protocol: 132 }));

/** A DATA chunk; `flags` are "B", "E" or both. */
function data(payload: string, sequence: number, flags = 'BE', protocol = 0): Bytes {
  const bits = (flags.includes('B') ? 2 : 0) | (flags.includes('E') ? 1 : 0);
  const length = 16 + payload.length;
  const head = bytes(0, bits, u16(length), u32(sequence), u16(1), u16(0), u32(protocol));
  return bytes(head, payload, fill((4 - (length % 4)) % 4));
}

const one = request('one');
const two = request('two');

describe('SIP over SCTP', () => {
  it('is read from whole chunks, several in a packet', () => {
    const { messages, kept, accounts } = decode([sctp(data(one, 1), data(two, 2))]);
    expect(messages).toMatchObject([
      { text: one, transport: 'SCTP', from: '192.0.2.1:5060', to: '192.0.2.2:5061', parts: undefined },
      { text: two, transport: 'SCTP' },
    ]);
    expect(kept).toEqual([]);
    expect(accounts.sip).toBe(1);
  });

  it('is read from I-DATA chunks', () => {
    const chunk = bytes(64, 3, u16(20 + one.length), u32(1), fill(12), one);
    expect(decode([sctp(chunk)]).texts).toEqual([one]);
  });

  it('is reassembled from fragments in any order, across the wrap of the TSN', () => {
    const first = data(one.slice(0, 90), 0xffffffff, 'B');
    const middle = data(one.slice(90, 180), 0, '');
    const last = data(one.slice(180), 1, 'E');
    const { messages, accounts } = decode([sctp(last), sctp(first), sctp(middle)]);
    expect(messages).toMatchObject([{ text: one, parts: [1, 2, 0], timeUs: 2000 }]);
    expect(accounts.sip).toBe(3);
  });

  it('recognises retransmitted chunks, and forgets them when an association begins', () => {
    const init = bytes(1, 0, u16(20), fill(16));
    const { texts, accounts } = decode([sctp(data(one, 1)), sctp(data(one, 1)), sctp(init), sctp(data(two, 1))]);
    expect(texts).toEqual([one, two]);
    expect(Object.fromEntries(accounts.other)).toEqual({ 'sctp retransmission': 1, 'sctp control': 1 });
  });

  it('names payloads that are not SIP', () => {
    const packets = [sctp(data('\x01\x00', 1, 'BE', 3)), sctp(data('\x01\x00', 2)), sctp(data('\x01\x00', 3, 'B', 46))];
    const { accounts, kept } = decode(packets);
    expect(Object.fromEntries(accounts.other)).toEqual({ m3ua: 1, 'sctp data': 1, diameter: 1 });
    expect(kept).toEqual([]);
  });

  it('counts fragments that never complete', () => {
    const { accounts } = decode([sctp(data(one.slice(0, 90), 1, 'B'))]);
    expect([...accounts.other]).toEqual([['sctp data', 1]]);
  });

  it('reports what the snap length cut off', () => {
    const packet = sctp(data(one, 1));
    const cut = packet.slice(0, 14 + 20 + 12 + 16 + 100);
    const { messages } = decode([{ bytes: cut, originalLength: packet.length }]);
    expect(messages).toMatchObject([{ text: one.slice(0, 100), missing: one.length - 100 }]);
  });
});
