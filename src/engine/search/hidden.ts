/**
 * Conversations the user has put aside: those the filter did not match when all others were hidden. They stay in
 * the tables and in the statistics, since they were read; only lists, counts and saving pass them over. What arrives
 * later is never hidden.
 */
import type { Derived } from '../../conversations/derived.js';
import type { KeptRows } from '../../conversations/kept-rows.js';
import type { RowId } from '../../model/ids.js';

export class Hidden implements Derived {
  /** 1 where the conversation is hidden. */
  #members = new Uint8Array(0);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  has(row: RowId): boolean {
    return this.#members[row] === 1;
  }

  /** Hides all conversations there are but those that stay. */
  allBut(stays: Iterable<RowId>, rows: KeptRows): void {
    const members = new Uint8Array(rows.end);
    for (const row of rows) members[row] = 1;
    this.#count = rows.count;
    for (const row of stays) {
      this.#count -= members[row] ?? 0;
      members[row] = 0;
    }
    this.#members = members;
  }

  /** Brings all back. */
  showAll(): void {
    this.#members = new Uint8Array(0);
    this.#count = 0;
  }

  /** Nothing a conversation does brings it back. */
  changed(): void {}

  gone(rows: readonly RowId[]): void {
    for (const row of rows) {
      if (row >= this.#members.length) continue;
      this.#count -= this.#members[row]!;
      this.#members[row] = 0;
    }
  }

  cleared(): void {
    this.showAll();
  }
}
