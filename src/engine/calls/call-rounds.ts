/**
 * Looks at the calls of what was read, in rounds and in slices, so that rows join while a file loads or traffic comes, and tells which
 * ones have other legs than before.
 */
import type { Calls } from '../../calls/calls.js';
import type { RowId } from '../../model/ids.js';
import { inSlices } from '../slices.js';

/** A round begins at most so often while messages arrive. */
const INTERVAL_MS = 250;

export class CallRounds {
  readonly #calls: Calls;
  readonly #regrouped: (rows: readonly RowId[]) => void;
  #round: Promise<void> | undefined;
  #endedMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @param regrouped Called with calls whose legs are others than before, and with legs that left one. */
  constructor(calls: Calls, regrouped: (rows: readonly RowId[]) => void) {
    this.#calls = calls;
    this.#regrouped = regrouped;
  }

  /** Sees to it that what changed is looked at soon. */
  proceed(): void {
    if (this.#stopped || !this.#calls.waits || this.#round || this.#timer !== undefined) return;
    const wait = this.#endedMs + INTERVAL_MS - performance.now();
    if (wait <= 0) void this.settle();
    else
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        void this.settle();
      }, wait);
  }

  /** Resolves when everything that came until now was looked at. */
  async settle(): Promise<void> {
    if (this.#round) await this.#round;
    this.#round ??= this.#look();
    await this.#round;
  }

  /** Looks at nothing any more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    await inSlices(this.#calls.settle(), () => this.#stopped);
    this.tell();
    this.#endedMs = performance.now();
    this.#round = undefined;
  }

  /** Tells of the calls that have other legs, where there are some. */
  tell(): void {
    const rows = this.#calls.takeRegrouped();
    if (rows.length > 0 && !this.#stopped) this.#regrouped(rows);
  }
}
