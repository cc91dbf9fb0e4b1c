/**
 * Ids for numbers, the user parts of addresses. Every spelling of the same characters has the same id ("%2B354" is
 * "+354", RFC 3261 section 19.1.4).
 */
import { ascii, PERCENT, startsWith } from '../../../../src/sip/framing/bytes.js';
import { unescapeInto } from './escapes.js';
import { viewOf } from '../../../../src/bytes/words.js';
import { Interner } from '../../tables/interner.js';
import type { LiveIds } from '../../tables/live-ids.js';

const MAX_LENGTH = 1024;
const ANONYMOUS = ascii('anonymous');

export class Numbers {
  readonly #interner = new Interner();
  readonly #plain = new Uint8Array(MAX_LENGTH);
  readonly #plainView = viewOf(this.#plain);

  /** Distinct numbers so far; ids are 0 to `count` - 1. */
  get count(): number {
    return this.#interner.count;
  }

  /** Id of the user part at [start, end); -1 if the table is full. */
  intern(view: DataView, start: number, end: number): number {
    for (let at = start; at < end; at++) {
      if (view.getUint8(at) === PERCENT) {
        return this.#interner.internView(this.#plainView, 0, unescapeInto(view, start, end, this.#plain));
      }
    }
    return this.#interner.internView(view, start, end);
  }

  /** True if the number is spelled at [start, end) exactly as it is kept: without escapes. */
  is(id: number, view: DataView, start: number, end: number): boolean {
    return this.#interner.is(id, view, start, end);
  }

  /** Begins to record which numbers are in use. */
  mark(): LiveIds {
    return this.#interner.mark();
  }

  /** Forgets, in steps, the numbers not recorded since `mark`. */
  sweep(): Generator<undefined, void> {
    return this.#interner.sweep();
  }

  text(id: number): string {
    return this.#interner.text(id);
  }

  /** True for user parts of withheld identities (RFC 3323 section 4.1.1.3). */
  isAnonymous(id: number): boolean {
    const bytes = this.#interner.bytesOf(id);
    return bytes.length === ANONYMOUS.length && startsWith(bytes, 0, bytes.length, ANONYMOUS);
  }
}
