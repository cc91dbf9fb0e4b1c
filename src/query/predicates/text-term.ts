/**
 * A term that only the text of messages can answer. It remembers by conversation what was tested, so no message is
 * read twice, whichever query needs it and in however many slices.
 */
import type { MessageId, RowId } from '../../model/ids.js';
import type { Predicate } from './predicate.js';
import type { MessageText } from './subject.js';

/** Stands for "tested up to the last possible message": the term holds. */
const HOLDS = 0x7fff_ffff;

export class TextTerm {
  readonly #part: Predicate;
  /** By conversation: the id of the last message tested + 1; all before it are tested too. */
  #upTo = new Int32Array(1024);

  constructor(part: Predicate) {
    this.#part = part;
  }

  /** Whether one of the messages tested so far passed. */
  holds(row: RowId): boolean {
    return this.#upTo[row] === HOLDS;
  }

  /**
   * Whether a message must still be tested: the term does not hold yet, and the columns do not rule the message out.
   */
  asks(row: RowId, message: MessageId): boolean {
    return message >= (this.#upTo[row] ?? 0) && this.#part.might(row, message, null);
  }

  /** Whether a message passes. */
  passes(row: RowId, message: MessageId, text: MessageText): boolean {
    const { needs, test } = this.#part;
    return (needs === null || needs(text.whole())) && test(row, message, text);
  }

  /** Records whether a message passed; messages of one conversation come with ascending ids. */
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

/**
 * Text terms by their text, so that queries with the same term share its results. The least recently used goes first.
 */
export class TextTerms {
  readonly #known = new Map<string, TextTerm>();
  readonly #max: number;

  /** @param max Terms kept: each costs four bytes per conversation. */
  constructor(max: number) {
    this.#max = max;
  }

  of(text: string, part: Predicate): TextTerm {
    const term = this.#known.get(text) ?? new TextTerm(part);
    this.#known.delete(text);
    this.#known.set(text, term);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#max) break;
      this.#known.delete(oldest);
    }
    return term;
  }
}
