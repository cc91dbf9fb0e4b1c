/**
 * Records that TypeScript fills for the core, or reads after it: offsets in bytes of their fields. src/core/ has each as a class made of this.
 */

/** Types of AssemblyScript and what they take. */
const SIZES = { f64: 8, i32: 4, u32: 4, usize: 4 } as const;
export type FieldType = keyof typeof SIZES;
export type Layout = Readonly<Record<string, FieldType>>;

/** Where a message came from, and what is told of it. */
export const CARRIED_FIELDS = {
  /** When it was captured; NaN if nobody told. */
  timeUs: 'f64',
  /** Where a message without a time belongs. */
  placeUs: 'f64',
  recordOffset: 'f64',
  payloadDelta: 'u32',
  /** Addresses of the IP addresses; `addressLength` is 4 or 16, anything else is unknown. */
  source: 'usize',
  destination: 'usize',
  addressLength: 'u32',
  sourcePort: 'u32',
  destinationPort: 'u32',
  /** Bytes known to be missing at the end of the message. */
  missing: 'u32',
  /** Bits of MESSAGE known before it is scanned, and its transport. */
  flags: 'u32',
  /** Number of the text of its outer layers. */
  tunnel: 'u32',
} as const satisfies Layout;

/** An IP header around the innermost; behind it, its source and its destination, each in 16 bytes. */
export const OUTER_FIELDS = {
  /** Index in TUNNEL_KINDS. */
  kind: 'u32',
  /** 1 where it has an identifier: a key, a network. */
  hasId: 'u32',
  id: 'u32',
  addressLength: 'u32',
} as const satisfies Layout;

/** Records of a capture file that are read by the core, and what became of them. */
export const RECORDS_FIELDS = {
  /** Byte offset in the file of the first byte at hand. */
  origin: 'f64',
  /** The messages there may be in all. */
  messageLimit: 'f64',
  /** Times of the earliest, the latest and the last packet taken. */
  startUs: 'f64',
  endUs: 'f64',
  latestUs: 'f64',
  /** No TCP segment of this time or a later one is taken: a gap of another stream is given up first. */
  dueUs: 'f64',
  /** Address of the first byte at hand. */
  window: 'usize',
  /** Where the next record is. */
  position: 'usize',
  /** Units of a second that the times of records count: microseconds or nanoseconds. */
  fractions: 'u32',
  linkType: 'i32',
  /** 1 where no bytes follow those at hand. */
  finished: 'i32',
  /** Packets taken, and what they were. */
  packets: 'i32',
  sip: 'i32',
  rtp: 'i32',
  rtcp: 'i32',
  truncated: 'i32',
  /** Bare acknowledgements, segments that came again, line ends between messages. */
  acks: 'i32',
  sentAgain: 'i32',
  keepAlives: 'i32',
  /** 1 where TCP streams are those of the decoder that takes the other packets. */
  sharesStreams: 'i32',
  /** 1 where there are too many streams, and the one to give up is with TypeScript. */
  overfull: 'i32',
  /** Seconds of the last record taken. */
  seconds: 'u32',
} as const satisfies Layout;

/** One direction of a TCP connection; behind it, its key and the conversations it carried lately. */
export const STREAM_FIELDS = {
  /** Sequence number of the next byte, and of the first one where the SYN was seen. */
  next: 'u32',
  first: 'u32',
  /** Bits of STREAM_FLAG. */
  flags: 'u32',
  /** Other streams: the next with the same hash, neighbours by age, the other direction. */
  sameHash: 'usize',
  older: 'usize',
  newer: 'usize',
  peer: 'usize',
} as const satisfies Layout;

/** One of several segments that hold a message, and its record. */
export const PART_FIELDS = {
  recordOffset: 'f64',
  timeUs: 'f64',
  /** Bytes from the start of the record to those of the message, and how many they are. */
  start: 'u32',
  length: 'u32',
  /** Seconds of the record; bytes of it that were not captured. */
  seconds: 'u32',
  cut: 'u32',
} as const satisfies Layout;

export const STREAM_FLAG = {
  /** TypeScript has it: what stands here is not valid. */
  Elsewhere: 1,
  /** It was used since it was added, or since it was looked at as the oldest. */
  Used: 2,
  /** It carried a message of SIP. */
  Decided: 4,
  /** `first` is known. */
  HasFirst: 8,
} as const;

/** Bytes of an address in a record. */
export const ADDRESS_ROOM = 16;

export const CARRIED = offsetsOf(CARRIED_FIELDS);
export const OUTER = offsetsOf(OUTER_FIELDS);
/** Where the source of an outer layer stands, and where the next layer. */
export const OUTER_SOURCE = 16;
export const STREAM = offsetsOf(STREAM_FIELDS);
export const PART = offsetsOf(PART_FIELDS);
export const PART_BYTES = 32;
/** Its key: length of the addresses (u32), ports as a segment has them, source, destination. */
export const STREAM_KEY = 28;
export const STREAM_KEY_BYTES = 8 + 2 * ADDRESS_ROOM;
/** Conversations: how many (u32), where the next one goes (u32), and their rows (i32). */
export const STREAM_RECENT = STREAM_KEY + STREAM_KEY_BYTES;
export const OUTER_BYTES = OUTER_SOURCE + 2 * ADDRESS_ROOM;
export const RECORDS = offsetsOf(RECORDS_FIELDS);

function offsetsOf<Fields extends Layout>(fields: Fields): Readonly<Record<keyof Fields, number>> {
  let end = 0;
  const offsets = Object.entries(fields).map(([name, type]) => {
    const size = SIZES[type];
    const offset = Math.ceil(end / size) * size;
    end = offset + size;
    return [name, offset];
  });
  // The entries are those of the fields.
  return Object.fromEntries(offsets) as Record<keyof Fields, number>;
}
