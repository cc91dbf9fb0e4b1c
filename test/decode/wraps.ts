/**
 * Wraps the IP packets of a capture in a frame of a link type or in a tunnel; undefined if the layer cannot carry
 * that IP version.
 */
import { deflateSync } from 'node:zlib';
import { type Bytes, bytes, ethernet, fill, OUTER_A, OUTER_B, u16, u32 } from './wire.js';

export interface Frame {
  linkType: number;
  bytes: Bytes;
}

const little16 = (value: number): number[] => [value & 255, value >> 8];
const little32 = (value: number): number[] => [...little16(value & 0xffff), ...little16(value >>> 16)];
export const isV6 = (ip: Bytes): boolean => ip[0]! >> 4 === 6;
const etherType = (ip: Bytes): number => (isV6(ip) ? 0x86dd : 0x0800);
const frameOf = (ip: Bytes): Bytes => ethernet(ip, etherType(ip));
const vlan = (ip: Bytes, type = etherType(ip)): Bytes => bytes(u16(0x2123), u16(type), ip);
const label = (value: number, bottom: boolean): Bytes => bytes(u32((value << 12) | (bottom ? 0x100 : 0) | 64));
const snap = (ip: Bytes): Bytes => bytes([0xaa, 0xaa, 3, 0, 0, 0], u16(etherType(ip)), ip);
const ppp = (ip: Bytes): Bytes => bytes(0xff, 3, u16(isV6(ip) ? 0x57 : 0x21), ip);
const pppoe = (ip: Bytes): Bytes => bytes(0x11, 0, u16(7), u16(ip.length + 2), u16(isV6(ip) ? 0x57 : 0x21), ip);

export const LINKS: Readonly<Record<string, (ip: Bytes) => Frame>> = {
  Ethernet: ip => ({ linkType: 1, bytes: frameOf(ip) }),
  '802.3 with SNAP': ip => ({ linkType: 1, bytes: bytes(fill(12), u16(ip.length + 8), snap(ip)) }),
  VLAN: ip => ({ linkType: 1, bytes: ethernet(vlan(ip), 0x8100) }),
  'QinQ 0x88a8': ip => ({ linkType: 1, bytes: ethernet(vlan(vlan(ip), 0x8100), 0x88a8) }),
  'QinQ 0x9100': ip => ({ linkType: 1, bytes: ethernet(vlan(vlan(ip), 0x8100), 0x9100) }),
  MPLS: ip => ({ linkType: 1, bytes: ethernet(bytes(label(16, true), ip), 0x8847) }),
  'a stack of MPLS': ip => ({
    linkType: 1,
    bytes: ethernet(bytes(label(16, false), label(17, false), label(18, true), ip), 0x8847),
  }),
  'Ethernet in MPLS with a control word': ip => ({
    linkType: 1,
    bytes: ethernet(bytes(label(16, true), u32(1), frameOf(ip)), 0x8847),
  }),
  PPPoE: ip => ({ linkType: 1, bytes: ethernet(pppoe(ip), 0x8864) }),
  'PPPoE in a VLAN': ip => ({ linkType: 1, bytes: ethernet(vlan(pppoe(ip), 0x8864), 0x8100) }),
  PPP: ip => ({ linkType: 9, bytes: ppp(ip) }),
  'PPP in HDLC framing': ip => ({ linkType: 50, bytes: ppp(ip) }),
  'Linux cooked': ip => ({ linkType: 113, bytes: bytes(fill(14), u16(etherType(ip)), ip) }),
  'Linux cooked 2': ip => ({ linkType: 276, bytes: bytes(u16(etherType(ip)), fill(18), ip) }),
  raw: ip => ({ linkType: 101, bytes: ip }),
  'null of little-endian macOS': ip => ({ linkType: 0, bytes: bytes(little32(isV6(ip) ? 30 : 2), ip) }),
  'null of big-endian FreeBSD': ip => ({ linkType: 0, bytes: bytes(u32(isV6(ip) ? 28 : 2), ip) }),
  loop: ip => ({ linkType: 108, bytes: bytes(u32(isV6(ip) ? 24 : 2), ip) }),
  NFLOG: ip => ({
    linkType: 239,
    bytes: bytes(
      isV6(ip) ? 10 : 2,
      0,
      u16(0),
      little16(8),
      little16(1),
      fill(4),
      little16(ip.length + 4),
      little16(9),
      ip,
    ),
  }),
  'ERF of Ethernet': ip => ({
    linkType: 197,
    bytes: bytes(fill(8), 2, 4, u16(18 + ip.length + 14), u16(0), u16(ip.length + 14), fill(2), frameOf(ip)),
  }),
  'ERF of HDLC': ip => ({
    linkType: 197,
    bytes: bytes(fill(8), 1, 4, u16(20 + ip.length), u16(0), u16(ip.length + 4), 0x0f, 0, u16(etherType(ip)), ip),
  }),
  '802.11': ip => ({ linkType: 105, bytes: bytes(0x08, 0x01, fill(22), snap(ip)) }),
  '802.11 with radiotap': ip => ({
    linkType: 127,
    bytes: bytes(0, 0, little16(8), fill(4), 0x88, 0x01, fill(22), 0, 0, snap(ip)),
  }),
  '802.11 with radiotap and a check sequence': ip => ({
    linkType: 127,
    bytes: bytes(0, 0, little16(9), little32(2), 0x10, 0x08, 0x02, fill(22), snap(ip), fill(4)),
  }),
  'Cisco HDLC': ip => ({ linkType: 104, bytes: bytes(0x0f, 0, u16(etherType(ip)), ip) }),
  'Frame Relay': ip => ({ linkType: 107, bytes: bytes(0x18, 0x41, 0x03, isV6(ip) ? 0x8e : 0xcc, ip) }),
  Juniper: ip => ({ linkType: 178, bytes: bytes('MGC', 0x80, u16(6), fill(6), frameOf(ip)) }),
};

