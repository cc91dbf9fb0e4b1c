/**
 * A term that only the text of messages can answer. In: a test of one message. Out: of which conversations it holds so far: those
 * of which a message passed. What was looked at is remembered by conversation, so that no message is read twice, whoever asks
 * and in however many steps.
 */
import type { MessageId, RowId } from '../../model/ids.js';
import type { Predicate } from './predicate.js';
import type { MessageText } from './subject.js';

/** Stands for "looked at up to the last message there can be": the term holds. */
const HOLDS = 0x7fff_ffff;

export class TextTerm {
  readonly #part: Predicate;
  /** By conversation: the last message looked at, all before it looked at too; id + 1. */
  #upTo = new Int32Array(1024);

  constructor(part: Predicate) {
    this.#part = part;
  }

  /** Whether a message of the conversation passed, of those looked at. */
  holds(row: RowId): boolean {
    return this.#upTo[row] === HOLDS;
  }

  /** Whether a message is still to be looked at: not every column is against it, and the term does not hold yet. */
  asks(row: RowId, message: MessageId): boolean {
    return message >= (this.#upTo[row] ?? 0) && this.#part.might(row, message, null);
  }

  /** Whether a message passes. */
  passes(row: RowId, message: MessageId, text: MessageText): boolean {
    const { needs, test } = this.#part;
    return (needs === null || needs(text.whole())) && test(row, message, text);
  }

  /** Notes whether a message passed; messages of one conversation come with ascending ids. */
  note(row: RowId, message: MessageId, passed: boolean): void {
    if (row >= this.#upTo.length) this.#grow(row);
    this.#upTo[row] = passed ? HOLDS : message + 1;
  }

  #grow(row: RowId): void {
    const grown = new Int32Array(Math.max(2 * this.#upTo.length, row + 1));
    grown.set(this.#upTo);
    this.#upTo = grown;
  }
}

/** Terms known by their text, so that queries that ask for the same share what was looked at. The longest unused goes first. */
export class TextTerms {
  readonly #known = new Map<string, TextTerm>();
  readonly #most: number;

  /** @param most Terms kept: each costs four bytes a conversation. */
  constructor(most: number) {
    this.#most = most;
  }

  of(text: string, part: Predicate): TextTerm {
    const term = this.#known.get(text) ?? new TextTerm(part);
    this.#known.delete(text);
    this.#known.set(text, term);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#most) break;
      this.#known.delete(oldest);
    }
    return term;
  }
}
