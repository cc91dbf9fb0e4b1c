import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { exportedPdu } from '../../src/capture/formats/exported-pdu.js';
import { TRANSPORTS } from '../../src/model/transports.js';
import { decode, type GivenPacket, total } from './harness.js';
import {
  type Bytes,
  bytes,
  CLIENT,
  CLIENT_6,
  ethernet,
  fill,
  ipv4,
  ipv6,
  OUTER_A,
  OUTER_B,
  request,
  SERVER,
  SERVER_6,
  tcp,
  u16,
  u32,
  udp,
} from './wire.js';

const message = request();
const datagram = ipv4(udp(message));
const frame = ethernet(datagram);
const little16 = (value: number): number[] => [value & 255, value >> 8];
const outer = (payload: Bytes, protocol: number): Bytes =>
  ethernet(ipv4(payload, { protocol, source: OUTER_A, destination: OUTER_B }));
const outerUdp = (payload: Bytes, port: number): Bytes => outer(udp(payload, 33_000, port), 17);

const vlan = (payload: Bytes, type = 0x0800): Bytes => bytes(u16(0x0123), u16(type), payload);
const ppp = bytes(0xff, 0x03, u16(0x0021), datagram);
const label = (value: number, bottom: boolean): Bytes => bytes(u32((value << 12) | (bottom ? 0x100 : 0) | 64));
const snap = (type: number, payload: Bytes): Bytes => bytes([0xaa, 0xaa, 3, 0, 0, 0], u16(type), payload);

