/**
 * Which conversations are kept, where a bound lets old ones go: all rows from a floor on, and below it those that were still alive
 * when it rose. Row numbers never change and are never given again.
 */
export class KeptRows {
  readonly #table: { readonly count: number };
  #floor = 0;
  /** Kept rows below the floor, ascending. */
  #older: readonly number[] = [];
  #isOlder: ReadonlySet<number> = new Set();

  /** @param table Counts all rows there ever were. */
  constructor(table: { readonly count: number }) {
    this.#table = table;
  }

  /** From this row on all are kept. */
  get floor(): number {
    return this.#floor;
  }

  /** One more than the newest row. */
  get end(): number {
    return this.#table.count;
  }

  /** Kept rows below the floor, ascending. */
  get older(): readonly number[] {
    return this.#older;
  }

  get count(): number {
    return this.countBelow(this.#table.count);
  }

  /** How many of the first `total` rows there ever were are kept. */
  countBelow(total: number): number {
    return this.#older.length + Math.max(0, total - this.#floor);
  }

  has(row: number): boolean {
    return row >= this.#floor ? row < this.#table.count : this.#isOlder.has(row);
  }

  /** The row at a position in order of arrival; -1 beyond the end. */
  at(position: number): number {
    if (position < 0 || position >= this.count) return -1;
    return this.#older[position] ?? this.#floor + position - this.#older.length;
  }

  /** Position of a row in order of arrival; -1 where it is not kept. */
  positionOf(row: number): number {
    if (!this.has(row)) return -1;
    return row >= this.#floor ? this.#older.length + row - this.#floor : this.#older.indexOf(row);
  }

  /** The kept rows in order of arrival; those added meanwhile come too. */
  *[Symbol.iterator](): Generator<number> {
    yield* this.#older;
    for (let row = this.#floor; row < this.#table.count; row++) yield row;
  }

  /** Keeps, of the rows below a floor, only some. */
  raise(floor: number, older: Iterable<number>): void {
    this.#floor = floor;
    this.#older = Array.from(older).sort((a, b) => a - b);
    this.#isOlder = new Set(this.#older);
  }
}
