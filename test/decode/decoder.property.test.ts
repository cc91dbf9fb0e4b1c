import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../runs.js';
import { decode, type GivenPacket } from './harness.js';
import { type Bytes, bytes, ethernet, fill, ipv4, OUTER_A, OUTER_B, request, tcp, u16, u32, udp } from './wire.js';

const message = request();

/** Link types that are read, and some that are not. */
const LINK_TYPES = [
  0, 1, 9, 12, 50, 51, 101, 104, 105, 107, 108, 109, 113, 119, 127, 147, 163, 166, 178, 192, 197, 204, 205, 219, 228,
  229, 239, 252, 276,
];

describe('the decoder', () => {
  it('stands any bytes of any link type', () => {
    const packet = fc.record({
      bytes: fc.uint8Array({ maxLength: 120 }),
      linkType: fc.constantFrom(...LINK_TYPES),
      originalLength: fc.nat(400),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 20 }), packets => {
        const { accounts } = decode(packets);
        expect(accounts.read).toBe(packets.length);
      }),
      runs(300),
    );
  });

  it('keeps its accounts whatever a byte is changed to', () => {
    const outer = { protocol: 47, source: OUTER_A, destination: OUTER_B };
    const stream = message + message;
    const half = udp(message).length - (udp(message).length % 16);
    const whole: Bytes[] = [
      ethernet(ipv4(udp(message))),
      ethernet(ipv4(bytes(u16(0x2000), u16(0x6558), u32(1), ethernet(ipv4(udp(message)))), outer)),
      ethernet(ipv4(udp(message).slice(0, half), { id: 5, more: true })),
      ethernet(ipv4(udp(message).slice(half), { id: 5, offset: half })),
      ethernet(ipv4(tcp(stream.slice(0, 100), { sequence: 1 }), { protocol: 6 })),
      ethernet(ipv4(tcp(stream.slice(250), { sequence: 251 }), { protocol: 6 })),
      ethernet(ipv4(tcp(stream.slice(100, 250), { sequence: 101 }), { protocol: 6 })),
      ethernet(ipv4(bytes(3, 3, fill(6), ipv4(udp(message))), { protocol: 1 })),
      ethernet(
        ipv4(bytes(u16(1), u16(2), fill(8), 0, 3, u16(16 + message.length), fill(12), message), { protocol: 132 }),
      ),
    ];
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(90), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(500), (changes, cut) => {
        const packets = whole.map((packet): GivenPacket => ({ bytes: packet.slice(), originalLength: packet.length }));
        for (const [index, place, value] of changes)
          packets[index]!.bytes[place % packets[index]!.bytes.length] = value;
        const last = packets[cut % packets.length]!;
        last.bytes = last.bytes.slice(0, cut);
        const { accounts } = decode([...packets, ...packets]);
        expect(accounts.read).toBe(2 * whole.length);
      }),
      runs(300),
    );
  });
});
