/**
 * A log dialect: something that prints a line about a packet, then the packet as text. A new one is one file with an
 * object of this shape, listed in dialects.ts. log-transcript.ts does what all have in common: it finds messages, their
 * ends and what stands between them.
 */
import type { Transport } from '../../model/transports.js';
import type { LogTime } from './log-time.js';
import type { Endpoint } from './printed-address.js';

export interface LogDialect {
  /** The name as in `Source.format`: "ngrep text". */
  readonly name: string;
  /**
   * Reads a line about a packet into `heading`. Returns "packet" if the packet is printed after it, "detail" if more
   * lines describe it or the packet may start in this line, undefined for any other line.
   */
  readHeading(line: string, heading: LogHeading): 'packet' | 'detail' | undefined;
  /** Whether the line ends the message before it. */
  closes?(line: string): boolean;
  /**
   * Whether a line after a heading belongs to a packet printed without its line ends; `unfold` restores the lines of
   * such a packet.
   */
  folded?(line: string): boolean;
  unfold?(lines: readonly string[]): string[];
  /** The payload, one char per byte, if such lines are a hex dump; undefined if they are text. */
  hexPayload?(lines: readonly string[]): string | undefined;
}

const UNKNOWN: Endpoint = { address: new Uint8Array(0), port: 0 };

/** What the lines so far say about the packet that is printed next. */
export class LogHeading {
  /** Name of the dialect whose further lines may continue the heading; "" if it is complete. */
  openDialect = '';
  source = UNKNOWN;
  destination = UNKNOWN;
  transport: Transport = 'unknown';
  /** The time in the heading; if it has none, the time at the beginning of the line counts. */
  time: LogTime | undefined = undefined;
  /** The part of the packet printed in the heading itself. */
  text = '';

  /** Starts a new heading. */
  reset(openDialect = ''): void {
    this.openDialect = openDialect;
    this.source = UNKNOWN;
    this.destination = UNKNOWN;
    this.transport = 'unknown';
    this.time = undefined;
    this.text = '';
  }
}
