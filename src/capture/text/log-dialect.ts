/**
 * A log dialect: something that prints a line about a packet, then the packet as text. A new one is an object of this
 * shape, listed in dialects.ts. What its lines say of times, addresses, transport and direction is read by context/, for
 * all alike; a dialect knows which lines are headings, where a message ends, and what only it prints in its own way.
 */
import type { Transport } from '../../model/transports.js';
import type { LogTime } from './log-time.js';

/**
 * "packet": the packet is printed after the line. "detail": more lines describe it. "entry": a line of the log, which
 * may hold a message.
 */
export type LineKind = 'packet' | 'detail' | 'entry';

export interface LogDialect {
  /** The name as in `Source.format`: "ngrep text". */
  readonly name: string;
  /** What kind of line this is; undefined for any other line. */
  readHeading(line: string, heading: LogHeading): LineKind | undefined;
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

/** What only its dialect can tell of a heading. */
export class LogHeading {
  /** Name of the dialect whose further lines may continue the heading; "" if it is complete. */
  openDialect = '';
  transport: Transport = 'unknown';
  time: LogTime | undefined = undefined;
  /** The part of the packet printed in the heading itself. */
  text = '';

  /** Starts a new heading. */
  reset(openDialect = ''): void {
    this.openDialect = openDialect;
    this.transport = 'unknown';
    this.time = undefined;
    this.text = '';
  }
}
