/**
 * Rows of fields that are read together: a record of fixed size a row, in chunks of 65,536 rows, so that growth never copies and a
 * row read at random costs one line of the processor's cache, where a column a field would cost one each. In: a row and a value.
 * Out: the value; 0 for a row that does not exist.
 *
 * The field classes are alike but apart on purpose: one body for several kinds of array would be compiled for none of them.
 */

const BITS = 16;
const ROWS = 1 << BITS;
const MASK = ROWS - 1;

export class Records {
  /** Bytes a row; a multiple of 8. */
  readonly size: number;
  readonly int32: Int32Array[] = [];
  readonly uint32: Uint32Array[] = [];
  readonly uint16: Uint16Array[] = [];
  readonly uint8: Uint8Array[] = [];
  readonly float64: Float64Array[] = [];

  constructor(size: number) {
    this.size = size;
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

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.int32.length * ROWS * this.size;
  }
}

/** A Int32 field of a record, at a byte offset that is a multiple of 4. */
export class Int32Field {
  readonly #chunks: readonly Int32Array[];
  readonly #stride: number;
  readonly #at: number;

  constructor(records: Records, offset: number) {
    this.#chunks = records.int32;
    this.#stride = records.size / 4;
    this.#at = offset / 4;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? 0 : chunk[(row & MASK) * this.#stride + this.#at]!;
  }

  set(row: number, value: number): void {
    const chunk = this.#chunks[row >>> BITS];
    if (chunk !== undefined) chunk[(row & MASK) * this.#stride + this.#at] = value;
  }
}

/** A Uint32 field of a record, at a byte offset that is a multiple of 4. */
export class Uint32Field {
  readonly #chunks: readonly Uint32Array[];
  readonly #stride: number;
  readonly #at: number;

  constructor(records: Records, offset: number) {
    this.#chunks = records.uint32;
    this.#stride = records.size / 4;
    this.#at = offset / 4;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? 0 : chunk[(row & MASK) * this.#stride + this.#at]!;
  }

  set(row: number, value: number): void {
    const chunk = this.#chunks[row >>> BITS];
    if (chunk !== undefined) chunk[(row & MASK) * this.#stride + this.#at] = value;
  }
}

/** A Uint16 field of a record, at a byte offset that is a multiple of 2. */
export class Uint16Field {
  readonly #chunks: readonly Uint16Array[];
  readonly #stride: number;
  readonly #at: number;

  constructor(records: Records, offset: number) {
    this.#chunks = records.uint16;
    this.#stride = records.size / 2;
    this.#at = offset / 2;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? 0 : chunk[(row & MASK) * this.#stride + this.#at]!;
  }

  set(row: number, value: number): void {
    const chunk = this.#chunks[row >>> BITS];
    if (chunk !== undefined) chunk[(row & MASK) * this.#stride + this.#at] = value;
  }
}

/** A Uint8 field of a record, at a byte offset that is a multiple of 1. */
export class Uint8Field {
  readonly #chunks: readonly Uint8Array[];
  readonly #stride: number;
  readonly #at: number;

  constructor(records: Records, offset: number) {
    this.#chunks = records.uint8;
    this.#stride = records.size / 1;
    this.#at = offset / 1;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? 0 : chunk[(row & MASK) * this.#stride + this.#at]!;
  }

  set(row: number, value: number): void {
    const chunk = this.#chunks[row >>> BITS];
    if (chunk !== undefined) chunk[(row & MASK) * this.#stride + this.#at] = value;
  }
}

/** A Float64 field of a record, at a byte offset that is a multiple of 8. */
export class Float64Field {
  readonly #chunks: readonly Float64Array[];
  readonly #stride: number;
  readonly #at: number;

  constructor(records: Records, offset: number) {
    this.#chunks = records.float64;
    this.#stride = records.size / 8;
    this.#at = offset / 8;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> BITS];
    return chunk === undefined ? 0 : chunk[(row & MASK) * this.#stride + this.#at]!;
  }

  set(row: number, value: number): void {
    const chunk = this.#chunks[row >>> BITS];
    if (chunk !== undefined) chunk[(row & MASK) * this.#stride + this.#at] = value;
  }
}
