/**
 * The reader of one capture format: a state machine that takes records out of a window and puts each into the one
 * packet (or datagram) it was made with.
 */
import type { Packet, Remark } from './packet.js';
import type { PlainRecords, Step, Told } from './source.js';

export interface Reader {
  /** The format name as in `Source.format`, without the compression. */
  readonly format: string;
  readonly dated: boolean;
  /** As in `Source`. */
  readonly quotesStartLines?: boolean;
  /** As in `Source`. */
  readonly remark?: Remark;
  readonly told?: Told;
  /** True if the last "starved" was only a pause: bytes are still available. */
  readonly paused?: boolean;
  /** The bytes at hand, where its records are those the core reads by itself. */
  records?(): PlainRecords | undefined;
  /** Records were taken by others: the next one is at this offset of the bytes, and the last one had these seconds. */
  passed?(position: number, seconds: number): void;
  /** Reads the next packet. Never throws; returns "starved" only if the window can still be filled. */
  next(): Step;
  /**
   * Reads the record at `bytes[0]`, which is the one at byte `offset` of the source, into `packet`. Returns its length
   * in bytes, or 0 if there is no packet; if the length exceeds `bytes`, `packet` is not filled.
   */
  record(bytes: Uint8Array, offset: number, packet: Packet): number;
}
