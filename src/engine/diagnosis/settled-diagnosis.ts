/**
 * Brings the verdicts up to date when somebody asks for them, so that nobody else pays for it, and tells the tables that show them of
 * those that changed. Causes travel through the legs of calls: where a verdict may rest on them, those are brought up to date first.
 */
import type { Diagnosis } from '../../diagnosis/diagnosis.js';
import type { DerivedTables } from '../ingest/derived-tables.js';
import type { SettledCalls } from '../ingest/settled-calls.js';
import { inSlices } from '../slices.js';

export class SettledDiagnosis {
  readonly #diagnosis: Diagnosis;
  readonly #settledCalls: SettledCalls;
  readonly #derived: DerivedTables;
  readonly #told: () => void;
  #round: Promise<void> | undefined;

  /** @param told Called after verdicts have changed. */
  constructor(diagnosis: Diagnosis, settledCalls: SettledCalls, derived: DerivedTables, told: () => void) {
    this.#diagnosis = diagnosis;
    this.#settledCalls = settledCalls;
    this.#derived = derived;
    this.#told = told;
  }

  get waits(): boolean {
    return this.#diagnosis.waits;
  }

  /** Resolves when all that was read so far was judged. */
  settled(): Promise<void> {
    this.#round ??= this.#settle().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async #settle(): Promise<void> {
    const diagnosis = this.#diagnosis;
    if (diagnosis.waits) {
      await diagnosis.begin();
      await inSlices(diagnosis.learn());
      if (diagnosis.asksCalls) await this.#settledCalls.settled();
      await inSlices(diagnosis.judge());
    }
    const judged = this.#diagnosis.takeJudged();
    if (judged.length === 0) return;
    this.#derived.changedBehind(this.#diagnosis, judged);
    this.#told();
  }
}
