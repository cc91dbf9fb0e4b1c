/**
 * A capture being composed. Payloads may be sent in any order; the packets come out in order of time, and as a pcap
 * file.
 */
import type { Endpoint } from './endpoint.js';
import { frame, ip, LINK_TYPE, type Link, type TcpFields, tcp, udp } from './frame.js';

export interface CapturedPacket {
  /** µs since 1970-01-01T00:00Z. */
  timeUs: number;
  from: Endpoint;
  to: Endpoint;
  transport: 'udp' | 'tcp';
  /** The IP packet. */
  packet: Uint8Array;
  /** The payload of UDP or TCP. */
  payload: Uint8Array;
  /** The packet with its link header. */
  frame: Uint8Array;
}

export class Capture {
  readonly link: Link;
  readonly #packets: CapturedPacket[] = [];
  readonly #identifications = new Map<string, number>();

  constructor(link: Link = 'ethernet') {
    this.link = link;
  }

  /** Sends a datagram; each further time is a copy of the same packet in the capture. */
  udp(from: Endpoint, to: Endpoint, payload: Uint8Array, ...timesUs: number[]): void {
    const packet = ip(from, to, { protocol: 'udp', bytes: udp(from, to, payload) }, this.#identify(from));
    for (const timeUs of timesUs) this.#add({ timeUs, from, to, transport: 'udp', packet, payload });
  }

  tcp(from: Endpoint, to: Endpoint, fields: TcpFields, payload: Uint8Array, timeUs: number): void {
    const packet = ip(from, to, { protocol: 'tcp', bytes: tcp(from, to, fields, payload) }, this.#identify(from));
    this.#add({ timeUs, from, to, transport: 'tcp', packet, payload });
  }

  /** In order of time; packets with equal times in the order sent. */
  packets(): CapturedPacket[] {
    return this.#packets.toSorted((a, b) => a.timeUs - b.timeUs);
  }

  /** The capture as a little-endian pcap file with microseconds (draft-ietf-opsawg-pcap). */
  pcap(): Uint8Array {
    const header = Buffer.alloc(24);
    header.writeUInt32LE(0xa1b2c3d4, 0);
    header.writeUInt16LE(2, 4);
    header.writeUInt16LE(4, 6);
    header.writeUInt32LE(262_144, 16);
    header.writeUInt32LE(LINK_TYPE[this.link], 20);
    return Buffer.concat([header, ...this.packets().flatMap(packet => [recordHeader(packet), packet.frame])]);
  }

  #add(packet: Omit<CapturedPacket, 'frame'>): void {
    this.#packets.push({ ...packet, frame: frame(this.link, packet.from, packet.to, packet.packet) });
  }

  #identify(from: Endpoint): number {
    const next = (this.#identifications.get(from.ip) ?? from.port) + 1;
    this.#identifications.set(from.ip, next);
    return next;
  }
}

function recordHeader({ timeUs, frame: bytes }: CapturedPacket): Uint8Array {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(timeUs / 1e6), 0);
  header.writeUInt32LE(timeUs % 1e6, 4);
  header.writeUInt32LE(bytes.length, 8);
  header.writeUInt32LE(bytes.length, 12);
  return header;
}
