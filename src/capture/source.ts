/**
 * A source: a file, a pipe or an interface that yields one packet or datagram at a time, and reports what it lost or
 * could not read.
 */
import type { Damage } from './damage.js';
import type { Datagram, Packet, Remark } from './packet.js';

/**
 * What `Source.next()` found: its packet, datagram or remark is filled, it needs more bytes (`fill`), or the source has ended.
 */
export type Step = 'packet' | 'datagram' | 'remark' | 'starved' | 'end';

/** Packets on the wire that never got here. Null if nobody counts them. */
export interface Dropped {
  /** By the kernel, because the ring or socket buffer was full. */
  kernel: number | null;
  /** By the interface or its driver. */
  interface: number | null;
  /** By this program: more came than it holds, or it had to end before all was read. Absent where that cannot be. */
  program?: number;
}

/** Of how many messages a text tells what. */
export interface Told {
  messages: number;
  time: number;
  /** Both ends. */
  addresses: number;
  transport: number;
  /** Which way it went: by an address of either end, or in words. */
  direction: number;
}

/** Records of a pcap file with the header of 16 bytes, least significant byte first. */
export interface PlainRecords {
  /** They begin at [start, end); the last may be cut. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Byte offset of bytes[0] in the file. */
  readonly origin: number;
  /** No bytes follow. */
  readonly finished: boolean;
  readonly nanoseconds: boolean;
  /** LINKTYPE_ value of all its packets. */
  readonly linkType: number;
}

export interface Source {
  /** The name the user gave; "-" for standard input. */
  readonly name: string;
  /** "pcap", "pcapng", "snoop", "tcpdump text"; with ", gzip" appended if compressed. */
  readonly format: string;
  /** True if `readAt` works: a plain file that contains its packets verbatim. */
  readonly rereadable: boolean;
  /** False if the source has times of day but no dates (plain tcpdump text). */
  readonly dated: boolean;
  /** True for live traffic. A live source is read on its own: merging would make the others wait for it. */
  readonly live: boolean;
  /** Text only: printed packets begin with the start line of their message (tcpdump 4.9 and later). */
  readonly quotesStartLines?: boolean;
  /** Filled when `next()` returns "packet". */
  readonly packet: Packet;
  /** Filled when `next()` returns "datagram". */
  readonly datagram: Datagram;
  /** Text only: filled when `next()` returns "remark". */
  readonly remark?: Remark;
  /** Text only: counts what it tells of the messages so far. */
  readonly told?: Told;
  /** Bytes of the file consumed so far, and its size (0 if unknown), for the progress line. */
  readonly bytesRead: number;
  readonly size: number;
  /** What was skipped so far, in order; at most 1,000 entries are kept. */
  readonly damage: readonly Damage[];
  /** Number of damaged places beyond those kept. */
  readonly damageNotKept: number;
  /** Reads the next packet from the available bytes. Never throws on input, never blocks. */
  next(): Step;
  /** The records at hand, of a plain file whose records the core reads by itself; see `passed`. */
  records?(): PlainRecords | undefined;
  /** Records were taken by others: `next()` goes on at this offset of their bytes. The last one had these seconds. */
  passed?(position: number, seconds: number): void;
  /** Reads more bytes, after which `next()` can continue or return "end". Read errors become damage. */
  fill(): Promise<void>;
  /**
   * Reads the record at `recordOffset` again. The packet is valid until the next call; undefined if the record is gone
   * or changed.
   */
  readAt(recordOffset: number): Packet | undefined;
  /** Reads `length` bytes at a byte offset of the file into a new array; shorter if the file has shrunk. */
  bytesAt(offset: number, length: number): Uint8Array;
  /**
   * Reads up to `length` bytes into the caller's array and returns how many there were. Absent where nothing can be
   * read again.
   */
  readInto?(bytes: Uint8Array, offset: number, length: number): number;
  close(): Promise<void>;
  /** TLS key logs embedded in the capture (pcapng decryption secrets), as far as they were read. */
  readonly secrets?: readonly Uint8Array[];
  /** Live capture only: a sentence the user should see at the start. */
  readonly warning?: string | undefined;
  /** Live capture only: what was dropped so far; null while nothing is known. */
  dropped?(): Dropped | null;
  /**
   * Live capture only: requests the end. Packets already on their way are still delivered, then `next()` returns "end".
   */
  stop?(): void;
}

/** Why an input cannot be opened: one sentence for the user, with what to do next. */
export interface Refusal {
  refused: string;
}
