/** A table in the memory of the core (src/core/tables/table.ts). */
import type { WasmCore } from './wasm-core.js';

export class CoreTable {
  readonly core: WasmCore;
  /** Its address. */
  readonly address: number;

  /** @param address Of a table the core has. */
  constructor(core: WasmCore, address: number) {
    this.core = core;
    this.address = address;
  }

  /** Rows so far. */
  get count(): number {
    return this.core.exports.rowsOf(this.address);
  }

  /** Chunks so far, dropped ones included. */
  get chunks(): number {
    return this.core.exports.chunksOf(this.address);
  }

  /** Adds a row with all fields 0; returns its number. */
  add(): number {
    const row = this.core.exports.addRow(this.address);
    this.core.renew();
    return row;
  }

  /** Address of a chunk; 0 where it was dropped. */
  chunkAt(chunk: number): number {
    return this.core.exports.chunkAt(this.address, chunk);
  }

  drop(chunk: number): void {
    this.core.exports.dropChunk(this.address, chunk);
  }

  /** Moves a row out of its chunk, before that is dropped. */
  move(row: number): void {
    this.core.exports.moveRow(this.address, row);
    this.core.renew();
  }

  /** Address of the record of a row that moved; 0 if it did not, or was dropped. */
  movedAt(row: number): number {
    return this.core.exports.movedAt(this.address, row);
  }

  /** Forgets a row that moved. */
  release(row: number): void {
    this.core.exports.releaseRow(this.address, row);
  }
}
