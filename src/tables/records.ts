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
 *
 * The rows are here, or in the memory of the core (binding/core-table.ts), which writes them while it reads packets: then they are added by `add` alone.
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
import type { CoreTable } from '../binding/core-table.js';
import { CHUNK_BITS, CHUNK_ROWS, type Elsewhere, type MovedRows } from './moved-rows.js';

/** What is done with a field whatever its type. */
interface Field<Row> {
  readonly bytes: number;
  raw(row: Row): number;
  setRaw(row: Row, value: number): void;
}

/** The types of fields, as DataView and the core name them. */
type Kind = 'Float64' | 'Int32' | 'Uint32' | 'Uint16' | 'Uint8';
const SIZES: Readonly<Record<Kind, number>> = { Float64: 8, Int32: 4, Uint32: 4, Uint16: 2, Uint8: 1 };

/** A field and the bytes of the record it takes. */
interface Laid<Row> {
  readonly field: Field<Row>;
  readonly kind: Kind;
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

  readonly #elsewhere: Elsewhere<Row> | undefined;
  readonly #table: CoreTable | undefined;
  readonly #float64: Chunks<Float64Array> = [];
  readonly #int32: Chunks<Int32Array> = [];
  readonly #uint32: Chunks<Uint32Array> = [];
  readonly #uint16: Chunks<Uint16Array> = [];
  readonly #uint8: Chunks<Uint8Array> = [];
  #used = 0;
  #count = 0;
  #dropped = 0;
  /** The memory the chunks lie in, where that is the core's. */
  #buffer: ArrayBufferLike | undefined;

