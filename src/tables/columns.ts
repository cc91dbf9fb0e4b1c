/**
 * Columns of numbers that grow: chunks of 65,536 rows, so that growth never copies. In: a row and a value. Out: the value; 0 for
 * a row never set. A chunk exists only once a value other than 0 is set in it, so that a column nobody uses costs nothing.
 *
 * The classes are alike but apart on purpose: one body for five kinds of array would be compiled for none of them.
 */

import { CHUNK_BITS as BITS, CHUNK_ROWS as ROWS, type MovedRows } from './moved-rows.js';

const MASK = ROWS - 1;

/** A column of Uint8 values (0 to 255). */
export class Uint8Column {
  readonly #chunks: (Uint8Array | undefined)[] = [];
  readonly #moved: MovedRows | undefined;
  readonly #cell: number;

  /** @param moved Where rows go whose chunk is let go; without it none ever is. */
  constructor(moved?: MovedRows) {
    this.#moved = moved;
    this.#cell = moved?.join(this) ?? 0;
    moved?.joinChunks(this);
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? this.#elsewhere(row) : chunk[row & MASK]!;
  }

  set(row: number, value: number): void {
    let chunk = this.#chunks[row >>> BITS];
    if (chunk === undefined) {
      if (this.#moved !== undefined && row < this.#moved.end) {
        this.#moved.set(row, this.#cell, value);
        return;
      }
      if (value === 0) return;
      chunk = this.#grow(row >>> BITS);
    }
    chunk[row & MASK] = value;
  }

  /** Lets a chunk go, by its number. */
  drop(chunk: number): void {
    if (chunk < this.#chunks.length) this.#chunks[chunk] = undefined;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0);
  }

  #grow(index: number): Uint8Array {
    while (this.#chunks.length <= index) this.#chunks.push(undefined);
    const chunk = new Uint8Array(ROWS);
    this.#chunks[index] = chunk;
    return chunk;
  }

  #elsewhere(row: number): number {
    return this.#moved === undefined ? 0 : this.#moved.get(row, this.#cell);
  }
}

/** A column of Uint16 values (0 to 65,535). */
export class Uint16Column {
  readonly #chunks: (Uint16Array | undefined)[] = [];
  readonly #moved: MovedRows | undefined;
  readonly #cell: number;

  /** @param moved Where rows go whose chunk is let go; without it none ever is. */
  constructor(moved?: MovedRows) {
    this.#moved = moved;
    this.#cell = moved?.join(this) ?? 0;
    moved?.joinChunks(this);
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? this.#elsewhere(row) : chunk[row & MASK]!;
  }

  set(row: number, value: number): void {
    let chunk = this.#chunks[row >>> BITS];
    if (chunk === undefined) {
      if (this.#moved !== undefined && row < this.#moved.end) {
        this.#moved.set(row, this.#cell, value);
        return;
      }
      if (value === 0) return;
      chunk = this.#grow(row >>> BITS);
    }
    chunk[row & MASK] = value;
  }

  /** Lets a chunk go, by its number. */
  drop(chunk: number): void {
    if (chunk < this.#chunks.length) this.#chunks[chunk] = undefined;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0);
  }

  #grow(index: number): Uint16Array {
    while (this.#chunks.length <= index) this.#chunks.push(undefined);
    const chunk = new Uint16Array(ROWS);
    this.#chunks[index] = chunk;
    return chunk;
  }

  #elsewhere(row: number): number {
    return this.#moved === undefined ? 0 : this.#moved.get(row, this.#cell);
  }
}

/** A column of Int32 values (signed 32 bits). */
export class Int32Column {
  readonly #chunks: (Int32Array | undefined)[] = [];
  readonly #moved: MovedRows | undefined;
  readonly #cell: number;

  /** @param moved Where rows go whose chunk is let go; without it none ever is. */
  constructor(moved?: MovedRows) {
    this.#moved = moved;
    this.#cell = moved?.join(this) ?? 0;
    moved?.joinChunks(this);
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? this.#elsewhere(row) : chunk[row & MASK]!;
  }