const links: [string, number, Bytes][] = [
  ['Ethernet', 1, frame],
  ['Ethernet with padding', 1, bytes(frame, fill(20))],
  ['802.3 with SNAP', 1, bytes(fill(12), u16(datagram.length + 8), snap(0x0800, datagram))],
  ['802.3 with LLC of IP', 1, bytes(fill(12), u16(datagram.length + 3), 6, 6, 3, datagram)],
  ['VLAN', 1, ethernet(vlan(datagram), 0x8100)],
  ['QinQ 0x88a8', 1, ethernet(vlan(vlan(datagram), 0x8100), 0x88a8)],
  ['QinQ 0x9100', 1, ethernet(vlan(vlan(datagram), 0x8100), 0x9100)],
  ['MPLS', 1, ethernet(bytes(label(16, true), datagram), 0x8847)],
  ['stacked MPLS', 1, ethernet(bytes(label(16, false), label(17, true), datagram), 0x8847)],
  ['Ethernet in MPLS', 1, ethernet(bytes(label(16, true), frame), 0x8847)],
  ['Ethernet in MPLS with a control word', 1, ethernet(bytes(label(16, true), u32(7), frame), 0x8847)],
  ['PPPoE', 1, ethernet(bytes(0x11, 0, u16(1), u16(datagram.length + 2), u16(0x21), datagram, fill(9)), 0x8864)],
  ['null, little-endian', 0, bytes([2, 0, 0, 0], datagram)],
  ['null, big-endian', 0, bytes(u32(2), datagram)],
  ['loop', 108, bytes(u32(2), datagram)],
  ['raw 12', 12, datagram],
  ['raw 14', 14, datagram],
  ['raw 101', 101, datagram],
  ['IPv4', 228, datagram],
  ['enc', 109, bytes(fill(12), datagram)],
  ['pflog', 117, bytes(61, 2, fill(62), datagram)],
  ['SLIP', 8, bytes(fill(16), datagram)],
  ['IPNET', 226, bytes(fill(24), datagram)],
  ['FDDI', 10, bytes(fill(13), snap(0x0800, datagram))],
  ['token ring', 6, bytes(fill(14), snap(0x0800, datagram))],
  ['token ring with a route', 6, bytes(fill(8), 0x80, fill(5), 6, fill(5), snap(0x0800, datagram))],
  ['PPP', 9, ppp],
  ['PPP without address', 9, bytes(u16(0x0021), datagram)],
  ['PPP with a compressed protocol', 9, bytes(0x21, datagram)],
  ['PPP in HDLC framing', 50, ppp],
  ['PPP with direction', 204, bytes(1, ppp)],
  ['PPPoE link', 51, bytes(0x11, 0, u16(1), u16(datagram.length + 2), u16(0x21), datagram)],
  ['Cisco HDLC', 104, bytes(0x0f, 0, u16(0x0800), datagram)],
  ['Frame Relay', 107, bytes(0x04, 0x01, 0x03, 0xcc, datagram)],
  ['Linux cooked', 113, bytes(fill(14), u16(0x0800), datagram)],
  ['Linux cooked with a VLAN', 113, bytes(fill(14), u16(0x8100), vlan(datagram))],
  ['Linux cooked 2', 276, bytes(u16(0x0800), fill(18), datagram)],
  ['NFLOG', 239, bytes(2, 0, u16(0), [8, 0, 1, 0, 0, 0, 0, 0], little16(datagram.length + 4), [9, 0], datagram)],
  ['NFLOG, big-endian', 239, bytes(2, 0, u16(0), [0, 8, 0, 1, 0, 0, 0, 0], u16(datagram.length + 4), [0, 9], datagram)],
  ['ERF Ethernet', 197, bytes(fill(8), 2, 0, u16(18 + frame.length), u16(0), u16(frame.length), 0, 0, frame)],
  ['ERF with an extension', 197, bytes(fill(8), 0x82, 0, fill(4), u16(frame.length), fill(8), 0, 0, frame)],
  ['ERF IPv4', 197, bytes(fill(8), 22, 0, fill(4), u16(datagram.length), datagram)],
  ['Juniper Ethernet', 178, bytes(0x4d, 0x47, 0x43, 0x80, u16(4), fill(4), frame)],
  ['802.11', 105, bytes(0x08, 0x01, fill(22), snap(0x0800, datagram))],
  ['802.11 with QoS and four addresses', 105, bytes(0x88, 0x03, fill(28), 0, 0, snap(0x0800, datagram))],
  ['radiotap', 127, bytes(0, 0, little16(8), fill(4), 0x88, 0x02, fill(22), 0, 0, snap(0x0800, datagram))],
  [
    'radiotap with timestamp, padding and check',
    127,
    bytes(
      0,
      0,
      little16(17),
      [3, 0, 0, 0],
      fill(8),
      0x30,
      0x88,
      2,
      fill(22),
      0,
      0,
      0,
      0,
      snap(0x0800, datagram),
      fill(4),
    ),
  ],
  ['Prism', 119, bytes(fill(144), 0x08, 0x01, fill(22), snap(0x0800, datagram))],
  ['AVS', 163, bytes(u32(0x80211001), u32(64), fill(56), 0x08, 0x01, fill(22), snap(0x0800, datagram))],
  ['PPI', 192, bytes(0, 0, little16(8), [1, 0, 0, 0], frame)],
];

describe('the layers below IP', () => {
  it.each(links)('are skipped: %s', (_, linkType, packet) => {
    const { messages, accounts } = decode([{ bytes: packet, linkType }]);
    expect(messages).toEqual([
      {
        text: message,
        from: '192.0.2.1:5060',
        to: '192.0.2.2:5060',
        transport: 'UDP',
        tunnel: '',
        missing: 0,
        timeUs: 0,
        parts: undefined,
      },
    ]);
    expect(accounts.sip).toBe(1);
  });

  it('names link types that are not read', () => {
    const { accounts } = decode([{ bytes: frame, linkType: 147 }]);
    expect([...accounts.undecodable]).toEqual([['link type 147 is not supported', 1]]);
  });
});

