/**
 * What a text dialect is: something that prints packets or messages as lines. In: lines. Out: packets and datagrams. A new
 * dialect is one file with an object of this shape, named in dialects.ts.
 *
 * A line is a string with a char for each byte (Latin-1), without its line end, so that any byte survives.
 */
import type { Datagram, Packet } from '../packet.js';

export interface Dialect {
  /** As `Source.format` names it: "tcpdump text". */
  readonly name: string;
  /** Whether the line can only be one of this dialect: the header of a printed packet. */
  recognise(line: string): boolean;
  /** Begins to read a source. `sample` is its first lines, for what must be known beforehand. */
  open(sample: readonly string[]): Transcript;
}

/** The reading of one source in a dialect. Lines go in one at a time, what they make comes out in order. */
export interface Transcript {
  /** Whether the lines tell the date of a packet, not only the time of day. */
  readonly dated: boolean;
  /** Whether the header of a printed packet quotes the start line of its message. */
  readonly quotesStartLines?: boolean;
  line(line: string): void;
  /** No line follows. */
  finish(): void;
  /** Fills the packet or the datagram with the next one that is complete; undefined where more lines are needed. */
  take(packet: Packet, datagram: Datagram): 'packet' | 'datagram' | undefined;
}