const over4 = (payload: Bytes, protocol: number): Bytes =>
  bytes(0x45, 0, u16(20 + payload.length), u16(9), 0, 0, 64, protocol, 0, 0, OUTER_A, OUTER_B, payload);
const OUTER_6 = [0x20, 1, 0xd, 0xb8, 0xff, ...new Array<number>(10).fill(0), 1];
const over6 = (payload: Bytes, next: number): Bytes =>
  bytes(0x60, 0, 0, 0, u16(payload.length), next, 64, OUTER_6, OUTER_6, payload);
const overUdp = (payload: Bytes, port: number): Bytes =>
  over4(bytes(u16(50_000), u16(port), u16(8 + payload.length), 0, 0, payload), 17);
const gre = (flags: number, header: Bytes, type: number, payload: Bytes): Bytes =>
  over4(bytes(u16(flags), u16(type), header, payload), 47);
const v6Only = (ip: Bytes, wrap: (ip: Bytes) => Bytes): Bytes | undefined => (isV6(ip) ? wrap(ip) : undefined);
const v4Only = (ip: Bytes, wrap: (ip: Bytes) => Bytes): Bytes | undefined => (isV6(ip) ? undefined : wrap(ip));

export const TUNNELS: Readonly<Record<string, (ip: Bytes) => Bytes | undefined>> = {
  'IP in IP': ip => v4Only(ip, () => over4(ip, 4)),
  '6in4': ip => v6Only(ip, () => over4(ip, 41)),
  '4in6': ip => v4Only(ip, () => over6(ip, 4)),
  '6in6': ip => v6Only(ip, () => over6(ip, 41)),
  EtherIP: ip => over4(bytes(0x30, 0, frameOf(ip)), 97),
  GRE: ip => gre(0, bytes(), etherType(ip), ip),
  'GRE with a checksum': ip => gre(0x8000, bytes(u32(0)), etherType(ip), ip),
  'GRE with a key': ip => gre(0x2000, bytes(u32(77)), etherType(ip), ip),
  'GRE with a sequence number': ip => gre(0x1000, bytes(u32(1)), etherType(ip), ip),
  'GRE with all of them': ip => gre(0xb000, bytes(u32(0), u32(77), u32(1)), etherType(ip), ip),
  'GRE of Ethernet': ip => gre(0x2000, bytes(u32(77)), 0x6558, frameOf(ip)),
  'GRE of PPTP': ip => gre(0x3081, bytes(u16(ip.length + 4), u16(1), u32(1), u32(1)), 0x880b, ppp(ip)),
  'MPLS in GRE': ip => gre(0, bytes(), 0x8847, bytes(label(16, true), ip)),
  'ERSPAN I': ip => gre(0, bytes(), 0x88be, frameOf(ip)),
  'ERSPAN II': ip => gre(0x1000, bytes(u32(1)), 0x88be, bytes(u16(0x1001), u16(5), u32(0), frameOf(ip))),
  'ERSPAN III': ip => gre(0x1000, bytes(u32(1)), 0x22eb, bytes(u16(0x2001), u16(5), u32(0), fill(4), frameOf(ip))),
  'ERSPAN III with its platform': ip =>
    gre(0x1000, bytes(u32(1)), 0x22eb, bytes(u16(0x2001), u16(5), u32(0), fill(2), u16(1), fill(8), frameOf(ip))),
  VXLAN: ip => overUdp(bytes(8, fill(3), u32(42 << 8), frameOf(ip)), 4789),
  'VXLAN-GPE': ip => overUdp(bytes(0x0c, 0, 0, isV6(ip) ? 2 : 1, u32(42 << 8), ip), 4790),
  'VXLAN-GPE of Ethernet': ip => overUdp(bytes(0x0c, 0, 0, 3, u32(42 << 8), frameOf(ip)), 4790),
  Geneve: ip => overUdp(bytes(0, 0, u16(0x6558), u32(42 << 8), frameOf(ip)), 6081),
  'Geneve of IP with an option': ip =>
    overUdp(bytes(2, 0, u16(etherType(ip)), u32(42 << 8), u16(0x0101), 1, 1, u32(0), ip), 6081),
  'GTP-U': ip => overUdp(bytes(0x30, 255, u16(ip.length), u32(99), ip), 2152),
  'GTP-U with extension headers': ip =>
    overUdp(
      bytes(0x36, 255, u16(ip.length + 16), u32(99), u16(1), 0, 0x85, [2, 0, 9, 0, 0, 0, 0, 0x20], [1, 1, 2, 0], ip),
      2152,
    ),
  Teredo: ip => v6Only(ip, () => overUdp(ip, 3544)),
  'Teredo with both indications': ip =>
    v6Only(ip, () => overUdp(bytes(0, 1, 2, 2, fill(4, 9), fill(9), u16(0), fill(6, 7), ip), 3544)),
  'L2TPv3 over UDP': ip => overUdp(bytes(u16(3), u16(0), u32(5), frameOf(ip)), 1701),
  'L2TPv3 over UDP with a cookie': ip => overUdp(bytes(u16(3), u16(0), u32(5), fill(8, 0xc0), frameOf(ip)), 1701),
  'L2TPv3 over IP': ip => over4(bytes(u32(5), frameOf(ip)), 115),
  L2TPv2: ip => overUdp(bytes(u16(0x4002), u16(8 + ppp(ip).length), u16(1), u16(2), ppp(ip)), 1701),
  'MPLS over UDP': ip => overUdp(bytes(label(16, true), ip), 6635),
};

