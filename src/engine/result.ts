/**
 * The current result: which conversations match the query, in which order. In: a predicate, a sort, and word of which
 * conversations changed. Out: ids by position. Kept up to date by looking again only at what changed; everything that
 * touches all conversations runs in slices.
 */
import { inSlices } from './slices.js';
import { sortByKey } from './sort.js';

/** What conversations are looked for. */
export interface Filter {
  matches(id: number): boolean;
  /** Array look-ups a conversation, roughly: how many are looked at in one step. */
  cost: number;
  /** Where there is none, every conversation may match. */
  sweep?: Sweep;
}

/** Calls `candidate` with all conversations that may match, some several times, and yields the share it has looked through. */
export type Sweep = (candidate: (id: number) => void) => Generator<number, void>;

/** Conversations looked at in one step, so that it stays well below a millisecond. */
export function rowsAStep(cost: number): number {
  return Math.max(1, Math.min(256, Math.floor(20_000 / cost)));
}

/** Makes, in steps, what conversations are sorted by; undefined keeps the order of arrival. */
export type MakeKey = (() => Generator<undefined, (id: number) => number>) | undefined;

/** Changes are sorted in again at most this often while messages arrive. */
const RESORT_MS = 400;

export class Result {
  #filter: Filter | undefined;
  #key: MakeKey;
  #descending = false;
  /** 1 where the conversation matches; unused without a predicate. */
  #member = new Uint8Array(1024);
  /** Conversations already looked at, in order of arrival. */
  #examined = 0;
  #total = 0;
  #matched = 0;
  /** The matching ids in order; undefined where it must be made anew. */
  #ids: Uint32Array | undefined;
  /** Grows with every change of query or sort: work begun for an older one stops. */
  #generation = 0;
  #searching = false;
  /** Share looked through by the filter's sweep; 1 where none is under way. */
  #swept = 1;
  #sorting = false;
  #sortedAtMs = 0;
  #stale = false;
  /** Called when rows a pane shows may have moved. */
  readonly #moved: () => void;
  /** Called when nothing is left to do; may give it something to do. */
  readonly #rested: () => void;
  /** What came while the result was held. */
  #held: { total: number; changed: Set<number> } | undefined;
  /** Those who wait until nothing is left to do. */
  #waiting: (() => void)[] = [];

  constructor(moved: () => void, rested: () => void) {
    this.#moved = moved;
    this.#rested = rested;
  }

  /** Matching conversations known so far. */
  get count(): number {
    return this.#filter ? this.#matched : this.#total;
  }

  /** Rows that have a position now: what arrived after the last sort gets one with the next. */
  get length(): number {
    return this.#key ? this.#order().length : this.count;
  }

