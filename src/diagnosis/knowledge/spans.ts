/**
 * When something was seen, as spans of time without a gap of 10 s: enough to say whether it was seen between two times, and when it was
 * seen last before one. What is added twice changes nothing, so conversations can be looked at again.
 */
import { type MessageId, NO_MESSAGE } from '../../model/ids.js';

/** Two times nearer than this are one span. */
export const GAP_US = 10_000_000;
/** Spans kept: of more, the oldest are forgotten. */
const MAX_SPANS = 4096;

/** A time with the message that was seen then. */
export interface Seen {
  timeUs: number;
  message: MessageId;
}

export class Spans {
  /** In order of time; a span begins and ends with a message. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #firsts: MessageId[] = [];
  readonly #lasts: MessageId[] = [];

  get count(): number {
    return this.#starts.length;
  }

  add(timeUs: number, message: MessageId): void {
    const starts = this.#starts;
    const ends = this.#ends;
    let at = starts.length - 1;
    // Nearly always it is the latest.
    while (at >= 0 && starts[at]! > timeUs) at--;
    if (at >= 0 && timeUs <= ends[at]!) return;
    const joinsBefore = at >= 0 && timeUs - ends[at]! < GAP_US;
    const joinsAfter = at + 1 < starts.length && starts[at + 1]! - timeUs < GAP_US;
    if (joinsBefore && joinsAfter) {
      ends[at] = ends[at + 1]!;
      this.#lasts[at] = this.#lasts[at + 1]!;
      this.#remove(at + 1);
    } else if (joinsBefore) {
      ends[at] = timeUs;
      this.#lasts[at] = message;
    } else if (joinsAfter) {
      starts[at + 1] = timeUs;
      this.#firsts[at + 1] = message;
    } else this.#insert(at + 1, timeUs, message);
  }

  /** The latest known time before one, or at it; undefined where there is none. Inside a span it is that time itself. */
  lastBefore(timeUs: number): Seen | undefined {
    for (let at = this.#starts.length - 1; at >= 0; at--) {
      if (this.#starts[at]! > timeUs) continue;
      return this.#ends[at]! <= timeUs
        ? { timeUs: this.#ends[at]!, message: this.#lasts[at]! }
        : { timeUs, message: NO_MESSAGE };
    }
    return undefined;
  }

  /** The first known time at or after one; undefined where there is none. */
  firstAfter(timeUs: number): Seen | undefined {
    const at = this.#ends.findIndex(end => end >= timeUs);
    if (at < 0) return undefined;
    return this.#starts[at]! >= timeUs
      ? { timeUs: this.#starts[at]!, message: this.#firsts[at]! }
      : { timeUs, message: NO_MESSAGE };
  }

  /** Whether it was seen again after a gap at least as long as this before a time, by a message that passes. */
  cameBackAfter(gapUs: number, beforeUs: number, passes: (id: MessageId) => boolean): boolean {
    for (let at = 1; at < this.#starts.length && this.#starts[at]! <= beforeUs; at++)
      if (this.#starts[at]! - this.#ends[at - 1]! >= gapUs && passes(this.#firsts[at]!)) return true;
    return false;
  }

  /** Whether it was seen between two times, both included. */
  within(fromUs: number, toUs: number): boolean {
    const seen = this.firstAfter(fromUs);
    return seen !== undefined && seen.timeUs <= toUs;
  }

  #insert(at: number, timeUs: number, message: MessageId): void {
    this.#starts.splice(at, 0, timeUs);
    this.#ends.splice(at, 0, timeUs);
    this.#firsts.splice(at, 0, message);
    this.#lasts.splice(at, 0, message);
    if (this.#starts.length > MAX_SPANS) this.#remove(0);
  }

  #remove(at: number): void {
    this.#starts.splice(at, 1);
    this.#ends.splice(at, 1);
    this.#firsts.splice(at, 1);
    this.#lasts.splice(at, 1);
  }
}