  set(row: number, value: number): void {
    let chunk = this.#chunks[row >>> BITS];
    if (chunk === undefined) {
      if (this.#moved !== undefined && row < this.#moved.end) {
        this.#moved.set(row, this.#cell, value);
        return;
      }
      if (value === 0) return;
      chunk = this.#grow(row >>> BITS);
    }
    chunk[row & MASK] = value;
  }

  /** Lets a chunk go, by its number. */
  drop(chunk: number): void {
    if (chunk < this.#chunks.length) this.#chunks[chunk] = undefined;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0);
  }

  #grow(index: number): Int32Array {
    while (this.#chunks.length <= index) this.#chunks.push(undefined);
    const chunk = new Int32Array(ROWS);
    this.#chunks[index] = chunk;
    return chunk;
  }

  #elsewhere(row: number): number {
    return this.#moved === undefined ? 0 : this.#moved.get(row, this.#cell);
  }
}

/** A column of Uint32 values (unsigned 32 bits). */
export class Uint32Column {
  readonly #chunks: (Uint32Array | undefined)[] = [];
  readonly #moved: MovedRows | undefined;
  readonly #cell: number;

  /** @param moved Where rows go whose chunk is let go; without it none ever is. */
  constructor(moved?: MovedRows) {
    this.#moved = moved;
    this.#cell = moved?.join(this) ?? 0;
    moved?.joinChunks(this);
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? this.#elsewhere(row) : chunk[row & MASK]!;
  }

  set(row: number, value: number): void {
    let chunk = this.#chunks[row >>> BITS];
    if (chunk === undefined) {
      if (this.#moved !== undefined && row < this.#moved.end) {
        this.#moved.set(row, this.#cell, value);
        return;
      }
      if (value === 0) return;
      chunk = this.#grow(row >>> BITS);
    }
    chunk[row & MASK] = value;
  }

  /** Lets a chunk go, by its number. */
  drop(chunk: number): void {
    if (chunk < this.#chunks.length) this.#chunks[chunk] = undefined;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0);
  }

  #grow(index: number): Uint32Array {
    while (this.#chunks.length <= index) this.#chunks.push(undefined);
    const chunk = new Uint32Array(ROWS);
    this.#chunks[index] = chunk;
    return chunk;
  }

  #elsewhere(row: number): number {
    return this.#moved === undefined ? 0 : this.#moved.get(row, this.#cell);
  }
}

/** A column of Float64 values (any number). */
export class Float64Column {
  readonly #chunks: (Float64Array | undefined)[] = [];
  readonly #moved: MovedRows | undefined;
  readonly #cell: number;

  /** @param moved Where rows go whose chunk is let go; without it none ever is. */
  constructor(moved?: MovedRows) {
    this.#moved = moved;
    this.#cell = moved?.join(this) ?? 0;
    moved?.joinChunks(this);
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? this.#elsewhere(row) : chunk[row & MASK]!;
  }

  set(row: number, value: number): void {
    let chunk = this.#chunks[row >>> BITS];
    if (chunk === undefined) {
      if (this.#moved !== undefined && row < this.#moved.end) {
        this.#moved.set(row, this.#cell, value);
        return;
      }
      if (value === 0) return;
      chunk = this.#grow(row >>> BITS);
    }
    chunk[row & MASK] = value;
  }

  /** Lets a chunk go, by its number. */
  drop(chunk: number): void {
    if (chunk < this.#chunks.length) this.#chunks[chunk] = undefined;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0);
  }

  #grow(index: number): Float64Array {
    while (this.#chunks.length <= index) this.#chunks.push(undefined);
    const chunk = new Float64Array(ROWS);
    this.#chunks[index] = chunk;
    return chunk;
  }

  #elsewhere(row: number): number {
    return this.#moved === undefined ? 0 : this.#moved.get(row, this.#cell);
  }
}
