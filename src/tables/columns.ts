/**
 * Columns of numbers that grow: chunks of 65,536 rows, so that growth never copies a value. A column stands alone, in chunks of
 * its own, or is a field of a record (records.ts), whose chunks it shares at a stride and an offset. Alone, it has a chunk only
 * once a value other than 0 is set there, so that what few rows need costs the others nothing.
 *
 * A column may say whose rows it has and what its values are, as types of ids (model/ids.ts). An array only knows numbers: `get` says
 * that what it reads is what `set` took.
 *
 * `get` and `set` are written out for each type of array. V8 compiles a method once for all classes that share it: one body for
 * all types measured 4.5 times slower.
 */
import { CHUNK_BITS as BITS, CHUNK_ROWS as ROWS, type Elsewhere } from './moved-rows.js';

const MASK = ROWS - 1;

type Chunk = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;
/** Chunks by number; undefined if nothing was set, and where the chunk was dropped. */
export type Chunks<C extends Chunk> = (C | undefined)[];

/** Where the values of a column lie: in units of its type, row `n` of a chunk is at `n * stride + at`. */
export interface Place<C extends Chunk> {
  readonly chunks: Chunks<C>;
  readonly stride: number;
  readonly at: number;
}

abstract class Column<C extends Chunk, Row extends number, Value extends number> {
  protected readonly chunks: Chunks<C>;
  protected readonly stride: number;
  protected readonly at: number;
  readonly #isField: boolean;
  readonly #moved: Elsewhere<Row> | undefined;
  /** Number of the column in `#moved`. */
  readonly #cell: number;