/** Addresses, ports and payload of a UDP packet that is no fragment; undefined for any other. */
export function udpParts(ip: Bytes): { source: Bytes; destination: Bytes; ports: Bytes; payload: Bytes } | undefined {
  const v6 = isV6(ip);
  const start = v6 ? 40 : (ip[0]! & 15) * 4;
  const fragment = !v6 && (((ip[6]! << 8) | ip[7]!) & 0x3fff) !== 0;
  if (ip[v6 ? 6 : 9] !== 17 || fragment) return undefined;
  const [from, middle, to] = v6 ? [8, 24, 40] : [12, 16, 20];
  const length = (ip[start + 4]! << 8) | ip[start + 5]!;
  return {
    source: ip.slice(from, middle),
    destination: ip.slice(middle, to),
    ports: ip.slice(start, start + 4),
    payload: ip.slice(start + 8, start + length),
  };
}

const chunk = (type: number, value: Bytes | number): Bytes => {
  const data = bytes(value);
  return bytes(u16(0), u16(type), u16(6 + data.length), data);
};

/** HEP reports of UDP packets: undefined for others. */
export const REPORTS: Readonly<Record<string, (ip: Bytes) => Bytes | undefined>> = {
  'HEP 1': ip => hepTwo(ip, 1),
  'HEP 2': ip => hepTwo(ip, 2),
  'HEP 3': ip => hepThree(ip, false),
  'HEP 3, compressed': ip => hepThree(ip, true),
};

