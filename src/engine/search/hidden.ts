/**
 * Conversations the user has put aside: those a filter did not match when all others were asked to go. In: their ids. Out:
 * whether an id is one of them. They stay in the tables and in the statistics, since they were read; only lists, counts and
 * saving pass them over. What arrives later is never among them.
 */
import type { KeptRows } from '../../conversations/kept-rows.js';

export class Hidden {
  /** 1 where the conversation is put aside. */
  #members = new Uint8Array(0);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  has(id: number): boolean {
    return this.#members[id] === 1;
  }

  /** Puts aside all conversations there are but those that stay. */
  allBut(stays: Iterable<number>, rows: KeptRows): void {
    const members = new Uint8Array(rows.end);
    for (const id of rows) members[id] = 1;
    this.#count = rows.count;
    for (const id of stays) {
      this.#count -= members[id] ?? 0;
      members[id] = 0;
    }
    this.#members = members;
  }

  /** Takes note of conversations that were let go. */
  letGo(gone: readonly number[]): void {
    for (const id of gone) {
      this.#count -= this.#members[id] ?? 0;
      if (id < this.#members.length) this.#members[id] = 0;
    }
  }

  /** Brings all back. */
  clear(): void {
    this.#members = new Uint8Array(0);
    this.#count = 0;
  }
}