  /**
   * @param moved Where rows go whose chunk is dropped; without it none ever is.
   * @param place Where the values lie in a record; without it the column stands alone.
   */
  constructor(moved?: Elsewhere<Row>, place?: Place<C>) {
    this.chunks = place?.chunks ?? [];
    this.stride = place?.stride ?? 1;
    this.at = place?.at ?? 0;
    this.#isField = place !== undefined;
    this.#moved = moved;
    this.#cell = moved?.join(this) ?? 0;
    if (!this.#isField) moved?.joinChunks(this);
  }

  /** The value of a row; 0 if none was set, or the row was dropped. */
  abstract get(row: Row): Value;

  /** Sets the value of a row; does nothing if the row was dropped. */
  abstract set(row: Row, value: Value): void;

  /** The number kept for a row, whatever it stands for. Slow, as `setRaw` is: one body for all types. */
  raw(row: Row): number {
    const chunk = this.chunks[row >>> BITS];
    return chunk === undefined ? this.elsewhere(row) : chunk[(row & MASK) * this.stride + this.at]!;
  }

  /** Sets the number kept for a row; 0 makes it one that was never set. */
  setRaw(row: Row, value: number): void {
    const chunk = this.chunks[row >>> BITS];
    if (chunk === undefined) this.setElsewhere(row, value);
    else chunk[(row & MASK) * this.stride + this.at] = value;
  }

  /** Sets the values of rows [from, to) of which none was dropped. */
  fill(from: Row, to: number, value: Value): void {
    for (let row: number = from; row < to; ) {
      const chunk = this.chunks[row >>> BITS];
      const end = Math.min(to, (row | MASK) + 1);
      if (chunk === undefined || this.stride > 1) for (let each = row; each < end; each++) this.set(each as Row, value);
      else chunk.fill(value, row & MASK, ((end - 1) & MASK) + 1);
      row = end;
    }
  }

  /** Drops a chunk, by its number. */
  drop(chunk: number): void {
    if (chunk < this.chunks.length) this.chunks[chunk] = undefined;
  }

  /** Memory held, in bytes; a record counts that of its fields. */
  get bytes(): number {
    return this.#isField ? 0 : this.chunks.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0);
  }

  /** The value of a row whose chunk does not exist. */
  protected elsewhere(row: Row): number {
    return this.#moved === undefined ? 0 : this.#moved.get(row, this.#cell);
  }

  /** Sets the value of a row whose chunk does not exist. */
  protected setElsewhere(row: Row, value: number): void {
    if (this.#moved !== undefined && row < this.#moved.end) this.#moved.set(row, this.#cell, value);
    else if (value !== 0 && !this.#isField) {
      const index = row >>> BITS;
      while (this.chunks.length <= index) this.chunks.push(undefined);
      const chunk = this.newChunk();
      this.chunks[index] = chunk;
      chunk[row & MASK] = value;
    }
  }

  protected abstract newChunk(): C;
}

/** Values 0 to 255. */
export class Uint8Column<Row extends number = number, Value extends number = number> extends Column<
  Uint8Array,
  Row,
  Value
> {
  get(row: Row): Value {
    const chunk = this.chunks[row >>> BITS];
    return (chunk === undefined ? this.elsewhere(row) : chunk[(row & MASK) * this.stride + this.at]!) as Value;
  }

  set(row: Row, value: Value): void {
    const chunk = this.chunks[row >>> BITS];
    if (chunk === undefined) this.setElsewhere(row, value);
    else chunk[(row & MASK) * this.stride + this.at] = value;
  }

  protected newChunk(): Uint8Array {
    return new Uint8Array(ROWS);
  }
}

/** Values 0 to 65,535. */
export class Uint16Column<Row extends number = number, Value extends number = number> extends Column<
  Uint16Array,
  Row,
  Value
> {
  get(row: Row): Value {
    const chunk = this.chunks[row >>> BITS];
    return (chunk === undefined ? this.elsewhere(row) : chunk[(row & MASK) * this.stride + this.at]!) as Value;
  }

  set(row: Row, value: Value): void {
    const chunk = this.chunks[row >>> BITS];
    if (chunk === undefined) this.setElsewhere(row, value);
    else chunk[(row & MASK) * this.stride + this.at] = value;
  }

  protected newChunk(): Uint16Array {
    return new Uint16Array(ROWS);
  }
}

/** Signed values of 32 bits. */
export class Int32Column<Row extends number = number, Value extends number = number> extends Column<
  Int32Array,
  Row,
  Value
> {
  get(row: Row): Value {
    const chunk = this.chunks[row >>> BITS];
    return (chunk === undefined ? this.elsewhere(row) : chunk[(row & MASK) * this.stride + this.at]!) as Value;
  }

  set(row: Row, value: Value): void {
    const chunk = this.chunks[row >>> BITS];
    if (chunk === undefined) this.setElsewhere(row, value);
    else chunk[(row & MASK) * this.stride + this.at] = value;
  }

  protected newChunk(): Int32Array {
    return new Int32Array(ROWS);
  }
}

/** Ids of the rows of another table, -1 for none: kept as id + 1, so that a row never set has none. */
export class IdColumn<Row extends number = number, Id extends number = number> extends Column<Int32Array, Row, Id> {
  get(row: Row): Id {
    const chunk = this.chunks[row >>> BITS];
    const next = chunk === undefined ? this.elsewhere(row) : chunk[(row & MASK) * this.stride + this.at]!;
    return (next - 1) as Id;
  }

  set(row: Row, id: Id): void {
    const chunk = this.chunks[row >>> BITS];
    if (chunk === undefined) this.setElsewhere(row, id + 1);
    else chunk[(row & MASK) * this.stride + this.at] = id + 1;
  }

  protected newChunk(): Int32Array {
    return new Int32Array(ROWS);
  }
}

/** Unsigned values of 32 bits. */
export class Uint32Column<Row extends number = number, Value extends number = number> extends Column<
  Uint32Array,
  Row,
  Value
> {
  get(row: Row): Value {
    const chunk = this.chunks[row >>> BITS];
    return (chunk === undefined ? this.elsewhere(row) : chunk[(row & MASK) * this.stride + this.at]!) as Value;
  }

  set(row: Row, value: Value): void {
    const chunk = this.chunks[row >>> BITS];
    if (chunk === undefined) this.setElsewhere(row, value);
    else chunk[(row & MASK) * this.stride + this.at] = value;
  }

  protected newChunk(): Uint32Array {
    return new Uint32Array(ROWS);
  }
}

/** Any number: times, and offsets beyond 32 bits. */
export class Float64Column<Row extends number = number, Value extends number = number> extends Column<
  Float64Array,
  Row,
  Value
> {
  get(row: Row): Value {
    const chunk = this.chunks[row >>> BITS];
    return (chunk === undefined ? this.elsewhere(row) : chunk[(row & MASK) * this.stride + this.at]!) as Value;
  }

  set(row: Row, value: Value): void {
    const chunk = this.chunks[row >>> BITS];
    if (chunk === undefined) this.setElsewhere(row, value);
    else chunk[(row & MASK) * this.stride + this.at] = value;
  }

  protected newChunk(): Float64Array {
    return new Float64Array(ROWS);
  }
}
