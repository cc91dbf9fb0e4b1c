/**
 * Memory for bytes that wait for others: the fragments of a datagram, the first segments of a message. Slots of one
 * block are used again and again, so short waits cost no garbage collection and stay in the processor's cache. Longer
 * data gets memory of its own.
 */

/** Size of a slot; most messages fit. */
export const SLOT_BYTES = 2048;
const SLOTS = 256;

export class HeldMemory {
  /** The block that is cut into slots. */
  readonly block = new Uint8Array(SLOT_BYTES * SLOTS);
  /** Bytes held by all users of this memory, including an estimate for their objects. */
  held = 0;
  readonly #free: number[] = [];
  #next = 0;

  /** Offset of a free slot in the block; -1 if all are taken. */
  take(): number {
    if (this.#free.length > 0) return this.#free.pop()!;
    return this.#next < SLOTS ? SLOT_BYTES * this.#next++ : -1;
  }

  /** Frees the slot at `offset`. */
  give(offset: number): void {
    this.#free.push(offset);
  }
}
