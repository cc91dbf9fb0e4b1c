/**
 * Rows of fields that are read together: a record of fixed size a row, in chunks of 65,536 rows, so that growth never copies and a
 * row read at random costs one line of the processor's cache, where a column a field would cost one each. In: a row and a value.
 * Out: the value; 0 for a row that does not exist.
 *
 * The field classes are alike but apart on purpose: one body for several kinds of array would be compiled for none of them.
 */

import { CHUNK_BITS as BITS, CHUNK_ROWS as ROWS, type MovedRows } from './moved-rows.js';

const MASK = ROWS - 1;

export class Records {
  /** Bytes a row; a multiple of 8. */
  readonly size: number;
  readonly int32: (Int32Array | undefined)[] = [];
  readonly uint32: (Uint32Array | undefined)[] = [];
  readonly uint16: (Uint16Array | undefined)[] = [];
  readonly uint8: (Uint8Array | undefined)[] = [];
  readonly float64: (Float64Array | undefined)[] = [];

  /** Where rows go whose chunk is let go; without it none ever is. */
  readonly moved: MovedRows | undefined;
  #dropped = 0;

  constructor(size: number, moved?: MovedRows) {
    this.size = size;
    this.moved = moved;
    moved?.joinChunks(this);
  }

  /** Makes room for `row`, whose fields are then 0. Rows come in order. */
  grow(row: number): void {
    if (row >>> BITS < this.int32.length) return;
    const chunk = new ArrayBuffer(ROWS * this.size);
    this.int32.push(new Int32Array(chunk));
    this.uint32.push(new Uint32Array(chunk));
    this.uint16.push(new Uint16Array(chunk));
    this.uint8.push(new Uint8Array(chunk));
    this.float64.push(new Float64Array(chunk));
  }

  /** Lets a chunk go, by its number. */
  drop(chunk: number): void {
    for (const chunks of [this.int32, this.uint32, this.uint16, this.uint8, this.float64]) chunks[chunk] = undefined;
    this.#dropped++;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return (this.int32.length - this.#dropped) * ROWS * this.size;
  }
}

/** A Int32 field of a record, at a byte offset that is a multiple of 4. */
export class Int32Field {
  readonly #chunks: readonly (Int32Array | undefined)[];
  readonly #moved: MovedRows | undefined;
  readonly #cell: number;
  readonly #stride: number;
  readonly #at: number;

  constructor(records: Records, offset: number) {
    this.#moved = records.moved;
    this.#cell = records.moved?.join(this) ?? 0;
    this.#chunks = records.int32;
    this.#stride = records.size / 4;
    this.#at = offset / 4;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? this.#elsewhere(row) : chunk[(row & MASK) * this.#stride + this.#at]!;
  }

  set(row: number, value: number): void {
    const chunk = this.#chunks[row >>> BITS];
    if (chunk !== undefined) chunk[(row & MASK) * this.#stride + this.#at] = value;
    else this.#moved?.set(row, this.#cell, value);
  }

  #elsewhere(row: number): number {
    return this.#moved === undefined ? 0 : this.#moved.get(row, this.#cell);
  }
}

/** A Uint32 field of a record, at a byte offset that is a multiple of 4. */
export class Uint32Field {
  readonly #chunks: readonly (Uint32Array | undefined)[];
  readonly #moved: MovedRows | undefined;
  readonly #cell: number;
  readonly #stride: number;
  readonly #at: number;

  constructor(records: Records, offset: number) {
    this.#moved = records.moved;
    this.#cell = records.moved?.join(this) ?? 0;
    this.#chunks = records.uint32;
    this.#stride = records.size / 4;
    this.#at = offset / 4;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? this.#elsewhere(row) : chunk[(row & MASK) * this.#stride + this.#at]!;
  }

  set(row: number, value: number): void {
    const chunk = this.#chunks[row >>> BITS];
    if (chunk !== undefined) chunk[(row & MASK) * this.#stride + this.#at] = value;
    else this.#moved?.set(row, this.#cell, value);
  }

  #elsewhere(row: number): number {
    return this.#moved === undefined ? 0 : this.#moved.get(row, this.#cell);
  }
}

/** A Uint16 field of a record, at a byte offset that is a multiple of 2. */
export class Uint16Field {
  readonly #chunks: readonly (Uint16Array | undefined)[];
  readonly #moved: MovedRows | undefined;
  readonly #cell: number;
  readonly #stride: number;
  readonly #at: number;

  constructor(records: Records, offset: number) {
    this.#moved = records.moved;
    this.#cell = records.moved?.join(this) ?? 0;
    this.#chunks = records.uint16;
    this.#stride = records.size / 2;
    this.#at = offset / 2;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? this.#elsewhere(row) : chunk[(row & MASK) * this.#stride + this.#at]!;
  }

  set(row: number, value: number): void {
    const chunk = this.#chunks[row >>> BITS];
    if (chunk !== undefined) chunk[(row & MASK) * this.#stride + this.#at] = value;
    else this.#moved?.set(row, this.#cell, value);
  }

  #elsewhere(row: number): number {
    return this.#moved === undefined ? 0 : this.#moved.get(row, this.#cell);
  }
}

/** A Uint8 field of a record, at a byte offset that is a multiple of 1. */
export class Uint8Field {
  readonly #chunks: readonly (Uint8Array | undefined)[];
  readonly #moved: MovedRows | undefined;
  readonly #cell: number;
  readonly #stride: number;
  readonly #at: number;

  constructor(records: Records, offset: number) {
    this.#moved = records.moved;
    this.#cell = records.moved?.join(this) ?? 0;
    this.#chunks = records.uint8;
    this.#stride = records.size / 1;
    this.#at = offset / 1;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? this.#elsewhere(row) : chunk[(row & MASK) * this.#stride + this.#at]!;
  }

  set(row: number, value: number): void {
    const chunk = this.#chunks[row >>> BITS];
    if (chunk !== undefined) chunk[(row & MASK) * this.#stride + this.#at] = value;
    else this.#moved?.set(row, this.#cell, value);
  }

  #elsewhere(row: number): number {
    return this.#moved === undefined ? 0 : this.#moved.get(row, this.#cell);
  }
}

/** A Float64 field of a record, at a byte offset that is a multiple of 8. */
export class Float64Field {
  readonly #chunks: readonly (Float64Array | undefined)[];
  readonly #moved: MovedRows | undefined;
  readonly #cell: number;
  readonly #stride: number;
  readonly #at: number;

  constructor(records: Records, offset: number) {
    this.#moved = records.moved;
    this.#cell = records.moved?.join(this) ?? 0;
    this.#chunks = records.float64;
    this.#stride = records.size / 8;
    this.#at = offset / 8;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? this.#elsewhere(row) : chunk[(row & MASK) * this.#stride + this.#at]!;
  }

  set(row: number, value: number): void {
    const chunk = this.#chunks[row >>> BITS];
    if (chunk !== undefined) chunk[(row & MASK) * this.#stride + this.#at] = value;
    else this.#moved?.set(row, this.#cell, value);
  }

  #elsewhere(row: number): number {
    return this.#moved === undefined ? 0 : this.#moved.get(row, this.#cell);
  }
}
