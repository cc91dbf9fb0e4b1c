/**
 * Conversations the user has put aside: those a filter did not match when all others were asked to go. In: their ids. Out:
 * whether an id is one of them. They stay in the tables and in the statistics, since they were read; only lists, counts and
 * saving pass them over. What arrives later is never among them.
 */
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

  /** Puts aside all of the first `total` conversations but those that stay. */
  allBut(stays: Iterable<number>, total: number): void {
    const members = new Uint8Array(total).fill(1);
    this.#count = total;
    for (const id of stays) {
      this.#count -= members[id] ?? 0;
      members[id] = 0;
    }
    this.#members = members;
  }

  /** Brings all back. */
  clear(): void {
    this.#members = new Uint8Array(0);
    this.#count = 0;
  }
}
