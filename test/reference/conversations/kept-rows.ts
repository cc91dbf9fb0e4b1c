/**
 * Which conversations survived eviction: all rows from a floor on, and below it those that were still alive when it
 * rose. Row numbers never change and are never reused.
 */
import { NO_ROW, type RowId, rowId } from '../model/ids.js';

export class KeptRows {
  readonly #table: { readonly count: number };
  #floor = rowId(0);
  /** Kept rows below the floor, ascending. */
  #older: readonly RowId[] = [];
  #isOlder: ReadonlySet<RowId> = new Set();

  /** @param table Counts all rows ever added. */
  constructor(table: { readonly count: number }) {
    this.#table = table;
  }

  /** All rows from this one on are kept. */
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

  /** How many of the first `total` rows ever added are kept. */
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

  /** Position of a row in order of arrival; -1 if it is not kept. */
  positionOf(row: RowId): number {
    if (!this.has(row)) return -1;
    return row >= this.#floor ? this.#older.length + row - this.#floor : this.#older.indexOf(row);
  }

  /** The kept rows in order of arrival, including rows added during the iteration. */
  *[Symbol.iterator](): Generator<RowId> {
    yield* this.#older;
    for (let row = this.#floor; row < this.#table.count; row++) yield row;
  }

  /** Raises the floor; of the rows below it, only `older` stay. */
  raise(floor: RowId, older: Iterable<RowId>): void {
    this.#floor = floor;
    this.#older = Array.from(older).sort((a, b) => a - b);
    this.#isOlder = new Set(this.#older);
  }
}
