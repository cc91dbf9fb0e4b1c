/**
 * What every capture format yields. In: nothing. Out: the two shapes a source hands to the engine, a packet (to be
 * decoded) and a datagram (addresses and payload already known: text dumps, HEP).
 *
 * Both are filled anew by each `Source.next()`: one object per source, no allocation per packet. Whoever wants to keep
 * bytes copies them, or keeps `recordOffset` where the source can be read again.
 */

/** One captured packet: a view into its reader's buffer, valid until the next call of `Source.next()`. */
export interface Packet {
  /** µs since 1970-01-01T00:00Z; for an undated source µs since midnight of its first day. */
  timeUs: number;
  /** LINKTYPE_ value of the packet's interface (https://www.tcpdump.org/linktypes.html). */
  linkType: number;
  /** The buffer that holds the captured bytes, at [start, end). */
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Length on the wire in bytes; larger than end - start where the snap length cut the packet. */
  originalLength: number;
  /** Byte offset in the source of the record (pcap record header, pcapng block); -1 where it cannot be read again. */
  recordOffset: number;
  /** Bytes from `recordOffset` to the first captured byte. */
  recordHeaderLength: number;
}

/** One SIP-like datagram whose addresses the source itself tells: a printed packet, a HEP report. */
export interface Datagram {
  timeUs: number;
  bytes: Uint8Array;
  start: number;
  end: number;
  /** 4 or 16 address bytes, or an empty array where the source does not tell. */
  source: Uint8Array;
  sourcePort: number;
  destination: Uint8Array;
  destinationPort: number;
  transport: 'UDP' | 'TCP' | 'TLS' | 'SCTP' | 'WS' | 'WSS' | 'unknown';
  /** The source says, or its framing shows, that the payload was cut. */
  truncated: boolean;
}

/** A fresh, empty packet for a reader to fill. */
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

/** A fresh, empty datagram for a reader to fill. */
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
