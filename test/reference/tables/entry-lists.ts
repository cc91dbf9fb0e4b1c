/**
 * Lists of a few entries each, for rows of another table. The entries of all lists share one table of records, each
 * with the number of the next. A list is its first entry, 0 if it is empty; the latest entry comes first.
 */
import { CHUNK_BITS, CHUNK_ROWS } from './moved-rows.js';
import { Records } from './records.js';

export class EntryLists {
  /** Declares the fields of an entry; the number of the next takes its first four bytes. */
  readonly record: Records;
  readonly #next;
  /** Entries so far: they are numbered from 1. */
  #count = 0;
  #dropped = 0;

  /** @param size Bytes an entry. */
  constructor(size: number) {
    this.record = new Records(size);
    this.#next = this.record.int32();
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.record.bytes;
  }

  /** Entry after `entry`; 0 at the end. */
  next(entry: number): number {
    return this.#next.get(entry);
  }

  /** Puts an entry, all fields 0, before the list that begins with `head`; returns its number, the list's from now on. */
  prepend(head: number): number {
    const entry = ++this.#count;
    this.record.grow(entry);
    this.#next.set(entry, head);
    return entry;
  }

  /** Rewrites the entries of a list, in the same order; returns its new first entry. */
  rewrite(head: number): number {
    const entries: number[] = [];
    for (let at = head; at !== 0; at = this.next(at)) entries.push(at);
    return entries.reduceRight((next, at) => {
      const entry = this.prepend(next);
      this.record.copy(at, entry);
      this.#next.set(entry, next);
      return entry;
    }, 0);
  }

  /** The entry of a list that was written first; Infinity where the list is empty. */
  oldest(head: number): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (let at = head; at !== 0; at = this.next(at)) oldest = at;
    return oldest;
  }

  /** Lets go of the entries before `entry`, by chunks. */
  dropBefore(entry: number): void {
    const end = Math.min(entry, this.#count + 1);
    for (; this.#dropped + CHUNK_ROWS <= end; this.#dropped += CHUNK_ROWS)
      this.record.drop(this.#dropped >>> CHUNK_BITS);
  }
}