function hepTwo(ip: Bytes, version: 1 | 2): Bytes | undefined {
  const parts = udpParts(ip);
  if (parts === undefined) return undefined;
  const { source, destination, ports, payload } = parts;
  const header = bytes(version, 8 + 2 * source.length, isV6(ip) ? 10 : 2, 17, ports, source, destination);
  return overUdp(bytes(header, version === 2 ? fill(12) : bytes(), payload), 9060);
}

function hepThree(ip: Bytes, compressed: boolean): Bytes | undefined {
  const parts = udpParts(ip);
  if (parts === undefined) return undefined;
  const { source, destination, ports, payload } = parts;
  const six = isV6(ip);
  const body = bytes(
    ...[chunk(1, six ? 10 : 2), chunk(2, 17), chunk(six ? 5 : 3, source), chunk(six ? 6 : 4, destination)],
    ...[chunk(7, ports.slice(0, 2)), chunk(8, ports.slice(2)), chunk(9, bytes(u32(1))), chunk(11, 1)],
    compressed ? chunk(16, deflateSync(payload)) : chunk(15, payload),
  );
  return overUdp(bytes('HEP3', u16(6 + body.length), body), 9060);
}

/** An IP packet in fragments of about this many bytes; one that is a fragment already, as it is. */
export function fragments(ip: Bytes, size: number, id: number, overlap = 0): Bytes[] {
  const six = isV6(ip);
  const header = six ? 40 : (ip[0]! & 15) * 4;
  if (!six && (((ip[6]! << 8) | ip[7]!) & 0x3fff) !== 0) return [ip];
  const payload = ip.slice(header, six ? 40 + ((ip[4]! << 8) | ip[5]!) : (ip[2]! << 8) | ip[3]!);
  const made: Bytes[] = [];
  for (let from = 0; from < payload.length; from += size) {
    const to = Math.min(payload.length, from + size + overlap);
    const piece = payload.slice(from, to);
    const more = from + size < payload.length;
    // A piece that overlaps the last one must not seem to end the datagram.
    const bytesOf = more && to === payload.length ? payload.slice(from, from + size) : piece;
    made.push(six ? fragment6(ip, bytesOf, from, more, id) : fragment4(ip.slice(0, header), bytesOf, from, more, id));
  }
  return made;
}

function fragment4(header: Bytes, piece: Bytes, from: number, more: boolean, id: number): Bytes {
  const copy = header.slice();
  copy.set(u16(header.length + piece.length), 2);
  copy.set(u16(id & 0xffff), 4);
  copy.set(u16((more ? 0x2000 : 0) | (from / 8)), 6);
  return bytes(copy, piece);
}

function fragment6(ip: Bytes, piece: Bytes, from: number, more: boolean, id: number): Bytes {
  const header = ip.slice(0, 40);
  header.set(u16(8 + piece.length), 4);
  header[6] = 44;
  return bytes(header, ip[6]!, 0, u16(from | (more ? 1 : 0)), u32(id), piece);
}
