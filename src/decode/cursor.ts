/**
 * The position of the decoder in a packet, and what the layers above it said. There is one object for all packets: a
 * layer moves `start` and `end` and returns the name of the layer that follows.
 */
import type { Datagram, Packet } from '../capture/packet.js';
import type { Ends } from './decoded-message.js';

/** The layer that follows. "sip": the payload is SIP; "done": it is something else, or could not be read. */
export type Next =
  | 'link'
  | 'ethernet'
  | 'ipv4'
  | 'ipv6'
  | 'fragment'
  | 'udp'
  | 'tcp'
  | 'sctp'
  | 'icmp'
  | 'icmpv6'
  | 'gre'
  | 'ppp'
  | 'mpls'
  | 'l2tp'
  | 'l2tp over ip'
  | 'esp over udp'
  | 'vxlan'
  | 'vxlan-gpe'
  | 'geneve'
  | 'gtp-u'
  | 'teredo'
  | 'hep'
  | 'esp'
  | 'sip'
  | 'done';

const NONE = new Uint8Array(0);
/** A report of before 2000 comes from a clock that was never set; one of a day after its packet from one set wrongly. */
const EARLIEST_REPORT_US = Date.UTC(2000, 0) * 1000;
const MAX_AHEAD_US = 86_400e6;
/** No agent reports a time. */
const NOT_REPORTED = -1;
/** Nesting limit; deeper packets count as undecodable. */
const MAX_TUNNELS = 8;

/** An IP header outside the innermost one. */
export interface Outer {
  /** "GRE", "VXLAN". */
  kind: string;
  /** Key or network identifier; -1 if the tunnel has none. */
  id: number;
  bytes: Uint8Array;
  sourceOffset: number;
  destinationOffset: number;
  addressLength: number;
}

export class Cursor implements Ends {
  /** What is left: bytes[start, end). */
  bytes: Uint8Array = NONE;
  start = 0;
  end = 0;
  /** Bytes of the current layer beyond `end` that were on the wire but not captured. */
  missing = 0;
  /** LINKTYPE_ value, for "link". */
  linkType = 0;

  /** Addresses of the innermost IP header read, in `addressBytes`; length 4, 16, or 0 for none. */
  addressBytes: Uint8Array = NONE;
  sourceOffset = 0;
  destinationOffset = 0;
  addressLength = 0;
  sourcePort = 0;
  destinationPort = 0;
  /** Index in TRANSPORTS of what carried the payload. */
  transport = 0;
  /** When the payload was seen, by the agent that reports it, in µs since 1970; NOT_REPORTED if none does. */
  reportedUs = NOT_REPORTED;

  /** Fields of the current IP fragment, for "fragment". */
  fragmentId = 0;
  fragmentOffset = 0;
  moreFragments = false;
  fragmentProtocol = 0;

  /** Outer IP layers, outermost first: outers[0, tunnels). */
  readonly outers: Outer[] = [];
  tunnels = 0;

  /** In a packet of several frames: the bytes behind the current frame. */
  followingStart = 0;
  followingEnd = 0;

  /** What the packet is if it is not SIP, or why it could not be read. */
  other: string | undefined = undefined;
  undecodable: string | undefined = undefined;

  /** Source and destination of a datagram, side by side. */
  readonly #addresses = new Uint8Array(32);

  constructor() {
    for (let i = 0; i < MAX_TUNNELS; i++) {
      this.outers.push({ kind: '', id: -1, bytes: NONE, sourceOffset: 0, destinationOffset: 0, addressLength: 0 });
    }
  }

  /** Moves to the beginning of a packet. */
  open(packet: Packet): void {
    this.bytes = packet.bytes;
    this.start = packet.start;
    this.end = packet.end;
    this.missing = Math.max(0, packet.originalLength - (packet.end - packet.start));
    this.linkType = packet.linkType;
    this.followingEnd = 0;
    this.addressLength = 0;
    this.sourcePort = 0;
    this.destinationPort = 0;
    this.transport = 0;
    this.reportedUs = NOT_REPORTED;
    this.tunnels = 0;
    this.other = undefined;
    this.undecodable = undefined;
  }

