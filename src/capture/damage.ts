/**
 * A log of what could not be read. It keeps the first 1,000 places and counts the rest, so a file of nothing but damage
 * costs no memory.
 */
import type { Damage } from './source.js';

const MAX_KEPT = 1000;

export class DamageLog {
  readonly kept: Damage[] = [];
  notKept = 0;

  /** Records `length` lost bytes at `offset`; 0 where only an announced end is missing. */
  add(offset: number, length: number, what: string): void {
    if (this.kept.length < MAX_KEPT) this.kept.push({ offset, length, what });
    else this.notKept++;
  }
}
