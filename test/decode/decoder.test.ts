import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Datagram, emptyDatagram } from '../../src/capture/packet.js';
import { Accounts } from '../../src/decode/accounts.js';
import { Decoder } from '../../src/decode/decoder.js';
import { rowId } from '../../src/model/ids.js';
import { decode, expectBalanced, type GivenPacket } from './harness.js';
import { type Bytes, bytes, ethernet, fill, ipv4, OUTER_A, OUTER_B, request, tcp, u16, u32, udp } from './wire.js';

const message = request();

/** Link types that are read, and some that are not. */
const LINK_TYPES = [
  0, 1, 9, 12, 50, 51, 101, 104, 105, 107, 108, 109, 113, 119, 127, 147, 163, 166, 178, 192, 197, 204, 205, 219, 228,
  229, 239, 252, 276,
];

describe('the decoder', () => {
  it('survives any bytes of any link type', () => {
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
      { numRuns: 300 },
    );
  });

  it('accounts for every packet whatever byte is changed', () => {
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
      { numRuns: 300 },
    );
  });

  it('counts each packet once', () => {
    const { accounts } = decode([
      ethernet(ipv4(udp(message))),
      ethernet(ipv4(udp(fill(12, 0x80)))),
      ethernet(fill(4)),
      fill(3),
    ]);
    expect(accounts).toMatchObject({ read: 4, sip: 1, pending: 0 });
    expect(Object.fromEntries(accounts.other)).toEqual({ rtp: 1 });
    expect(Object.fromEntries(accounts.undecodable)).toEqual({
      'the IPv4 header is cut': 1,
      'the Ethernet header is cut': 1,
    });
  });

  it('strips line breaks before a message', () => {
    expect(decode([ethernet(ipv4(udp(`\r\n\r\n${message}`)))]).texts).toEqual([message]);
  });

  it('keeps what follows a message in its datagram', () => {
    expect(decode([ethernet(ipv4(udp(message + message)))]).texts).toEqual([message + message]);
  });
});

describe('datagrams', () => {
  function deliver(given: readonly Partial<Datagram>[]): { texts: string[]; missing: number[]; accounts: Accounts } {
    const accounts = new Accounts();
    const texts: string[] = [];
    const missing: number[] = [];
    const decoder = new Decoder({
      message(decoded, packet) {
        expect(packet).toBeUndefined();
        texts.push(Buffer.from(decoded.bytes.subarray(decoded.start, decoded.end)).toString('latin1'));
        missing.push(decoded.missing);
        return rowId(0);
      },
      quoted: () => expect.unreachable(),
      connection: () => expect.unreachable(),
      keep: () => expect.unreachable(),
    });
    for (const one of given) {
      decoder.datagram({ ...emptyDatagram(), end: one.bytes?.length ?? 0, ...one }, { id: 1, accounts });
      expectBalanced(accounts);
    }
    decoder.flush();
    expectBalanced(accounts);
    expect(accounts.pending).toBe(0);
    return { texts, missing, accounts };
  }
  const source = Uint8Array.of(192, 0, 2, 1);
  const destination = Uint8Array.of(192, 0, 2, 2);
  const ends = { source, sourcePort: 1, destination, destinationPort: 2 };

  it('are messages, with the addresses their source gave', () => {
    const { texts, accounts } = deliver([{ ...ends, bytes: bytes(message), transport: 'UDP' }]);
    expect(texts).toEqual([message]);
    expect(accounts).toMatchObject({ read: 1, sip: 1 });
  });

  it('are counted by name if they are not SIP', () => {
    const { accounts } = deliver([{ bytes: bytes('\r\n') }, { bytes: bytes('hello'), transport: 'UDP' }]);
    expect(Object.fromEntries(accounts.other)).toEqual({ 'keep-alive': 1, unknown: 1 });
  });

  it('of TCP may contain several messages, or parts of one', () => {
    const stream = message + message + message;
    const pieces = [stream.slice(0, 450), stream.slice(450, 500), stream.slice(500)];
    const { texts, accounts } = deliver(
      pieces.map(text => ({ ...ends, bytes: bytes(text), transport: 'TCP' as const })),
    );
    expect(texts).toEqual([message, message, message]);
    expect(accounts).toMatchObject({ read: 3, sip: 3 });
  });

  it('that begin with a start line end what came before', () => {
    const { texts, missing } = deliver(
      [message.slice(0, -4), message].map(text => ({ ...ends, bytes: bytes(text), transport: 'TCP' as const })),
    );
    expect(texts).toEqual([message.slice(0, -4), message]);
    expect(missing).toEqual([4, 0]);
  });

  it('that are truncated say so', () => {
    const { missing, accounts } = deliver([{ ...ends, bytes: bytes(message), transport: 'UDP', truncated: true }]);
    expect(missing).toEqual([1]);
    expect(accounts.truncated).toBe(1);
  });
});
