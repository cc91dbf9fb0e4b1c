/**
 * Which conversations a filter matches. Looks at all of them once, in slices, and afterwards only at what is new or
 * changed.
 */
import type { Filter } from './filter.js';
import { type RowId, rowId } from '../../model/ids.js';
import { inSlices, StepClock } from '../slices.js';

/** Conversations looked at in one step, so that it stays well below a millisecond. */
export function rowsAStep(cost: number): number {
  return Math.max(1, Math.min(256, Math.floor(20_000 / cost)));
}

/** Rows between two looks at the clock: a pattern over a column may need long for a long text. */
const ROWS_A_LOOK = 8;

export class Matches {
  readonly #filter: Filter;
  /** 1 where the conversation matches. */
  #member = new Uint8Array(1024);
  /** Conversations looked at so far, in order of arrival. */
  #examined = 0;
  #total = 0;
  #count = 0;
  #changes = 0;
  /** Changed conversations that wait until their new messages are read. */
  #changed = new Set<RowId>();
  /** Share of the texts read; 1 where all are, of so many conversations. */
  #swept: number;
  #sweptTotal = 0;
  #running = false;
  #stopped = false;
  /** Called when a greater share is looked at, and when nothing is left to look at. */
  readonly #lookedOn: () => void;

  constructor(filter: Filter, lookedOn: () => void) {
    this.#filter = filter;
    this.#lookedOn = lookedOn;
    this.#swept = filter.texts ? 0 : 1;
  }

  /** Matching conversations known so far. */
  get count(): number {
    return this.#count;
  }

  /** Grows with everything that begins or ceases to match. */
  get changes(): number {
    return this.#changes;
  }

  /** Share looked at, 0..1. */
  get searched(): number {
    if (this.#swept < 1) return this.#swept;
    return this.#total === 0 ? 1 : this.#examined / this.#total;
  }

  /** Every conversation was looked at. */
  get done(): boolean {
    return !this.#running && !this.#isLeft;
  }

  has(id: RowId): boolean {
    return this.#member[id] === 1;
  }

  /** Matching ids in order of arrival, as far as they are known. */
  ids(): Uint32Array {
    const ids = new Uint32Array(this.#count);
    let length = 0;
    for (let id = 0; length < ids.length; id++) if (this.#member[id] === 1) ids[length++] = id;
    return ids;
  }

  /** Looks at changed conversations, and at new ones up to `total`, how many there ever were. */
  update(total: number, changed: Iterable<RowId>): void {
    this.#total = total;
    for (const id of changed) {
      // What was not looked at yet needs no second look, unless its texts were read before.
      if (id >= this.#examined && this.#swept === 1 && id >= this.#sweptTotal) continue;
      if (this.#filter.texts) this.#changed.add(id);
      else this.#examine(id);
    }
    if (this.#isLeft && !this.#running) void this.#run();
  }

  /** Ends the work at its next slice; the next `update` goes on with it. */
  stop(): void {
    this.#stopped = true;
  }

  get #isLeft(): boolean {
    return this.#swept < 1 || this.#examined < this.#total || this.#changed.size > 0;
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#stopped = false;
    while (this.#isLeft && !this.#stopped) await inSlices(this.#work(), () => this.#stopped);
    this.#running = false;
    if (!this.#stopped) this.#lookedOn();
  }

  *#work(): Generator<undefined, void> {
    const { texts } = this.#filter;
    if (texts && this.#swept < 1) {
      const total = this.#total;
      for (const share of texts.sweep(id => this.#candidate(id))) {
        this.#swept = Math.min(share, 0.999);
        this.#lookedOn();
        yield;
      }
      this.#sweptTotal = total;
      this.#swept = 1;
    }
    while (this.#examined < this.#total || this.#changed.size > 0) {
      yield* this.#examineRest();
      yield* this.#examineChanged();
    }
  }

  /** Counts a match before its turn, so that the first rows show early. */
  #candidate(id: RowId): void {
    if (id < this.#total && !this.has(id)) this.#examine(id);
  }

  *#examineChanged(): Generator<undefined, void> {
    for (const id of this.#changed) {
      this.#changed.delete(id);
      if (this.#filter.texts) yield* this.#filter.texts.read(id);
      this.#examine(id);
      yield;
    }
  }

  *#examineRest(): Generator<undefined, void> {
    const rows = rowsAStep(this.#filter.cost);
    let sinceYield = 0;
    const clock = new StepClock();
    while (this.#examined < this.#total) {
      const id = rowId(this.#examined++);
      if (this.#filter.texts && id >= this.#sweptTotal) yield* this.#filter.texts.read(id);
      this.#examine(id);
      if (++sinceYield % rows === 0 || (sinceYield % ROWS_A_LOOK === 0 && clock.isOver())) {
        this.#lookedOn();
        yield;
      }
    }
  }

  #examine(id: RowId): void {
    if (id >= this.#member.length) this.#grow(id);
    const before = this.#member[id]!;
    const now = this.#filter.matches(id) ? 1 : 0;
    if (now === before) return;
    this.#member[id] = now;
    this.#count += now - before;
    this.#changes++;
  }

  #grow(id: number): void {
    const grown = new Uint8Array(Math.max(this.#member.length * 2, id + 1024));
    grown.set(this.#member);
    this.#member = grown;
  }
}
