/**
 * Brings the calls up to date when somebody asks for them, so that nobody else pays for it, and tells the tables that show them of what
 * was joined or taken apart.
 */
import type { Calls } from '../../calls/calls.js';
import type { RowId } from '../../model/ids.js';
import { inSlices } from '../slices.js';
import type { DerivedTables } from './derived-tables.js';

export class SettledCalls {
  readonly #calls: Calls;
  readonly #derived: DerivedTables;
  #round: Promise<void> | undefined;

  constructor(calls: Calls, derived: DerivedTables) {
    this.#calls = calls;
    this.#derived = derived;
  }

  get waits(): boolean {
    return this.#calls.waits;
  }

  /** Resolves when all that was read so far was looked at. */
  settled(): Promise<void> {
    this.#round ??= this.#settle().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async #settle(): Promise<void> {
    if (this.#calls.waits) await inSlices(this.#calls.settle());
    const regrouped = this.#calls.takeRegrouped();
    if (regrouped.length === 0) return;
    const rows = new Set<RowId>(regrouped);
    for (const call of new Set(regrouped.map(row => this.#calls.of(row))))
      for (const leg of this.#calls.legs(call)) rows.add(leg);
    this.#derived.changedBehind(this.#calls, [...rows]);
  }
}
