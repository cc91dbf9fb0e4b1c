/**
 * Which numbers occur in a conversation, and in which headers: one list per conversation, one entry per distinct
 * number, 256 at most. The core writes them (src/core/conversations/postings.ts).
 */
import type { CoreTable } from '../../binding/core-table.js';
import { EntryLists } from '../../tables/entry-lists.js';

export class NumberPostings {
  readonly lists: EntryLists;
  readonly #number;
  readonly #kinds;

  /** @param table Where the entries are. */
  constructor(table?: CoreTable) {
    this.lists = new EntryLists(16, table);
    const { record } = this.lists;
    this.#number = record.int32();
    this.#kinds = record.int32();
    // The hash of the number as it was first spelled here is the core's.
    record.int32();
  }

  /** Entry after `entry`; 0 at the end. */
  next(entry: number): number {
    return this.lists.next(entry);
  }

  /** Id of `Conversations.numbers`. */
  number(entry: number): number {
    return this.#number.get(entry);
  }

  /** Headers it occurs in: bits by index in NUMBER_KINDS. */
  kinds(entry: number): number {
    return this.#kinds.get(entry);
  }
}
