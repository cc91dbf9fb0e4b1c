/** Remembers what was made of the latest ids: those in use have many in common, and what was ever met has no bound. */

/** A power of two. */
const ROOM = 1 << 16;

export class Remembered {
  readonly #make: (id: number) => number;
  /** Id + 1 at each place; 0 where none is. */
  readonly #ids = new Int32Array(ROOM);
  readonly #made = new Int32Array(ROOM);

  /** @param make Always the same for an id. */
  constructor(make: (id: number) => number) {
    this.#make = make;
  }

  of(id: number): number {
    const at = id & (ROOM - 1);
    if (this.#ids[at] !== id + 1) {
      this.#ids[at] = id + 1;
      this.#made[at] = this.#make(id);
    }
    return this.#made[at]!;
  }
}