describe('IP', () => {
  const options = bytes(
    0x46,
    0,
    u16(24 + 8 + message.length),
    fill(5),
    17,
    0,
    0,
    CLIENT,
    SERVER,
    fill(4),
    udp(message),
  );
  const extension = (next: number, length: number): Bytes => bytes(next, length / 8 - 1, fill(length - 2));

  it.each([
    ['options', options],
    ['a length of 0', ipv4(udp(message), { totalLength: 0 })],
    ['IPsec AH', ipv4(bytes(17, 4, fill(22), udp(message)), { protocol: 51 })],
    ['ESP without encryption', ipv4(bytes(fill(8, 9), udp(message), [1, 1, 17], fill(12, 7)), { protocol: 50 })],
    ['UDP length of 0', ipv4(udp(message, 5060, 5060, 0))],
  ])('version 4 with %s', (_, packet) => {
    expect(decode([ethernet(packet)]).texts).toEqual([message]);
  });

  it.each([
    ['nothing else', ipv6(udp(message))],
    ['extension headers', ipv6(bytes(extension(43, 16), extension(60, 8), extension(17, 24), udp(message)), 0)],
    ['an atomic fragment', ipv6(bytes(17, 0, 0, 0, u32(9), udp(message)), 44)],
    ['a jumbo length', ipv6(udp(message), 17, 0)],
  ])('version 6 with %s', (_, packet) => {
    const [got] = decode([ethernet(packet, 0x86dd)]).messages;
    expect(got).toMatchObject({ text: message, from: '2001:db8::1:5060', to: '2001:db8::2:5060' });
  });

  it('reports how much of a message the snap length cut off', () => {
    const packet: GivenPacket = { bytes: frame.slice(0, -10), originalLength: frame.length };
    const { messages, accounts } = decode([packet]);
    expect(messages[0]).toMatchObject({ text: message.slice(0, -10), missing: 10 });
    expect(accounts.truncated).toBe(1);
  });

  it('counts a truncated header as undecodable', () => {
    const { accounts } = decode([frame.slice(0, 10), frame.slice(0, 30), frame.slice(0, 38)]);
    expect(Object.fromEntries(accounts.undecodable)).toEqual({
      'the Ethernet header is cut': 1,
      'the IPv4 header is cut': 1,
      'the UDP header is cut': 1,
    });
  });
});

const gre = (flags: number, type: number, fields: Bytes, payload: Bytes): Bytes =>
  outer(bytes(u16(flags), u16(type), fields, payload), 47);
const gtp = (flags: number, fields: Bytes, payload: Bytes): Bytes =>
  outerUdp(bytes(0x30 | flags, 255, u16(fields.length + payload.length), u32(77), fields, payload), 2152);
const l2tp3 = (...fields: number[]): Bytes => outerUdp(bytes(0, 3, 0, 0, u32(5), fields, frame), 1701);
const addresses = '198.51.100.1 > 198.51.100.2';

