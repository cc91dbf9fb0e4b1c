/**
 * A result: which conversations match a filter, in which order. Kept up to date by looking again only at what changed;
 * everything that touches all conversations runs in slices.
 */
import type { Derived } from '../../conversations/derived.js';
import type { KeptRows } from '../../conversations/kept-rows.js';
import type { Filter } from './filter.js';
import { Matches } from './matches.js';
import { NO_ROW, type RowId, rowId } from '../../model/ids.js';
import { breathe, inSlices } from '../slices.js';
import { sortByKey } from './sort.js';

/** Makes, in steps, the number each conversation is sorted by; undefined for the order of arrival. */
export type MakeKey = (() => Generator<undefined, (id: RowId) => number>) | undefined;

/** A shorter search reports progress only at its end. */
const SHORT_MS = 50;
/** Rows that fill any screen. */
const PAGE = 100;

/** Changes are sorted in again at most this often while messages arrive. */
const RESORT_MS = 400;

export class Result implements Derived {
  #filter: Filter | undefined;
  /** What the filter matches; undefined if that is everything. */
  #matches: Matches | undefined;
  #key: MakeKey;
  #descending = false;
  #total = 0;
  /** The matching ids in order; undefined if it must be rebuilt. */
  #ids: Uint32Array | undefined;
  /** Of `#matches` when the ids were made. */
  #changes = 0;
  /** Grows with every change of query or sort: work begun for an older one stops. */
  #generation = 0;
  #begunMs = 0;
  #sorting = false;
  #sortedAtMs = 0;
  #stale = false;
  /** Called when rows a pane shows may have moved. */
  readonly #invalidate: () => void;
  /** Called when nothing is left to do; may give the result something to do. */
  readonly #completed: () => void;
  readonly #rows: () => KeptRows;
  /** What came while the result was held. */
  #held: { total: number; changed: Set<RowId> } | undefined;
  /** Those who wait until nothing is left to do. */
  #waiting: (() => void)[] = [];

  /** @param rows The conversations that were not evicted. */
  constructor(rows: () => KeptRows, invalidate: () => void, completed: () => void) {
    this.#rows = rows;
    this.#invalidate = invalidate;
    this.#completed = completed;
  }

  /** Matching conversations known so far. */
  get count(): number {
    return this.#matches ? this.#matches.count : this.#rows().countBelow(this.#total);
  }

  /** How many have a position now: what arrived after the last sort gets one with the next. */
  get length(): number {
    return this.#key ? this.#order().length : this.count;
  }

  /** Share of conversations already looked at, 0..1. */
  get searched(): number {
    return this.#matches?.searched ?? 1;
  }

  /** True while an order is being made. */
  get sorting(): boolean {
    return this.#sorting;
  }