  /**
   * @param size Bytes a row. What the fields do not use is room for others.
   * @param moved Where rows go whose chunk is dropped; without it none ever is.
   * @param table Where the rows are; without it they are here.
   */
  constructor(size: number, moved?: MovedRows<Row>, table?: CoreTable) {
    this.size = size;
    this.#table = table;
    this.#elsewhere = table === undefined || moved === undefined ? moved : new RowsOfCore(table, moved, this.layout);
    this.sparse = new SparseFields(moved);
    moved?.joinChunks(this);
    table?.core.onRenewed(() => this.#look());
    this.#look();
  }

  /** Rows added by `add`. */
  get count(): number {
    return this.#table?.count ?? this.#count;
  }

  float64<V extends number = number>(): Float64Column<Row, V> {
    return this.#lay(
      'Float64',
      place => new Float64Column<Row, V>(this.#elsewhere, { chunks: this.#float64, ...place }),
    );
  }

  int32<V extends number = number>(): Int32Column<Row, V> {
    return this.#lay('Int32', place => new Int32Column<Row, V>(this.#elsewhere, { chunks: this.#int32, ...place }));
  }

  /** Ids of another table's rows. */
  id<V extends number>(): IdColumn<Row, V> {
    return this.#lay('Int32', place => new IdColumn<Row, V>(this.#elsewhere, { chunks: this.#int32, ...place }));
  }

  uint32<V extends number = number>(): Uint32Column<Row, V> {
    return this.#lay('Uint32', place => new Uint32Column<Row, V>(this.#elsewhere, { chunks: this.#uint32, ...place }));
  }

  uint16<V extends number = number>(): Uint16Column<Row, V> {
    return this.#lay('Uint16', place => new Uint16Column<Row, V>(this.#elsewhere, { chunks: this.#uint16, ...place }));
  }

  uint8<V extends number = number>(): Uint8Column<Row, V> {
    return this.#lay('Uint8', place => new Uint8Column<Row, V>(this.#elsewhere, { chunks: this.#uint8, ...place }));
  }

  /** Adds a row with all fields 0; returns its number. */
  add(): number {
    if (this.#table !== undefined) return this.#table.add();
    const row = this.#count++;
    this.grow(row);
    return row;
  }

  /** Makes room for `row`, all of whose fields are then 0. Rows come in order. */
  grow(row: number): void {
    if (row >>> CHUNK_BITS < this.#uint8.length) return;
    this.#put(this.#uint8.length, new ArrayBuffer(CHUNK_ROWS * this.size), 0);
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
    this.#table?.drop(chunk);
    this.#dropped++;
  }

  /** Keeps a row, if that is for the core to do. */
  move(row: Row): void {
    this.#table?.move(row);
  }

  release(row: Row): void {
    this.#table?.release(row);
  }

  /** Memory held, in bytes, with that of the sparse fields. */
  get bytes(): number {
    return (this.#uint8.length - this.#dropped) * CHUNK_ROWS * this.size + this.sparse.bytes;
  }

  /** Looks at the chunks of the core's table: at all of them where the memory moved. */
  #look(): void {
    const table = this.#table;
    if (table === undefined) return;
    const { buffer } = table.core.bytes;
    const known = buffer === this.#buffer ? this.#uint8.length : 0;
    this.#buffer = buffer;
    for (let chunk = known; chunk < table.chunks; chunk++) {
      const at = table.chunkAt(chunk);
      if (at !== 0) this.#put(chunk, buffer, at);
    }
  }

  #put(chunk: number, buffer: ArrayBufferLike, at: number): void {
    const bytes = CHUNK_ROWS * this.size;
    this.#float64[chunk] = new Float64Array(buffer, at, bytes / 8);
    this.#int32[chunk] = new Int32Array(buffer, at, bytes / 4);
    this.#uint32[chunk] = new Uint32Array(buffer, at, bytes / 4);
    this.#uint16[chunk] = new Uint16Array(buffer, at, bytes / 2);
    this.#uint8[chunk] = new Uint8Array(buffer, at, bytes);
  }

  /** Takes the next offset that is a multiple of the type's size, as typed arrays want it. */
  #lay<F extends Field<Row>>(kind: Kind, field: (place: { stride: number; at: number }) => F): F {
    const bytes = SIZES[kind];
    const offset = Math.ceil(this.#used / bytes) * bytes;
    this.#used = offset + bytes;
    if (this.#used > this.size) throw new Error(`The fields of a record take more than its ${this.size} bytes.`);
    const made = field({ stride: this.size / bytes, at: offset / bytes });
    this.layout.push({ field: made, kind, offset, bytes });
    return made;
  }
}

/** The rows of a table of the core whose chunk was dropped: the core keeps their records. */
class RowsOfCore<Row extends number> implements Elsewhere<Row> {
  readonly #table: CoreTable;
  readonly #moved: MovedRows<Row>;
  readonly #layout: readonly Laid<Row>[];
  #fields = 0;

  constructor(table: CoreTable, moved: MovedRows<Row>, layout: readonly Laid<Row>[]) {
    this.#table = table;
    this.#moved = moved;
    this.#layout = layout;
  }

  get end(): number {
    return this.#moved.end;
  }

  /** The fields join in the order of the layout. */
  join(): number {
    return this.#fields++;
  }

  joinChunks(): void {
    // The record drops the chunks of all its fields.
  }

  get(row: Row, cell: number): number {
    const at = this.#movedAt(row);
    if (at === 0) return 0;
    const { kind, offset } = this.#layout[cell]!;
    const { view } = this.#table.core;
    return kind === 'Uint8' ? view.getUint8(at + offset) : view[`get${kind}`](at + offset, true);
  }

  set(row: Row, cell: number, value: number): void {
    const at = this.#movedAt(row);
    if (at === 0) return;
    const { kind, offset } = this.#layout[cell]!;
    const { view } = this.#table.core;
    if (kind === 'Uint8') view.setUint8(at + offset, value);
    else view[`set${kind}`](at + offset, value, true);
  }

  #movedAt(row: Row): number {
    return row >= 0 && row < this.end ? this.#table.movedAt(row) : 0;
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
