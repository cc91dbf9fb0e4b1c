/**
 * Ids for numbers, the user parts of addresses. Every spelling of the same characters has the same id ("%2B354" is
 * "+354", RFC 3261 section 19.1.4). The core meets them (src/core/conversations/postings.ts).
 */
import type { Interner } from '../../tables/interner.js';
import type { LiveIds } from '../../tables/live-ids.js';

/** Bytes of a number with escapes that are kept. */
export const MAX_NUMBER = 1024;

export class Numbers {
  readonly #interner: Interner;

  constructor(interner: Interner) {
    this.#interner = interner;
  }

  /** Distinct numbers so far; ids are 0 to `count` - 1. */
  get count(): number {
    return this.#interner.count;
  }

  /** Id of a number; -1 if unknown. */
  find(text: string): number {
    return this.#interner.find(new TextEncoder().encode(text));
  }

  /** Begins to record which numbers are in use. */
  mark(): LiveIds {
    return this.#interner.mark();
  }

  /** Forgets, in steps, the numbers not recorded since `mark`. */
  sweep(): Generator<undefined, void> {
    return this.#interner.sweep();
  }

  /** The bytes of an id: a view until the next call. */
  bytes(id: number): Uint8Array {
    return this.#interner.bytesOf(id);
  }

  text(id: number): string {
    return this.#interner.text(id);
  }
}
