/**
 * Which numbers stand in a conversation, and in which headers. In: a number's id and the kind of header. Out: a list per
 * conversation, one entry a distinct number.
 */
import { Int32Field, Records } from './records.js';

/** Distinct numbers kept of one conversation: a hostile one could bring a new one with each message. */
const MAX_ENTRIES = 256;

export class NumberPostings {
  readonly #records = new Records(16);
  readonly #number = new Int32Field(this.#records, 0);
  readonly #kinds = new Int32Field(this.#records, 4);
  readonly #next = new Int32Field(this.#records, 8);
  #count = 0;

  /**
   * Notes that a number stands in headers of some kinds (bits by index in NUMBER_KINDS).
   * @param head The conversation's first entry, 0 for none.
   * @returns Its first entry from now on.
   */
  add(head: number, number: number, kinds: number): number {
    let entries = 0;
    for (let at = head; at !== 0; at = this.#next.get(at)) {
      if (this.#number.get(at) === number) {
        const known = this.#kinds.get(at);
        if ((kinds & ~known) !== 0) this.#kinds.set(at, known | kinds);
        return head;
      }
      if (++entries >= MAX_ENTRIES) return head;
    }
    const entry = ++this.#count;
    this.#records.grow(entry);
    this.#number.set(entry, number);
    this.#kinds.set(entry, kinds);
    this.#next.set(entry, head);
    return entry;
  }

  /** Entry after `entry`; 0 at the end. */
  next(entry: number): number {
    return this.#next.get(entry);
  }

  /** Id of `Conversations.numbers`. */
  number(entry: number): number {
    return this.#number.get(entry);
  }

  /** Headers it stands in: bits by index in NUMBER_KINDS. */
  kinds(entry: number): number {
    return this.#kinds.get(entry);
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#records.bytes;
  }
}
