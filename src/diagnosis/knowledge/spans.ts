/**
 * When something was seen, as spans of time without a gap of 10 s: enough to say whether it was seen between two times, and when it was
 * seen last before one. What is added twice changes nothing, so conversations can be looked at again.
 */
import { type MessageId, messageId, NO_MESSAGE } from '../../model/ids.js';

/** Two times nearer than this are one span. */
export const GAP_US = 10_000_000;
/** Spans kept: of more, the oldest become one. What was a gap then counts as heard, which makes no silence of what was none. */
const MAX_SPANS = 256;

/** A time with the message that was seen then. */
export interface Seen {
  timeUs: number;
  message: MessageId;
}

/** Fields of a span: times of its beginning and its end, and the messages that were seen then. */
const START = 0;
const END = 1;
const FIRST = 2;
const LAST = 3;
const FIELDS = 4;

export class Spans {
  /** In order of time, FIELDS numbers a span: most have one, and there may be one for each address of a capture. */
  readonly #spans: number[] = [];

  get count(): number {
    return this.#spans.length / FIELDS;
  }

  add(timeUs: number, message: MessageId): void {
    const spans = this.#spans;
    let at = spans.length - FIELDS;
    // Nearly always it is the latest.
    while (at >= 0 && spans[at + START]! > timeUs) at -= FIELDS;
    if (at >= 0 && timeUs <= spans[at + END]!) return;
    const next = at + FIELDS;
    const joinsBefore = at >= 0 && timeUs - spans[at + END]! < GAP_US;
    const joinsAfter = next < spans.length && spans[next + START]! - timeUs < GAP_US;
    if (joinsBefore && joinsAfter) {
      spans[at + END] = spans[next + END]!;
      spans[at + LAST] = spans[next + LAST]!;
      spans.splice(next, FIELDS);
    } else if (joinsBefore) {
      spans[at + END] = timeUs;
      spans[at + LAST] = message;
    } else if (joinsAfter) {
      spans[next + START] = timeUs;
      spans[next + FIRST] = message;
    } else if (next === spans.length) spans.push(timeUs, timeUs, message, message);
    else spans.splice(next, 0, timeUs, timeUs, message, message);
    if (spans.length > MAX_SPANS * FIELDS) this.#joinOldest();
  }

  #joinOldest(): void {
    const spans = this.#spans;
    spans[END] = spans[FIELDS + END]!;
    spans[LAST] = spans[FIELDS + LAST]!;
    spans.splice(FIELDS, FIELDS);
  }

  /** The latest known time before one, or at it; undefined where there is none. Inside a span it is that time itself. */
  lastBefore(timeUs: number): Seen | undefined {
    const spans = this.#spans;
    for (let at = spans.length - FIELDS; at >= 0; at -= FIELDS) {
      if (spans[at + START]! > timeUs) continue;
      return spans[at + END]! <= timeUs ? seen(spans[at + END]!, spans[at + LAST]!) : seen(timeUs, NO_MESSAGE);
    }
    return undefined;
  }

  /** The first known time at or after one; undefined where there is none. */
  firstAfter(timeUs: number): Seen | undefined {
    const spans = this.#spans;
    for (let at = 0; at < spans.length; at += FIELDS) {
      if (spans[at + END]! < timeUs) continue;
      return spans[at + START]! >= timeUs ? seen(spans[at + START]!, spans[at + FIRST]!) : seen(timeUs, NO_MESSAGE);
    }
    return undefined;
  }

  /** Whether it was seen again after a gap at least as long as this before a time, by a message that passes. */
  cameBackAfter(gapUs: number, beforeUs: number, passes: (id: MessageId) => boolean): boolean {
    const spans = this.#spans;
    for (let at = FIELDS; at < spans.length && spans[at + START]! <= beforeUs; at += FIELDS) {
      const isBack = spans[at + START]! - spans[at - FIELDS + END]! >= gapUs;
      if (isBack && passes(messageId(spans[at + FIRST]!))) return true;
    }
    return false;
  }

  /** Whether it was seen between two times, both included. */
  within(fromUs: number, toUs: number): boolean {
    const seen = this.firstAfter(fromUs);
    return seen !== undefined && seen.timeUs <= toUs;
  }
}

function seen(timeUs: number, message: number): Seen {
  return { timeUs, message: messageId(message) };
}
