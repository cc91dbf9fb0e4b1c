/**
 * The surviving rows of dropped chunks, by their numbers, which never change. A table is chunks of 65,536 rows. As
 * its old chunks are dropped, one by one, the rows still alive in them move here, so that memory depends on what is
 * kept and not on what ever came.
 */

/** Rows a chunk, as a power of two. */
export const CHUNK_BITS = 16;
export const CHUNK_ROWS = 1 << CHUNK_BITS;

/** A column, or a field of a record. */
interface Cells<Row> {
  /** The number kept for a row. */
  raw(row: Row): number;
}

/** What holds chunks. */
interface Chunked {
  /** Lets go of a chunk, by its number. */
  drop(chunk: number): void;
}

export class MovedRows<Row extends number = number> {
  readonly #cells: Cells<Row>[] = [];
  readonly #chunked: Chunked[] = [];
  readonly #slots = new Map<Row, number>();
  readonly #free: number[] = [];
  /** A slot is as many values as there are columns; every value of a column fits a Float64. */
  #values = new Float64Array(0);
  #end = 0;

  /** Rows from here on lie in chunks. */
  get end(): number {
    return this.#end;
  }

  /** Rows that moved and are still here. */
  get rows(): Iterable<Row> {
    return this.#slots.keys();
  }

  /** Memory held, in bytes; an entry of a Map takes about 40. */
  get bytes(): number {
    return this.#values.byteLength + 40 * this.#slots.size;
  }

  /** Takes part in what moves; answers the number to ask by. All join before the first row moves. */
  join(cells: Cells<Row>): number {
    return this.#cells.push(cells) - 1;
  }

  /** Drops chunks from now on. */
  joinChunks(chunked: Chunked): void {
    this.#chunked.push(chunked);
  }

  has(row: Row): boolean {
    return this.#slots.has(row);
  }

  /** 0 if the row was dropped, or never moved. */
  get(row: Row, cell: number): number {
    if (row >= this.#end) return 0;
    const slot = this.#slots.get(row);
    return slot === undefined ? 0 : this.#values[slot * this.#cells.length + cell]!;
  }

  /** Does nothing for a dropped row. */
  set(row: Row, cell: number, value: number): void {
    const slot = this.#slots.get(row);
    if (slot !== undefined) this.#values[slot * this.#cells.length + cell] = value;
  }

  /** Drops the next chunk except some of its rows. */
  moveChunk(rows: Iterable<Row>): void {
    const chunk = this.#end >>> CHUNK_BITS;
    // Values are read before `end` grows: from then on they are looked for here.
    for (const row of rows) {
      const slot = this.#take();
      const at = slot * this.#cells.length;
      this.#cells.forEach((cells, cell) => {
        this.#values[at + cell] = cells.raw(row);
      });
      this.#slots.set(row, slot);
    }
    this.#end = (chunk + 1) * CHUNK_ROWS;
    for (const chunked of this.#chunked) chunked.drop(chunk);
  }

  /** Forgets a row that moved; nothing happens for another. */
  release(row: Row): void {
    const slot = this.#slots.get(row);
    if (slot === undefined) return;
    this.#slots.delete(row);
    this.#free.push(slot);
  }

  #take(): number {
    const slot = this.#free.pop() ?? this.#slots.size;
    const needed = (slot + 1) * this.#cells.length;
    if (needed > this.#values.length) {
      const grown = new Float64Array(Math.max(2 * this.#values.length, needed));
      grown.set(this.#values);
      this.#values = grown;
    }
    return slot;
  }
}
