/**
 * Headers around a payload: a frame as a network card sees it (Ethernet) or as Linux delivers it on "any" (cooked,
 * LINKTYPE_LINUX_SLL), with correct lengths and checksums.
 */
import { internetChecksum } from './checksum.js';
import { type Endpoint, ipBytes, macBytes } from './endpoint.js';

export type Link = 'ethernet' | 'cooked';

/** LINKTYPE_ values, https://www.tcpdump.org/linktypes.html. */
export const LINK_TYPE: Record<Link, number> = { ethernet: 1, cooked: 113 };

const UDP = 17;
const TCP = 6;

/** RFC 768. */
export function udp(from: Endpoint, to: Endpoint, payload: Uint8Array): Uint8Array {
  const datagram = Buffer.alloc(8 + payload.length);
  datagram.writeUInt16BE(from.port, 0);
  datagram.writeUInt16BE(to.port, 2);
  datagram.writeUInt16BE(datagram.length, 4);
  datagram.set(payload, 8);
  // An all-zero checksum means "none", so a sum of zero is sent as all ones.
  datagram.writeUInt16BE(transportChecksum(from, to, UDP, datagram) || 0xffff, 6);
  return datagram;
}

export interface TcpFields {
  sequence: number;
  acknowledgement: number;
  /** Letters as tcpdump prints them: "S" SYN, "F" FIN, "P" PSH, "." ACK. */
  flags: string;
}

/** RFC 9293; a SYN carries the maximum segment size, nothing else has options. */
export function tcp(from: Endpoint, to: Endpoint, fields: TcpFields, payload: Uint8Array): Uint8Array {
  const options = fields.flags.includes('S') ? Uint8Array.of(2, 4, 0x05, 0xb4) : new Uint8Array(0);
  const headerLength = 20 + options.length;
  const segment = Buffer.alloc(headerLength + payload.length);
  segment.writeUInt16BE(from.port, 0);
  segment.writeUInt16BE(to.port, 2);
  segment.writeUInt32BE(fields.sequence, 4);
  segment.writeUInt32BE(fields.acknowledgement, 8);
  segment[12] = (headerLength / 4) << 4;
  segment[13] = ['F', 'S', 'R', 'P', '.'].reduce(
    (bits, flag, bit) => bits | (fields.flags.includes(flag) ? 1 << bit : 0),
    0,
  );
  segment.writeUInt16BE(64240, 14);
  segment.set(options, 20);
  segment.set(payload, headerLength);
  segment.writeUInt16BE(transportChecksum(from, to, TCP, segment), 16);
  return segment;
}

/** RFC 791, without options; `identification` counts the packets of a host, as on most systems. */
export function ip(
  from: Endpoint,
  to: Endpoint,
  segment: { protocol: 'udp' | 'tcp'; bytes: Uint8Array },
  identification: number,
): Uint8Array {
  const packet = Buffer.alloc(20 + segment.bytes.length);
  packet[0] = 0x45;
  packet.writeUInt16BE(packet.length, 2);
  packet.writeUInt16BE(identification & 0xffff, 4);
  packet.writeUInt16BE(0x4000, 6);
  packet[8] = 64;
  packet[9] = segment.protocol === 'udp' ? UDP : TCP;
  packet.set(ipBytes(from), 12);
  packet.set(ipBytes(to), 16);
  packet.writeUInt16BE(internetChecksum(packet.subarray(0, 20)), 10);
  packet.set(segment.bytes, 20);
  return packet;
}

/** The link header before an IP packet, and Ethernet's padding to 60 bytes after it. */
export function frame(link: Link, from: Endpoint, to: Endpoint, packet: Uint8Array): Uint8Array {
  if (link === 'cooked') {
    // Packet type 4: sent by this host. Address family 1: Ethernet, six bytes of address in a field of eight.
    return Buffer.concat([Uint8Array.of(0, 4, 0, 1, 0, 6), macBytes(from), Uint8Array.of(0, 0, 0x08, 0x00), packet]);
  }
  const padding = new Uint8Array(Math.max(0, 46 - packet.length));
  return Buffer.concat([macBytes(to), macBytes(from), Uint8Array.of(0x08, 0x00), packet, padding]);
}

/** UDP and TCP sum their bytes behind a pseudo-header of addresses, protocol and length. */
function transportChecksum(from: Endpoint, to: Endpoint, protocol: number, segment: Uint8Array): number {
  const pseudo = Uint8Array.of(
    ...ipBytes(from),
    ...ipBytes(to),
    0,
    protocol,
    segment.length >> 8,
    segment.length & 0xff,
  );
  return internetChecksum(pseudo, segment);
}
