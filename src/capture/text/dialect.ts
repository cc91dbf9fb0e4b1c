/**
 * A text dialect: something that prints packets or messages as lines. A new one is one file with an object of this
 * shape, listed in dialects.ts.
 *
 * A line is a string with one char per byte (Latin-1) and without its line end, so that any byte survives.
 */
import type { Datagram, Packet, Remark } from '../packet.js';
import type { Told } from '../source.js';

export interface Dialect {
  /** The name as in `Source.format`: "tcpdump text". */
  readonly name: string;
  /** Whether the line is unmistakably of this dialect: the header of a printed packet. */
  recognise(line: string): boolean;
  /** Starts reading a source. `sample` is its first lines, for what must be known in advance. */
  open(sample: readonly string[]): Transcript;
}

/** One source being read. Lines go in one at a time; packets and datagrams come out in order. */
export interface Transcript {
  /** Whether the lines give dates, not only times of day. */
  readonly dated: boolean;
  /** Whether packet headers quote the start line of their message. */
  readonly quotesStartLines?: boolean;
  line(line: string): void;
  /** Ends the source. */
  finish(): void;
  /** As in `Source`. */
  readonly told: Told;
  /** Fills the packet, the datagram or the remark with the next complete one; undefined if more lines are needed. */
  take(packet: Packet, datagram: Datagram, remark: Remark): 'packet' | 'datagram' | 'remark' | undefined;
}