  /** Moves to the payload of a datagram; `transport` is an index in TRANSPORTS. */
  openDatagram(datagram: Datagram, transport: number): void {
    this.bytes = datagram.bytes;
    this.start = datagram.start;
    this.end = datagram.end;
    this.missing = datagram.truncated ? 1 : 0;
    const { source, destination } = datagram;
    // If only one end is known, the other becomes the unspecified address, 0.0.0.0 or ::.
    this.#addresses.fill(0);
    this.#addresses.set(source.subarray(0, 16));
    this.#addresses.set(destination.subarray(0, 16), 16);
    this.addressBytes = this.#addresses;
    this.sourceOffset = 0;
    this.destinationOffset = 16;
    const known = source.length === destination.length || source.length * destination.length === 0;
    this.addressLength = known ? Math.min(16, Math.max(source.length, destination.length)) : 0;
    this.sourcePort = datagram.sourcePort;
    this.destinationPort = datagram.destinationPort;
    this.transport = transport;
    this.reportedUs = NOT_REPORTED;
    this.tunnels = 0;
    this.other = undefined;
    this.undecodable = undefined;
  }

  /** Moves to bytes[start, end) of a stream between these ends. */
  openStream(ends: Ends, bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.missing = 0;
    this.addressBytes = ends.addressBytes;
    this.sourceOffset = ends.sourceOffset;
    this.destinationOffset = ends.destinationOffset;
    this.addressLength = ends.addressLength;
    this.sourcePort = ends.sourcePort;
    this.destinationPort = ends.destinationPort;
    this.transport = 0;
    this.reportedUs = NOT_REPORTED;
    this.tunnels = 0;
    this.other = undefined;
    this.undecodable = undefined;
  }

  /** Moves to the next frame of a packet that holds several; false if there is none. */
  openFollowing({ bytes }: Packet): boolean {
    if (this.followingStart >= this.followingEnd) return false;
    this.bytes = bytes;
    this.start = this.followingStart;
    this.end = this.followingEnd;
    this.missing = 0;
    this.followingEnd = 0;
    this.addressLength = 0;
    this.sourcePort = 0;
    this.destinationPort = 0;
    this.transport = 0;
    this.reportedUs = NOT_REPORTED;
    this.tunnels = 0;
    return true;
  }

  /**
   * The time of the payload: the one reported if that can be true, else the packet's. A packet without a date, or without
   * a time, keeps its own.
   */
  timeIn(packetUs: number): number {
    const { reportedUs } = this;
    return reportedUs > EARLIEST_REPORT_US && reportedUs < packetUs + MAX_AHEAD_US ? reportedUs : packetUs;
  }

  /** True if fewer than `length` bytes are left. */
  short(length: number): boolean {
    return this.end - this.start < length;
  }

  /** Limits what is left to `length` bytes from `from`; the bytes of them that were not captured are `missing`. */
  limit(from: number, length: number): void {
    const stop = from + length;
    if (stop <= this.end) {
      this.end = stop;
      this.missing = 0;
    } else {
      this.missing = stop - this.end;
    }
  }

  /** Records that the current IP packet carries another in a tunnel of this kind and identifier. */
  enter(kind: string, next: Next, id = -1): Next {
    if (this.addressLength === 0) return next;
    if (this.tunnels === MAX_TUNNELS) return this.fail('too many tunnels in one another');
    const outer = this.outers[this.tunnels++]!;
    outer.kind = kind;
    outer.id = id;
    outer.bytes = this.addressBytes;
    outer.sourceOffset = this.sourceOffset;
    outer.destinationOffset = this.destinationOffset;
    outer.addressLength = this.addressLength;
    return next;
  }

  /** The packet is not SIP but this. */
  is(name: string): Next {
    this.other ??= name;
    return 'done';
  }

  /** The packet cannot be read further, for this reason. */
  fail(reason: string): Next {
    this.undecodable ??= reason;
    return 'done';
  }
}

/** A big-endian 16-bit number; the caller has checked the bounds. */
export function read16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

/** A big-endian 32-bit number; the caller has checked the bounds. */
export function read32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