const tunnels: [string, string, Bytes][] = [
  ['IP in IP', `IPIP ${addresses}`, outer(datagram, 4)],
  ['GRE', `GRE ${addresses}`, gre(0, 0x0800, fill(0), datagram)],
  [
    'GRE with checksum, key and sequence',
    `GRE 9 ${addresses}`,
    gre(0xb000, 0x0800, bytes(u32(0), u32(9), u32(1)), datagram),
  ],
  ['GRE of Ethernet', `GRE ${addresses}`, gre(0, 0x6558, fill(0), frame)],
  ['GRE of PPTP', `GRE ${addresses}`, gre(0x3081, 0x880b, bytes(u32(0), u32(1), u32(1)), ppp)],
  ['GRE over UDP', `GRE ${addresses}`, outerUdp(bytes(u32(0x0800), datagram), 4754)],
  ['ERSPAN I', `ERSPAN ${addresses}`, gre(0, 0x88be, fill(0), frame)],
  ['ERSPAN II', `ERSPAN 5 ${addresses}`, gre(0x1000, 0x88be, bytes(u32(1), u16(0x1000), u16(5), u32(0)), frame)],
  ['ERSPAN III', `ERSPAN 5 ${addresses}`, gre(0x1000, 0x22eb, bytes(u32(1), u16(0x2000), u16(5), fill(8)), frame)],
  [
    'ERSPAN III with a subheader',
    `ERSPAN 5 ${addresses}`,
    gre(0x1000, 0x22eb, bytes(u32(1), u16(0x2000), u16(5), fill(7), 1, fill(8)), frame),
  ],
  ['VXLAN', `VXLAN 66 ${addresses}`, outerUdp(bytes(8, 0, 0, 0, u32(66 << 8), frame), 4789)],
  ['VXLAN on its old port', `VXLAN 66 ${addresses}`, outerUdp(bytes(8, 0, 0, 0, u32(66 << 8), frame), 8472)],
  ['VXLAN-GPE', `VXLAN 66 ${addresses}`, outerUdp(bytes(12, 0, 0, 1, u32(66 << 8), datagram), 4790)],
  ['Geneve', `Geneve 66 ${addresses}`, outerUdp(bytes(2, 0, u16(0x6558), u32(66 << 8), fill(8), frame), 6081)],
  ['GTP-U', `GTP 77 ${addresses}`, gtp(0, fill(0), datagram)],
  ['GTP-U with extensions', `GTP 77 ${addresses}`, gtp(4, bytes(u16(1), 0, 0x85, 1, 0, 0, 0), datagram)],
  ['MPLS over UDP', `MPLS ${addresses}`, outerUdp(bytes(label(3, true), datagram), 6635)],
  ['MPLS in IP', `MPLS ${addresses}`, outer(bytes(label(3, true), datagram), 137)],
  ['L2TPv2', `L2TP 6 ${addresses}`, outerUdp(bytes(u16(0x4002), u16(0), u16(5), u16(6), ppp), 1701)],
  ['L2TPv3 over UDP', `L2TP 5 ${addresses}`, l2tp3()],
  ['L2TPv3 with a cookie and a sublayer', `L2TP 5 ${addresses}`, l2tp3(1, 2, 3, 4, 0x40, 0, 0, 1)],
  ['L2TPv3 over IP', `L2TP 5 ${addresses}`, outer(bytes(u32(5), frame), 115)],
  ['EtherIP', `EtherIP ${addresses}`, outer(bytes(0x30, 0, frame), 97)],
  ['ESP without encryption', `ESP ${addresses}`, outer(bytes(fill(8, 9), datagram, [1, 1, 4], fill(12, 7)), 50)],
  [
    'two tunnels',
    `IPIP ${addresses}, VXLAN 66 ${addresses}`,
    outer(outerUdp(bytes(8, 0, 0, 0, u32(66 << 8), frame), 4789).slice(14), 4),
  ],
];

describe('tunnels', () => {
  it.each(tunnels)('are decoded: %s', (_, tunnel, packet) => {
    const { messages, accounts } = decode([packet, packet]);
    const got = { text: message, from: '192.0.2.1:5060', to: '192.0.2.2:5060', tunnel, parts: undefined };
    expect(messages).toMatchObject([got, got]);
    expect(accounts.sip).toBe(2);
  });

  it('decodes 6in4, 4in6 and Teredo', () => {
    const inner = ipv6(udp(message));
    const auth = bytes(0, 1, 0, 0, fill(9), 0, 0, fill(6));
    const packets = [outer(inner, 41), outerUdp(inner, 3544), outerUdp(bytes(auth, inner), 3544)];
    const { messages } = decode([...packets, ethernet(ipv6(datagram, 4), 0x86dd)]);
    expect(messages.map(({ tunnel, from }) => [tunnel, from])).toEqual([
      [`6in4 ${addresses}`, '2001:db8::1:5060'],
      [`Teredo ${addresses}`, '2001:db8::1:5060'],
      [`Teredo ${addresses}`, '2001:db8::1:5060'],
      ['IPIP 2001:db8::1 > 2001:db8::2', '192.0.2.1:5060'],
    ]);
  });

  it('are reported for messages over several TCP segments', () => {
    const segments = [message.slice(0, 50), message.slice(50)].map((text, i) =>
      outer(ipv4(tcp(text, { sequence: 1 + 50 * i }), { protocol: 6 }), 4),
    );
    const got = { text: message, tunnel: `IPIP ${addresses}`, parts: [0, 1] };
    expect(decode(segments).messages).toMatchObject([got]);
  });

  it('stops at the nesting limit', () => {
    let packet = datagram;
    for (let depth = 0; depth < 12; depth++) packet = ipv4(packet, { protocol: 4 });
    const { messages, accounts } = decode([ethernet(packet)]);
    expect(messages).toEqual([]);
    expect([...accounts.undecodable]).toEqual([['too many tunnels in one another', 1]]);
  });
});

