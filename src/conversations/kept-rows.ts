/**
 * Which conversations are kept, where a bound lets old ones go: all rows from a floor on, and below it those that were still alive
 * when it rose. Row numbers never change and are never given again.
 */
import { NO_ROW, type RowId, rowId } from '../model/ids.js';

export class KeptRows {
  readonly #table: { readonly count: number };
  #floor = rowId(0);
  /** Kept rows below the floor, ascending. */
  #older: readonly RowId[] = [];
  #isOlder: ReadonlySet<RowId> = new Set();

  /** @param table Counts all rows there ever were. */
  constructor(table: { readonly count: number }) {
    this.#table = table;
  }

  /** From this row on all are kept. */
  get floor(): RowId {
    return this.#floor;
  }

  /** One more than the newest row. */
  get end(): number {
    return this.#table.count;
  }

  /** Kept rows below the floor, ascending. */
  get older(): readonly RowId[] {
    return this.#older;
  }

  get count(): number {
    return this.countBelow(this.#table.count);
  }

  /** How many of the first `total` rows there ever were are kept. */
  countBelow(total: number): number {
    return this.#older.length + Math.max(0, total - this.#floor);
  }

  has(row: RowId): boolean {
    return row >= this.#floor ? row < this.#table.count : this.#isOlder.has(row);
  }

  /** The row at a position in order of arrival; NO_ROW beyond the end. */
  at(position: number): RowId {
    if (position < 0 || position >= this.count) return NO_ROW;
    return this.#older[position] ?? rowId(this.#floor + position - this.#older.length);
  }

  /** Position of a row in order of arrival; -1 where it is not kept. */
  positionOf(row: RowId): number {
    if (!this.has(row)) return -1;
    return row >= this.#floor ? this.#older.length + row - this.#floor : this.#older.indexOf(row);
  }

  /** The kept rows in order of arrival; those added meanwhile come too. */
  *[Symbol.iterator](): Generator<RowId> {
    yield* this.#older;
    for (let row = this.#floor; row < this.#table.count; row++) yield row;
  }

  /** Keeps, of the rows below a floor, only some. */
  raise(floor: RowId, older: Iterable<RowId>): void {
    this.#floor = floor;
    this.#older = Array.from(older).sort((a, b) => a - b);
    this.#isOlder = new Set(this.#older);
  }
}