  /** Resolves when every conversation was looked at and has its place in the order. */
  settled(): Promise<void> {
    if (this.#isSettled()) return Promise.resolve();
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  /** Resolves when there are rows to show in their order; soon in any case. */
  async firstPage(): Promise<void> {
    const until = performance.now() + SHORT_MS;
    while (!this.#isSettled() && (this.#key || this.count < PAGE) && performance.now() < until) await breathe();
  }

  /** Replaces query and order. The first matches are there at once, the rest follows in slices. */
  set(filter: Filter | undefined, key: MakeKey, descending: boolean): void {
    this.#generation++;
    if (filter !== this.#filter) this.#begin(filter);
    this.#key = key;
    this.#descending = descending;
    this.#sorting = false;
    this.#stale = key !== undefined;
    this.#sortedAtMs = 0;
    this.#ids = undefined;
    this.#proceed();
  }

  /** Looks at what changed and what is new; `count` is how many conversations there ever were. */
  changed(rows: readonly RowId[], { count }: { readonly count: number }): void {
    if (this.#held) {
      this.#held.total = count;
      for (const id of rows) this.#held.changed.add(id);
      return;
    }
    if (this.#key && (rows.length > 0 || count > this.#total)) this.#stale = true;
    this.#total = count;
    this.#matches?.update(count, rows);
    this.#proceed();
  }

  /** Held, no position changes but by another query or order; released, it takes in what came meanwhile. */
  hold(held: boolean): void {
    if (held) {
      this.#held ??= { total: this.#total, changed: new Set() };
      return;
    }
    const came = this.#held;
    this.#held = undefined;
    if (came) this.changed([...came.changed], { count: came.total });
  }

  /** Drops evicted conversations, also while it is held: there is nothing of them to be shown. */
  gone(rows: readonly RowId[]): void {
    for (const id of rows) this.#held?.changed.delete(id);
    this.#matches?.update(this.#total, rows);
    const kept = this.#rows();
    this.#ids = this.#ids?.filter(id => kept.has(rowId(id)));
    this.#invalidate();
  }

  /** Forgets the filter, too: it asks tables that are no more. */
  cleared(): void {
    if (this.#held) this.#held = { total: 0, changed: new Set() };
    this.#total = 0;
    this.set(undefined, undefined, false);
  }

  /** Whether a conversation is in the result, as far as it is known. */
  has(id: RowId): boolean {
    return id < this.#total && this.#rows().has(id) && (this.#matches?.has(id) ?? true);
  }

  /** The id at a position; NO_ROW beyond the end. */
  at(position: number): RowId {
    if (position < 0 || position >= this.length) return NO_ROW;
    if (!this.#matches && !this.#key) return this.#rows().at(this.#descending ? this.count - 1 - position : position);
    return rowId(this.#order()[position] ?? NO_ROW);
  }

  /** Position of an id; -1 if it is not in the result. */
  positionOf(id: RowId): number {
    if (!this.#matches && !this.#key) {
      const position = id < this.#total ? this.#rows().positionOf(id) : -1;
      return position >= 0 && this.#descending ? this.count - 1 - position : position;
    }
    return this.#order().indexOf(id);
  }

  /** Every id of the result, in order. */
  *ids(): Generator<RowId> {
    for (let position = 0; position < this.length; position++) yield this.at(position);
  }

  /** Begins to look for what a filter matches, and gives up what was looked for before. */
  #begin(filter: Filter | undefined): void {
    this.#matches?.stop();
    this.#begunMs = performance.now();
    this.#filter = filter;
    this.#matches = filter && new Matches(filter, () => this.#lookedOn());
    this.#matches?.update(this.#total, []);
  }

  #lookedOn(): void {
    if (performance.now() > this.#begunMs + SHORT_MS) this.#invalidate();
    if (this.#matches?.done) this.#proceed();
  }

  /** Goes on with whatever is left to do: the search first, then the order. */
  #proceed(): void {
    if (this.#matches && !this.#matches.done) return;
    if (this.#key && this.#stale && !this.#sorting) void this.#sort(this.#key);
    if (this.#isSettled()) this.#completed();
    if (!this.#isSettled()) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #isSettled(): boolean {
    const ordered = !this.#sorting && !(this.#key && this.#stale);
    return ordered && (this.#matches?.done ?? true);
  }

  async #sort(makeKey: NonNullable<MakeKey>): Promise<void> {
    const generation = this.#generation;
    const superseded = () => this.#generation !== generation;
    this.#sorting = true;
    const wait = this.#sortedAtMs === 0 ? 0 : this.#sortedAtMs + RESORT_MS - performance.now();
    if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait));
    if (superseded()) return;
    this.#stale = false;
    const sorted = await inSlices(this.#sorted(makeKey), superseded);
    if (superseded() || !sorted) return;
    const rows = this.#rows();
    this.#ids = rows.floor > 0 ? sorted.filter(id => rows.has(rowId(id))) : sorted;
    this.#sorting = false;
    this.#sortedAtMs = performance.now();
    this.#invalidate();
    this.#proceed();
  }

  *#sorted(makeKey: NonNullable<MakeKey>): Generator<undefined, Uint32Array> {
    const key = yield* makeKey();
    return yield* sortByKey(this.#inArrivalOrder(), key, this.#descending);
  }

  /** The order so far: until a new sort is done, that of arrival or the last sorted one. */
  #order(): Uint32Array {
    const changes = this.#matches?.changes ?? 0;
    const isProvisional = !this.#key || this.#sortedAtMs === 0;
    if (isProvisional && changes !== this.#changes) this.#ids = undefined;
    this.#changes = changes;
    this.#ids ??= this.#key || !this.#descending ? this.#inArrivalOrder() : this.#inArrivalOrder().reverse();
    return this.#ids;
  }

  #inArrivalOrder(): Uint32Array {
    if (this.#matches) return this.#matches.ids();
    const { floor, older } = this.#rows();
    const ids = new Uint32Array(this.count);
    ids.set(older);
    for (let at = older.length; at < ids.length; at++) ids[at] = floor + at - older.length;
    return ids;
  }
}
