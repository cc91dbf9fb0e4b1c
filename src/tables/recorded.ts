/** A table of one kind of record, and where its rows go as its old chunks are dropped. Subclasses declare the fields. */
import type { CoreTable } from '../binding/core-table.js';
import { MovedRows } from './moved-rows.js';
import { Records } from './records.js';

export abstract class Recorded<Row extends number> {
  /** Rows whose chunk was dropped. */
  readonly moved = new MovedRows<Row>();
  readonly record: Records<Row>;

  /**
   * @param size Bytes a row.
   * @param table Where the rows are; without it they are here.
   */
  constructor(size: number, table?: CoreTable) {
    this.record = new Records<Row>(size, this.moved, table);
  }

  /** Rows so far; ids are 0 to `count` - 1. */
  get count(): number {
    return this.record.count;
  }
}