describe('HEP in a captured packet', () => {
  const chunk = (type: number, value: Bytes | readonly number[]): Bytes =>
    bytes(u16(0), u16(type), u16(6 + value.length), value);
  const hep3 = (...chunks: Bytes[]): Bytes => {
    const body = bytes(...chunks);
    return outerUdp(bytes('HEP3', u16(6 + body.length), body), 9060);
  };
  const ends = [
    chunk(1, [2]),
    chunk(2, [6]),
    chunk(3, CLIENT),
    chunk(4, SERVER),
    chunk(7, u16(5070)),
    chunk(8, u16(5080)),
  ];
  const reported = {
    text: message,
    from: '192.0.2.1:5070',
    to: '192.0.2.2:5080',
    transport: 'TCP',
    tunnel: `HEP ${addresses}`,
  };

  it('is read in version 3', () => {
    const { messages } = decode([hep3(...ends, chunk(15, bytes(message)))]);
    expect(messages).toMatchObject([{ ...reported, parts: undefined }]);
  });

  it('is read in version 3 over IPv6', () => {
    const six = [chunk(1, [10]), chunk(2, [17]), chunk(5, CLIENT_6), chunk(6, SERVER_6)];
    const { messages } = decode([hep3(...six, chunk(15, bytes(message)))]);
    expect(messages).toMatchObject([{ from: '2001:db8::1:33000', to: '2001:db8::2:9060', transport: 'UDP' }]);
  });

  it('is decompressed, and its packet kept', () => {
    const { messages, kept } = decode([hep3(...ends, chunk(16, Uint8Array.from(deflateSync(message))))]);
    expect(messages).toMatchObject([{ ...reported, parts: [0] }]);
    expect(kept).toEqual([0]);
  });

  it('is undecodable if it is damaged', () => {
    const { accounts } = decode([hep3(...ends, chunk(16, bytes('no zlib')))]);
    expect([...accounts.undecodable]).toEqual([['the compressed payload of a HEP packet is damaged', 1]]);
  });

  it('is read in versions 1 and 2', () => {
    const fixed = (version: number, more: Bytes): Bytes =>
      outerUdp(bytes(version, 16, 2, 6, u16(5070), u16(5080), CLIENT, SERVER, more, message), 9060);
    const { messages } = decode([fixed(1, fill(0)), fixed(2, fill(12))]);
    expect(messages).toMatchObject([reported, reported]);
  });

  it('is undecodable if its payload unpacks to more than a mebibyte', () => {
    // Its beginning hardly packs, so it unpacks to less than 32 times its size.
    const noisy = Buffer.concat([randomBytes(50_000), Buffer.alloc(1 << 20)]);
    const bomb = Uint8Array.from(deflateSync(noisy));
    const { accounts } = decode([hep3(...ends, chunk(16, bomb))]);
    expect([...accounts.undecodable.keys()]).toEqual([
      'the compressed payload of a HEP packet unpacks to more than 1 MiB',
    ]);
  });

  it('is undecodable if its payload unpacks to a thousand times its size', () => {
    const packed = (length: number): Bytes =>
      hep3(...ends, chunk(16, Uint8Array.from(deflateSync(message + ' '.repeat(length)))));
    const { messages, accounts } = decode([packed(3000), packed(100_000), packed(1_000_000)]);
    expect(messages).toHaveLength(1);
    expect([...accounts.undecodable]).toEqual([
      ['the compressed payload of a HEP packet unpacks to more than 32 times its size', 2],
    ]);
  });

  const SECOND = 1_500_000_000;
  const packetUs = SECOND * 1e6 + 70_123;
  const timed = (seconds: number, ...more: Bytes[]): Bytes =>
    hep3(...ends, chunk(9, u32(seconds)), ...more, chunk(15, bytes(message)));
  const timeOf = (packet: Bytes, timeUs = packetUs): number => decode([{ bytes: packet, timeUs }]).messages[0]!.timeUs;

  it('has the time that the agent reports', () => {
    expect(timeOf(timed(SECOND, chunk(10, u32(5))))).toBe(SECOND * 1e6 + 5);
    expect(timeOf(timed(SECOND))).toBe(SECOND * 1e6);
    // Replayed years later.
    expect(timeOf(timed(SECOND - 100_000_000, chunk(10, u32(5))))).toBe((SECOND - 100_000_000) * 1e6 + 5);
    // An agent whose clock is a minute fast.
    expect(timeOf(timed(SECOND + 60))).toBe((SECOND + 60) * 1e6);
  });

  it('has the time that the agent reports in version 2', () => {
    const little32 = (value: number): number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
    const two = (seconds: number, microseconds: number): Bytes => {
      const time = bytes(little32(seconds), little32(microseconds), fill(4));
      return outerUdp(bytes(2, 16, 2, 6, u16(5070), u16(5080), CLIENT, SERVER, time, message), 9060);
    };
    expect(timeOf(two(SECOND - 1, 999_999))).toBe((SECOND - 1) * 1e6 + 999_999);
    expect(timeOf(two(SECOND - 1, 1_000_000))).toBe(packetUs);
    expect(timeOf(two(0, 0))).toBe(packetUs);
  });

  it.each([
    ['none', hep3(...ends, chunk(15, bytes(message)))],
    ['0', timed(0)],
    ['that of a clock that was never set', timed(86_400 * 365)],
    ['one of days after its packet', timed(SECOND + 86_400 * 2)],
    ['one that is too short', hep3(...ends, chunk(9, u16(1)), chunk(15, bytes(message)))],
  ])('has the time of its packet if the agent reports %s', (_, packet) => {
    expect(timeOf(packet)).toBe(packetUs);
  });

  it('has the time of its packet if that has no date', () => {
    const nineOClockUs = 9 * 3_600_000_000;
    expect(timeOf(timed(SECOND), nineOClockUs)).toBe(nineOClockUs);
    expect(timeOf(timed(SECOND), Number.NaN)).toBeNaN();
  });

  it('leaves no time to the packet after it', () => {
    const { messages } = decode([
      { bytes: timed(SECOND), timeUs: packetUs },
      { bytes: frame, timeUs: packetUs },
    ]);
    expect(messages.map(({ timeUs }) => timeUs)).toEqual([SECOND * 1e6, packetUs]);
  });
});

