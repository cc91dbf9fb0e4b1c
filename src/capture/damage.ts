/**
 * The account of what could not be read. In: places passed over, in order. Out: the first 1,000 of them and a count of
 * the rest, so that a file of nothing but damage costs no memory.
 */
import type { Damage } from './source.js';

const MAX_KEPT = 1000;

export class DamageLog {
  readonly kept: Damage[] = [];
  notKept = 0;

  /** Notes `length` bytes at `offset` as lost (0 where only an announced end is missing). */
  add(offset: number, length: number, what: string): void {
    if (this.kept.length < MAX_KEPT) this.kept.push({ offset, length, what });
    else this.notKept++;
  }
}
