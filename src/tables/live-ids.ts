/**
 * Ids of an interner still in use: they are marked before the others are dropped. An id given out after marking began counts as in
 * use.
 */
import type { WasmCore } from '../binding/wasm-core.js';

export class LiveIds<Id extends number = number> {
  readonly #core: WasmCore;
  readonly #interner: number;

  /** @param interner Its address; it is being marked. */
  constructor(core: WasmCore, interner: number) {
    this.#core = core;
    this.#interner = interner;
  }

  /** Ids below it are marked one by one. */
  get count(): number {
    return this.#core.exports.markedOf(this.#interner);
  }

  add(id: Id): void {
    this.#core.exports.markUsed(this.#interner, id);
  }

  has(id: Id): boolean {
    return this.#core.exports.isUsed(this.#interner, id) === 1;
  }

  /** The marked ids from `first` (included) to `end` (not included). */
  *between(first: number, end: number): Generator<Id> {
    for (let id = first as Id; id < end; id++) if (this.has(id)) yield id;
  }
}