describe('exported PDUs', () => {
  const tag = (type: number, value: Bytes | readonly number[]): Bytes => bytes(u16(type), u16(value.length), value);
  const end = tag(0, []);

  it('have addresses, ports and transport in tags', () => {
    const packet = bytes(
      tag(12, bytes('sip\0')),
      tag(20, CLIENT),
      tag(21, SERVER),
      tag(24, u32(2)),
      tag(25, u32(5070)),
      tag(26, u32(5080)),
      end,
      message,
    );
    expect(decode([{ bytes: packet, linkType: 252 }]).messages).toMatchObject([
      { text: message, from: '192.0.2.1:5070', to: '192.0.2.2:5080', transport: 'TCP', parts: undefined },
    ]);
  });

  it('have IPv6 addresses', () => {
    const packet = bytes(tag(22, CLIENT_6), tag(23, SERVER_6), end, message);
    expect(decode([{ bytes: packet, linkType: 252 }]).messages).toMatchObject([
      { from: '2001:db8::1:0', to: '2001:db8::2:0', transport: 'unknown' },
    ]);
  });

  it.each(TRANSPORTS)('are read as capture/formats/exported-pdu.ts writes them: %s', transport => {
    const [source, destination] = [Uint8Array.from(CLIENT), Uint8Array.from(SERVER)];
    const written = exportedPdu({
      bytes: bytes(message),
      start: 0,
      end: message.length,
      source,
      sourcePort: 5070,
      destination,
      destinationPort: 5080,
      transport,
    });
    expect(decode([{ bytes: written, linkType: 252 }]).messages).toMatchObject([
      { text: message, from: '192.0.2.1:5070', to: '192.0.2.2:5080', transport },
    ]);
  });

  it('have no addresses if one is missing', () => {
    const packet = bytes(tag(20, CLIENT), tag(23, SERVER_6), end, message);
    expect(decode([{ bytes: packet, linkType: 252 }]).messages).toMatchObject([{ from: ':0', to: ':0' }]);
  });

  it('are undecodable if their tags are cut', () => {
    const { accounts } = decode([{ bytes: bytes(u16(20), u16(400), 1), linkType: 252 }]);
    expect(total(accounts.undecodable)).toBe(1);
  });
});

