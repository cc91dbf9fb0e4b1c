/**
 * A source: where packets come from. In: bytes of a file, a pipe, an interface. Out: one packet or datagram at a time,
 * and an account of what could not be read.
 */
import type { Datagram, Packet } from './packet.js';

/** What `Source.next()` found: its packet or datagram is filled, more bytes are needed (`fill`), or nothing follows. */
export type Step = 'packet' | 'datagram' | 'starved' | 'end';

/** Something in a source that could not be read. Everything before and after it was. */
export interface Damage {
  /** Byte offset in the source (of the unpacked bytes where it is compressed). */
  offset: number;
  /** Bytes passed over; 0 where only an announced end is missing. */
  length: number;
  /** One clause for people: "the file ends in the middle of a packet". */
  what: string;
}

/** Packets that were on the wire and never got here. Null where nobody counts them. */
export interface Dropped {
  /** By the kernel, for want of room in the ring or the socket. */
  kernel: number | null;
  /** By the interface or its driver. */
  interface: number | null;
}

export interface Source {
  /** As the user named it; "-" for standard input. */
  readonly name: string;
  /** "pcap", "pcapng", "snoop", "tcpdump text", with ", gzip" appended where it was packed. */
  readonly format: string;
  /** True where `readAt` works: a plain file whose packets lie in it verbatim. */
  readonly rereadable: boolean;
  /** False where the source tells the time of day but not the date (plain tcpdump text). */
  readonly dated: boolean;
  /** True where packets come as they happen: it is read for itself, never merged with others, which would wait for it. */
  readonly live: boolean;
  /** A printed packet begins with the start line of its message (tcpdump 4.9 and later); unset for anything but text. */
  readonly quotesStartLines?: boolean;
  /** Filled by `next()` when it answers "packet". */
  readonly packet: Packet;
  /** Filled by `next()` when it answers "datagram". */
  readonly datagram: Datagram;
  /** Bytes of the file consumed so far, and its size (0 where unknown): the share for the progress line. */
  readonly bytesRead: number;
  readonly size: number;
  /** What was passed over so far, in order; at most 1,000 entries are kept. */
  readonly damage: readonly Damage[];
  /** Damaged places beyond the entries kept. */
  readonly damageNotKept: number;
  /** Takes the next packet out of the bytes at hand. Never throws on input, never blocks. */
  next(): Step;
  /** Reads more bytes; when it resolves, `next()` can go on (or answers "end"). Read errors become damage. */
  fill(): Promise<void>;
  /** Reads the record at `recordOffset` again. The packet is valid until the next call. Undefined where it is gone or changed. */
  readAt(recordOffset: number): Packet | undefined;
  /** Reads `length` bytes at a byte offset of the file into a fresh array; shorter where the file has shrunk. */
  bytesAt(offset: number, length: number): Uint8Array;
  /** Where there is one: reads into the first `length` bytes of an array of the caller's; how many there were. */
  readInto?(bytes: Uint8Array, offset: number, length: number): number;
  close(): Promise<void>;
  /** TLS key logs the capture brings along (pcapng's decryption secrets), those met so far. */
  readonly secrets?: readonly Uint8Array[];
  /** Live capture only: what the user is to know of it from the beginning, in a sentence. */
  readonly warning?: string | undefined;
  /** Live capture only: what was dropped so far; null where nothing is known of it (yet). */
  dropped?(): Dropped | null;
  /** Live capture only: asks for the end. What is on its way still comes, then `next()` answers "end". */
  stop?(): void;
}

/** Why an input is not a source: one sentence for the user, with what to do next. */
export interface Refusal {
  refused: string;
}
