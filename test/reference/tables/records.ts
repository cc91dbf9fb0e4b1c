/**
 * A table as a schema: a row is declared field by field. The place of each field, the size of a row, and how rows are cleared,
 * moved and counted follow from that.
 *
 *   readonly #record = new Records(16);
 *   readonly timeUs = this.#record.float64();   // bytes 0 to 7
 *   readonly file = this.#record.uint16();      // bytes 8 and 9
 *   readonly note = this.#record.sparse.uint32();   // few rows have one: a column of its own, see columns.ts
 *
 * The fields of a row are side by side, so reading a row at random costs one or two cache lines; separate columns would cost
 * one each.
 */
import {
  type Chunks,
  Float64Column,
  IdColumn,
  Int32Column,
  Uint8Column,
  Uint16Column,
  Uint32Column,
} from './columns.js';
import { CHUNK_BITS, CHUNK_ROWS, type MovedRows } from './moved-rows.js';

/** What is done with a field whatever its type. */
interface Field<Row> {
  readonly bytes: number;
  raw(row: Row): number;
  setRaw(row: Row, value: number): void;
}

/** A field and the bytes of the record it takes. */
interface Laid<Row> {
  readonly field: Field<Row>;
  readonly offset: number;
  readonly bytes: number;
}

/** @typeParam Row What numbers its rows: an id (model/ids.ts), or any number. */
export class Records<Row extends number = number> {
  /** Bytes a row; a multiple of 8. */
  readonly size: number;
  /** The fields by offset. */
  readonly layout: Laid<Row>[] = [];
  /** Declares fields that few rows need. */
  readonly sparse: SparseFields<Row>;

  readonly #moved: MovedRows<Row> | undefined;
  readonly #float64: Chunks<Float64Array> = [];
  readonly #int32: Chunks<Int32Array> = [];
  readonly #uint32: Chunks<Uint32Array> = [];
  readonly #uint16: Chunks<Uint16Array> = [];
  readonly #uint8: Chunks<Uint8Array> = [];
  #used = 0;
  #dropped = 0;

  /**
   * @param size Bytes a row. What the fields do not use is room for others.
   * @param moved Where rows go whose chunk is dropped; without it none ever is.
   */
  constructor(size: number, moved?: MovedRows<Row>) {
    this.size = size;
    this.#moved = moved;
    this.sparse = new SparseFields(moved);
    moved?.joinChunks(this);
  }

  float64<V extends number = number>(): Float64Column<Row, V> {
    return this.#lay(8, place => new Float64Column<Row, V>(this.#moved, { chunks: this.#float64, ...place }));
  }

  int32<V extends number = number>(): Int32Column<Row, V> {
    return this.#lay(4, place => new Int32Column<Row, V>(this.#moved, { chunks: this.#int32, ...place }));
  }

  /** Ids of another table's rows. */
  id<V extends number>(): IdColumn<Row, V> {
    return this.#lay(4, place => new IdColumn<Row, V>(this.#moved, { chunks: this.#int32, ...place }));
  }

  uint32<V extends number = number>(): Uint32Column<Row, V> {
    return this.#lay(4, place => new Uint32Column<Row, V>(this.#moved, { chunks: this.#uint32, ...place }));
  }

  uint16<V extends number = number>(): Uint16Column<Row, V> {
    return this.#lay(2, place => new Uint16Column<Row, V>(this.#moved, { chunks: this.#uint16, ...place }));
  }

  uint8<V extends number = number>(): Uint8Column<Row, V> {
    return this.#lay(1, place => new Uint8Column<Row, V>(this.#moved, { chunks: this.#uint8, ...place }));
  }

  /** Makes room for `row`, all of whose fields are then 0. Rows come in order. */
  grow(row: number): void {
    if (row >>> CHUNK_BITS < this.#uint8.length) return;
    const chunk = new ArrayBuffer(CHUNK_ROWS * this.size);
    this.#float64.push(new Float64Array(chunk));
    this.#int32.push(new Int32Array(chunk));
    this.#uint32.push(new Uint32Array(chunk));
    this.#uint16.push(new Uint16Array(chunk));
    this.#uint8.push(new Uint8Array(chunk));
  }

  /** Sets a field of a row, and those declared after it, to 0. */
  clearFrom(first: Field<Row>, row: Row): void {
    const from = this.layout.findIndex(({ field }) => field === first);
    for (let i = from; i < this.layout.length; i++) this.layout[i]!.field.setRaw(row, 0);
  }

  /** Sets the fields of a row to those of another. */
  copy(from: Row, to: Row): void {
    for (const { field } of this.layout) field.setRaw(to, field.raw(from));
  }

  /** Drops a chunk, by its number. */
  drop(chunk: number): void {
    for (const chunks of [this.#float64, this.#int32, this.#uint32, this.#uint16, this.#uint8])
      chunks[chunk] = undefined;
    this.#dropped++;
  }

  /** Memory held, in bytes, with that of the sparse fields. */
  get bytes(): number {
    return (this.#uint8.length - this.#dropped) * CHUNK_ROWS * this.size + this.sparse.bytes;
  }

  /** Takes the next offset that is a multiple of `bytes`, as typed arrays want it. */
  #lay<F extends Field<Row>>(bytes: number, field: (place: { stride: number; at: number }) => F): F {
    const offset = Math.ceil(this.#used / bytes) * bytes;
    this.#used = offset + bytes;
    if (this.#used > this.size) throw new Error(`The fields of a record take more than its ${this.size} bytes.`);
    const made = field({ stride: this.size / bytes, at: offset / bytes });
    this.layout.push({ field: made, offset, bytes });
    return made;
  }
}

/** Fields that few rows need: each is a column of its own. */
class SparseFields<Row extends number> {
  readonly #moved: MovedRows<Row> | undefined;
  readonly #columns: Field<Row>[] = [];

  constructor(moved: MovedRows<Row> | undefined) {
    this.#moved = moved;
  }

  float64<V extends number = number>(): Float64Column<Row, V> {
    return this.#keep(new Float64Column<Row, V>(this.#moved));
  }

  int32<V extends number = number>(): Int32Column<Row, V> {
    return this.#keep(new Int32Column<Row, V>(this.#moved));
  }

  uint32<V extends number = number>(): Uint32Column<Row, V> {
    return this.#keep(new Uint32Column<Row, V>(this.#moved));
  }

  uint16<V extends number = number>(): Uint16Column<Row, V> {
    return this.#keep(new Uint16Column<Row, V>(this.#moved));
  }

  uint8<V extends number = number>(): Uint8Column<Row, V> {
    return this.#keep(new Uint8Column<Row, V>(this.#moved));
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#columns.reduce((sum, column) => sum + column.bytes, 0);
  }

  #keep<F extends Field<Row>>(column: F): F {
    this.#columns.push(column);
    return column;
  }
}