describe('a packet that is not SIP', () => {
  const cases: [string, Bytes][] = [
    ['rtp', ethernet(ipv4(udp(bytes(0x80, 8, fill(20)), 4000, 4002)))],
    ['rtcp', ethernet(ipv4(udp(bytes(0x80, 200, fill(26)), 4001, 4003)))],
    ['stun', ethernet(ipv4(udp(bytes(0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, fill(12)), 4000, 3478)))],
    ['keep-alive', ethernet(ipv4(udp('\r\n\r\n')))],
    ['keep-alive', ethernet(ipv4(udp('\0')))],
    ['dns', ethernet(ipv4(udp(bytes(fill(12, 1)), 40_000, 53)))],
    ['dhcp', ethernet(ipv4(udp(bytes(fill(240, 1)), 68, 67)))],
    ['dtls', ethernet(ipv4(udp(bytes(22, 0xfe, 0xfd, fill(20)), 4000, 4002)))],
    ['esp', ethernet(ipv4(fill(40, 0x99), { protocol: 50 }))],
    ['ike', ethernet(ipv4(udp(fill(40), 4500, 4500)))],
    ['arp', ethernet(fill(28), 0x0806)],
    ['stp', bytes(fill(12), u16(38), 0x42, 0x42, 3, fill(35))],
    ['icmp', ethernet(ipv4(bytes(8, 0, fill(30)), { protocol: 1 }))],
    ['igmp', ethernet(ipv4(fill(8), { protocol: 2 }))],
    ['tcp control', ethernet(ipv4(tcp('', { flags: 'S' }), { protocol: 6 }))],
    ['tcp ack', ethernet(ipv4(tcp('', { source: 1 }), { protocol: 6 }))],
    ['tls', ethernet(ipv4(tcp(bytes(22, 3, 1, 2, 0, fill(20)), { source: 2 }), { protocol: 6 }))],
    ['http', ethernet(ipv4(tcp('GET / HTTP/1.1\r\nHost: a\r\n\r\n', { source: 3 }), { protocol: 6 }))],
    ['unknown', ethernet(ipv4(udp('hello', 7, 7)))],
  ];

  it.each(cases)('is counted by name: %s', (name, packet) => {
    const { accounts, kept } = decode([packet]);
    expect([...accounts.other]).toEqual([[name, 1]]);
    expect(kept).toEqual([]);
  });
});
