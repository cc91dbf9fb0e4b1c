/**
 * The two things a source hands to the engine: a packet, which still has to be decoded, and a datagram, whose addresses
 * and payload are already known (text dumps, HEP).
 *
 * A source has one object of each and refills it on every `Source.next()`, so nothing is allocated per packet. To keep
 * the bytes, copy them, or keep `recordOffset` if the source can be read again.
 */
import type { Transport } from '../model/transports.js';

/** One captured packet: a view into its reader's buffer, valid until the next call of `Source.next()`. */
export interface Packet {
  /** µs since 1970-01-01T00:00Z; in an undated source, µs since midnight of its first day; NO_TIME if none is told. */
  timeUs: number;
  /** LINKTYPE_ value of the packet's interface (https://www.tcpdump.org/linktypes.html). */
  linkType: number;
  /** The buffer that holds the captured bytes, at [start, end). */
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Length on the wire in bytes; greater than end - start if the snap length cut the packet. */
  originalLength: number;
  /** Byte offset of the record in the source (pcap record header, pcapng block); -1 if it cannot be read again. */
  recordOffset: number;
  /** Bytes from `recordOffset` to the first captured byte. */
  recordHeaderLength: number;
}

/** One datagram whose addresses the source gives itself: a printed packet or a HEP report. */
export interface Datagram {
  /** As in `Packet`. */
  timeUs: number;
  bytes: Uint8Array;
  start: number;
  end: number;
  /** 4 or 16 address bytes; empty if the source gives none. */
  source: Uint8Array;
  sourcePort: number;
  destination: Uint8Array;
  destinationPort: number;
  transport: Transport;
  /** The payload was cut, by the source's own word or as its framing shows. */
  truncated: boolean;
  /** Why its source could not read it: "HEP with a wrong key". Absent where it could. It is counted under this name. */
  unreadable?: string | undefined;
}

/** A line between messages that may explain them: a log's own words. */
export interface Remark {
  /** As in `Packet`. */
  timeUs: number;
  /** The line, one char per byte. */
  text: string;
}

/** An empty packet for a reader to fill. */
export function emptyPacket(): Packet {
  return {
    timeUs: 0,
    linkType: 1,
    bytes: new Uint8Array(0),
    start: 0,
    end: 0,
    originalLength: 0,
    recordOffset: -1,
    recordHeaderLength: 0,
  };
}

/** An empty datagram for a reader to fill. */
export function emptyDatagram(): Datagram {
  const none = new Uint8Array(0);
  return {
    timeUs: 0,
    bytes: none,
    start: 0,
    end: 0,
    source: none,
    sourcePort: 0,
    destination: none,
    destinationPort: 0,
    transport: 'unknown',
    truncated: false,
  };
}
