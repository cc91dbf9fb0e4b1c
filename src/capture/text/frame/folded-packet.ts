/** The lines of a packet printed without its line ends, wrapped at a width or as a hex dump: its dialect restores it. */
import type { LogDialect } from '../log-dialect.js';

/** Most lines of such a packet. */
const MAX_LINES = 8192;

/** Either is given: the payload, one char per byte, or the lines of its text. */
export interface Unfolded {
  payload: string | undefined;
  lines: readonly string[];
}

export class FoldedPacket {
  private lines: string[] = [];

  get isEmpty(): boolean {
    return this.lines.length === 0;
  }

  /** Takes a line; false if it is of no such packet. */
  take(line: string, dialect: LogDialect | undefined): boolean {
    if (dialect?.folded?.(line) !== true || this.lines.length >= MAX_LINES) return false;
    this.lines.push(line);
    return true;
  }

  /** Takes what was gathered. */
  unfold(dialect: LogDialect | undefined): Unfolded {
    const { lines } = this;
    this.lines = [];
    const payload = dialect?.hexPayload?.(lines);
    return { payload, lines: payload === undefined ? (dialect?.unfold?.(lines) ?? []) : [] };
  }
}