  /** Share of conversations already looked at, 0..1. */
  get searched(): number {
    if (this.#swept < 1) return this.#swept;
    return this.#filter && this.#total > 0 ? this.#examined / this.#total : 1;
  }

  /** True while an order is being made. */
  get sorting(): boolean {
    return this.#sorting;
  }

  /** Resolves when every conversation known is looked at and has its place in the order. */
  settled(): Promise<void> {
    if (this.#isSettled()) return Promise.resolve();
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  /** Replaces query and order. The first matches are there at once, the rest follows in slices. */
  set(filter: Filter | undefined, key: MakeKey, descending: boolean): void {
    const sameQuery = filter === this.#filter && this.#swept === 1;
    this.#generation++;
    this.#filter = filter;
    this.#key = key;
    this.#descending = descending;
    this.#searching = false;
    this.#sorting = false;
    this.#stale = key !== undefined;
    this.#sortedAtMs = 0;
    this.#ids = undefined;
    if (!sameQuery) this.#forget();
    this.#proceed();
  }

  /** Takes note of how many conversations there are now and which of the older ones changed. */
  update(total: number, changed: Iterable<number>): void {
    if (this.#held) {
      this.#held.total = total;
      for (const id of changed) this.#held.changed.add(id);
      return;
    }
    this.#total = total;
    const filter = this.#filter;
    let moved = false;
    for (const id of changed) {
      if (this.#key) this.#stale = true;
      if (!filter || id >= this.#examined) continue;
      moved = this.#examine(id, filter) || moved;
    }
    if (moved) this.#ids = this.#key ? this.#ids : undefined;
    this.#proceed();
  }

  /** Held, no position changes but by another query or order; let go, it takes in what came meanwhile. */
  hold(held: boolean): void {
    if (held) {
      this.#held ??= { total: this.#total, changed: new Set() };
      return;
    }
    const came = this.#held;
    this.#held = undefined;
    if (came) this.update(came.total, came.changed);
  }

  /** Forgets all conversations: a source was closed. */
  clear(): void {
    if (this.#held) this.#held = { total: 0, changed: new Set() };
    this.#total = 0;
    this.#forget();
    this.set(this.#filter, this.#key, this.#descending);
  }

  /** Nothing was looked at yet. */
  #forget(): void {
    this.#examined = 0;
    this.#matched = 0;
    this.#member.fill(0);
    this.#swept = this.#filter?.sweep ? 0 : 1;
  }

  /** Whether a conversation is in the result, as far as it is known. */
  has(id: number): boolean {
    return id < this.#total && (!this.#filter || this.#member[id] === 1);
  }

  /** The id at a position; -1 beyond the end. */
  at(position: number): number {
    if (position < 0 || position >= this.length) return -1;
    if (!this.#filter && !this.#key) return this.#descending ? this.#total - 1 - position : position;
    return this.#order()[position] ?? -1;
  }

  /** Position of an id; -1 where it is not in the result. */
  positionOf(id: number): number {
    if (!this.#filter && !this.#key) {
      if (id < 0 || id >= this.#total) return -1;
      return this.#descending ? this.#total - 1 - id : id;
    }
    return this.#order().indexOf(id);
  }

  /** Every id of the result, in order. */
  *ids(): Generator<number> {
    for (let position = 0; position < this.length; position++) yield this.at(position);
  }

  #examine(id: number, filter: Filter): boolean {
    if (id >= this.#member.length) this.#grow(id);
    const before = this.#member[id]!;
    const now = filter.matches(id) ? 1 : 0;
    if (now === before) return false;
    this.#member[id] = now;
    this.#matched += now - before;
    this.#stale = true;
    return true;
  }

  #grow(id: number): void {
    const grown = new Uint8Array(Math.max(this.#member.length * 2, id + 1024));
    grown.set(this.#member);
    this.#member = grown;
  }

  /** Goes on with whatever is left to do: the search first, then the order. */
  #proceed(): void {
    const filter = this.#filter;
    if (filter && (this.#swept < 1 || this.#examined < this.#total)) {
      if (!this.#searching) void this.#search(filter);
      return;
    }
    if (!filter) this.#examined = this.#total;
    if (this.#key && this.#stale && !this.#sorting) void this.#sort(this.#key);
    if (this.#isSettled()) this.#rested();
    if (!this.#isSettled()) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #isSettled(): boolean {
    const ordered = !this.#sorting && !(this.#key && this.#stale);
    return ordered && !this.#searching && (!this.#filter || (this.#swept === 1 && this.#examined >= this.#total));
  }

  async #search(filter: Filter): Promise<void> {
    const generation = this.#generation;
    const superseded = () => this.#generation !== generation;
    this.#searching = true;
    if (filter.sweep && this.#swept < 1) await inSlices(this.#sweep(filter, filter.sweep), superseded);
    if (!superseded()) await inSlices(this.#examineRest(filter), superseded);
    if (superseded()) return;
    this.#searching = false;
    this.#moved();
    this.#proceed();
  }

  /** Asks the candidates of what there is now; what changes or arrives meanwhile is asked for itself. */
  *#sweep(filter: Filter, sweep: Sweep): Generator<undefined, void> {
    this.#examined = this.#total;
    const candidate = (id: number) => {
      // What is in already stays: only a change could take it out, and that is looked at when it comes.
      if (id >= this.#examined || this.#member[id] === 1) return;
      if (this.#examine(id, filter) && !this.#key) this.#ids = undefined;
    };
    for (const share of sweep(candidate)) {
      this.#swept = Math.min(share, 0.999);
      this.#moved();
      yield;
    }
    this.#swept = 1;
  }

  *#examineRest(filter: Filter): Generator<undefined, void> {
    const rows = rowsAStep(filter.cost);
    let sinceYield = 0;
    while (this.#examined < this.#total) {
      if (this.#examine(this.#examined++, filter) && !this.#key) this.#ids = undefined;
      if (++sinceYield % rows === 0) yield;
    }
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
    this.#ids = sorted;
    this.#sorting = false;
    this.#sortedAtMs = performance.now();
    this.#moved();
    this.#proceed();
  }

  *#sorted(makeKey: NonNullable<MakeKey>): Generator<undefined, Uint32Array> {
    const key = yield* makeKey();
    return yield* sortByKey(this.#inArrivalOrder(), key, this.#descending);
  }

  /** The order as far as it is known: until a new sort is done, the order of arrival or the last sorted one. */
  #order(): Uint32Array {
    this.#ids ??= this.#key || !this.#descending ? this.#inArrivalOrder() : this.#inArrivalOrder().reverse();
    return this.#ids;
  }

  #inArrivalOrder(): Uint32Array {
    const ids = new Uint32Array(this.count);
    if (!this.#filter) {
      for (let id = 0; id < ids.length; id++) ids[id] = id;
      return ids;
    }
    let length = 0;
    for (let id = 0; id < this.#examined && length < ids.length; id++) {
      if (this.#member[id] === 1) ids[length++] = id;
    }
    return ids;
  }
}
