/**
 * Ids still in use: they are marked before the others are dropped. An id given out after marking began counts as in
 * use.
 */
export class LiveIds<Id extends number = number> {
  /** Ids below it are marked one by one. */
  readonly count: number;
  readonly #marked: Uint8Array;

  constructor(count: number) {
    this.count = count;
    this.#marked = new Uint8Array(count);
  }

  add(id: Id): void {
    if (id < this.count) this.#marked[id] = 1;
  }

  has(id: Id): boolean {
    return id >= this.count || this.#marked[id] === 1;
  }

  /** The marked ids from `first` (included) to `end` (not included). */
  *between(first: number, end: number): Generator<Id> {
    for (let id = first as Id; id < end; id++) if (this.has(id)) yield id;
  }
}
