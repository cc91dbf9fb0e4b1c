/**
 * What the reader of a format is: a state machine that takes records out of a window into the one packet (or datagram)
 * it was made with. In: the bytes of the window. Out: a step a call.
 */
import type { Packet } from './packet.js';
import type { Step } from './source.js';

export interface Reader {
  /** As `Source.format` names it, without how it was packed. */
  readonly format: string;
  readonly dated: boolean;
  /** As in `Source`. */
  readonly quotesStartLines?: boolean;
  /** True where the last "starved" was for a pause only: bytes are still at hand. */
  readonly paused?: boolean;
  /** Takes the next packet. Never throws; "starved" only where the window can still be filled. */
  next(): Step;
  /**
   * Takes the record at `bytes[0]`, which is the one at byte `offset` of the source, into `packet`. Answers its whole
   * length in bytes; where that is more than `bytes` holds, the packet is not filled; 0 where no packet lies there.
   */
  record(bytes: Uint8Array, offset: number, packet: Packet): number;
}
