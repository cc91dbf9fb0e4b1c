/**
 * Memory for bytes that wait for others: the fragments of a datagram, the first segments of a message. In: who needs some.
 * Out: a stretch of one block that is used again and again, so that what waits for a moment leaves nothing for the collector
 * of garbage and stays in the processor's cache; larger stretches by themselves.
 */

/** Length of a stretch; most messages fit. */
export const STRETCH = 2048;
const STRETCHES = 256;

export class HeldMemory {
  /** The block that has the stretches. */
  readonly block = new Uint8Array(STRETCH * STRETCHES);
  /** Bytes held by all who wait here, what their objects cost included. */
  held = 0;
  readonly #free: number[] = [];
  #next = 0;

  /** Offset in the block of a stretch of STRETCH bytes; -1 where all are taken. */
  take(): number {
    if (this.#free.length > 0) return this.#free.pop()!;
    return this.#next < STRETCHES ? STRETCH * this.#next++ : -1;
  }

  /** The stretch at `offset` is needed no more. */
  give(offset: number): void {
    this.#free.push(offset);
  }
}
