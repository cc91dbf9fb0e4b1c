import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, type GivenPacket } from '../harness.js';
import { type Bytes, bytes, ethernet, fill, ipv4, ipv6, request, udp, u16, u32 } from '../wire.js';

const message = request('fragmented', 'v=0\r\n'.repeat(400));
const payload = udp(message);

/** The datagram in IPv4 fragments that begin at the given places (multiples of 8). */
function cut(places: readonly number[], id = 7): Bytes[] {
  const starts = [0, ...places];
  return starts.map((offset, i) => {
    const end = starts[i + 1] ?? payload.length;
    return ethernet(ipv4(payload.slice(offset, end), { id, offset, more: end < payload.length }));
  });
}

const three = cut([800, 1600]);

describe('fragments', () => {
  it('are reassembled, with their packets in order of their bytes', () => {
    const [a, b, c] = three;
    const { messages, accounts } = decode([c!, a!, b!]);
    expect(messages).toMatchObject([{ text: message, parts: [1, 2, 0], timeUs: 2000, missing: 0 }]);
    expect(accounts).toMatchObject({ read: 3, sip: 3, incompleteFragments: 0 });
  });

  it('are pending until the last has come', () => {
    const { accounts } = decode(three.slice(0, 2), false);
    expect(accounts).toMatchObject({ read: 2, pending: 2, sip: 0 });
  });

  it('of IPv6 are reassembled', () => {
    const part = (offset: number, end: number): Bytes => {
      const more = end < payload.length ? 1 : 0;
      return ethernet(ipv6(bytes(17, 0, u16(offset | more), u32(7), payload.slice(offset, end)), 44), 0x86dd);
    };
    const { messages } = decode([part(1600, payload.length), part(0, 800), part(800, 1600)]);
    expect(messages).toMatchObject([{ text: message, from: '2001:db8::1:5060' }]);
  });

  it('that come twice yield one message, and the copies are counted', () => {
    const { texts, accounts } = decode(three.flatMap(packet => [packet, packet]));
    expect(texts).toEqual([message]);
    expect(accounts.sip).toBe(3);
    expect([...accounts.other]).toEqual([['duplicate fragment', 3]]);
  });

  it('with the identification of a datagram just completed begin another', () => {
    const other = request('second', 'v=1\r\n'.repeat(400));
    const again = udp(other);
    const second = [0, 800, 1600].map((offset, i, all) =>
      ethernet(ipv4(again.slice(offset, all[i + 1] ?? again.length), { id: 7, offset, more: i < 2 })),
    );
    expect(decode([...three, ...second]).texts).toEqual([message, other]);
  });

  it('of two captures at once are kept apart', () => {
    const given = three.flatMap((packet): GivenPacket[] => [
      { bytes: packet, file: 0 },
      { bytes: packet, file: 1 },
    ]);
    const { texts, accounts } = decode(given);
    expect(texts).toEqual([message, message]);
    expect(accounts.sip).toBe(6);
  });

  it('that overlap keep the bytes that came first', () => {
    const late = ethernet(ipv4(fill(1000, 0x58), { id: 7, offset: 400, more: true }));
    expect(decode([three[0]!, three[1]!, late, three[2]!]).texts).toEqual([message]);
  });

  it('of a datagram that is never complete are undecodable', () => {
    const { messages, accounts } = decode(three.slice(1));
    expect(messages).toEqual([]);
    expect([...accounts.undecodable]).toEqual([['fragments of a datagram that is not complete', 2]]);
    expect(accounts.incompleteFragments).toBe(2);
  });

  it('expire', () => {
    const [a, b, c] = three;
    const late: GivenPacket[] = [a!, b!].map(packet => ({ bytes: packet, timeUs: 0 }));
    const { messages, accounts } = decode([...late, { bytes: c!, timeUs: 31_000_000 }]);
    expect(messages).toEqual([]);
    expect(accounts.incompleteFragments).toBe(3);
  });

  it('without times are reassembled all the same', () => {
    const untimed = [...three, ...cut([1200], 8)].map(packet => ({ bytes: packet, timeUs: Number.NaN }));
    const { texts, messages } = decode(untimed.toReversed());
    expect(texts).toEqual([message, message]);
    expect(messages[0]?.timeUs).toBeNaN();
  });

  it('are bounded in number', () => {
    const first = Array.from({ length: 5000 }, (_, id) => cut([800], id + 1)[0]!);
    const { accounts } = decode(first, false);
    expect(accounts.pending).toBe(4096);
    expect(accounts.incompleteFragments).toBe(904);
  });

  it('that reach beyond 65,535 bytes are undecodable', () => {
    const { accounts } = decode([ethernet(ipv4(fill(1000), { offset: 65_000, more: false }))]);
    expect([...accounts.undecodable]).toEqual([['a fragment reaches beyond 65,535 bytes', 1]]);
  });

  it('cut by the snap length yield the message up to there', () => {
    const [a, b, c] = three;
    const { messages } = decode([
      { bytes: a!, originalLength: a!.length },
      { bytes: b!.slice(0, -100), originalLength: b!.length },
      c!,
    ]);
    const captured = 1600 - 100 - 8;
    expect(messages).toMatchObject([{ text: message.slice(0, captured), missing: message.length - captured }]);
  });

  it('of a datagram that is not SIP are not kept once the first is seen', () => {
    const video = udp(bytes(0x80, 96, fill(2000)), 4000, 4002);
    const part = (offset: number, end: number): Bytes =>
      ethernet(ipv4(video.slice(offset, end), { offset, more: end < video.length }));
    const { accounts, kept } = decode([part(800, 1600), part(0, 800), part(1600, video.length), part(0, 800)]);
    expect([...accounts.other]).toEqual([['rtp', 4]]);
    expect(kept).toEqual([0]);
  });

  it('in a tunnel whose packets are fragments themselves are reassembled', () => {
    const inner = three.map(frame => frame.slice(14));
    const nested = inner.flatMap((packet, i) => {
      const half = 400;
      const head = { protocol: 4, id: 100 + i, source: [10, 0, 0, 1], destination: [10, 0, 0, 2] };
      const tail = ipv4(packet.slice(half), { ...head, offset: half });
      return [ethernet(ipv4(packet.slice(0, half), { ...head, more: true })), ethernet(tail)];
    });
    const { messages, accounts } = decode(nested);
    expect(messages).toMatchObject([{ text: message, parts: [0, 1, 2, 3, 4, 5] }]);
    expect(accounts.sip).toBe(6);
  });

  it('yield the message however they are cut, repeated and ordered', () => {
    const places = fc.uniqueArray(fc.integer({ min: 1, max: Math.floor((payload.length - 1) / 8) }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        places,
        fc.array(fc.nat(20), { maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        (eighths, copies, order) => {
          const packets = cut(eighths.map(place => place * 8).sort((a, b) => a - b));
          const all = [...packets, ...copies.map(copy => packets[copy % packets.length]!)];
          const shuffled = all.map(packet => ({ packet, key: order.next().value })).sort((a, b) => a.key - b.key);
          expect(decode(shuffled.map(({ packet }) => packet)).texts).toEqual([message]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
