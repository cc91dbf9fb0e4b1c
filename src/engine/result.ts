/**
 * The current result: which conversations match the query, in which order. In: a predicate, a sort, and word of which
 * conversations changed. Out: ids by position. Kept up to date by looking again only at what changed; everything that
 * touches all conversations runs in slices.
 */
import { inSlices } from './slices.js';
import { sortByKey } from './sort.js';

/** Does a conversation match? Undefined stands for "all do". */
export type Predicate = ((id: number) => boolean) | undefined;

/** Makes, in steps, what conversations are sorted by; undefined keeps the order of arrival. */
export type MakeKey = (() => Generator<undefined, (id: number) => number>) | undefined;

/** Changes are sorted in again at most this often while messages arrive. */
const RESORT_MS = 400;

export class Result {
  #predicate: Predicate;
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
  #sorting = false;
  #sortedAtMs = 0;
  #stale = false;
  /** Called when rows a pane shows may have moved. */
  readonly #moved: () => void;
  /** Called when nothing is left to do. */
  #waiting: (() => void)[] = [];

  constructor(moved: () => void) {
    this.#moved = moved;
  }

  /** Matching conversations known so far. */
  get count(): number {
    return this.#predicate ? this.#matched : this.#total;
  }

  /** Rows that have a position now: what arrived after the last sort gets one with the next. */
  get length(): number {
    return this.#key ? this.#order().length : this.count;
  }

  /** Share of conversations already looked at, 0..1. */
  get searched(): number {
    return this.#predicate && this.#total > 0 ? this.#examined / this.#total : 1;
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
  set(predicate: Predicate, key: MakeKey, descending: boolean): void {
    const sameQuery = predicate === this.#predicate;
    this.#generation++;
    this.#predicate = predicate;
    this.#key = key;
    this.#descending = descending;
    this.#searching = false;
    this.#sorting = false;
    this.#stale = key !== undefined;
    this.#sortedAtMs = 0;
    this.#ids = undefined;
    if (!sameQuery) {
      this.#examined = 0;
      this.#matched = 0;
      this.#member.fill(0);
    }
    this.#proceed();
  }

  /** Takes note of how many conversations there are now and which of the older ones changed. */
  update(total: number, changed: Iterable<number>): void {
    this.#total = total;
    const predicate = this.#predicate;
    let moved = false;
    for (const id of changed) {
      if (this.#key) this.#stale = true;
      if (!predicate || id >= this.#examined) continue;
      moved = this.#examine(id, predicate) || moved;
    }
    if (moved) this.#ids = this.#key ? this.#ids : undefined;
    this.#proceed();
  }

  /** Forgets all conversations: a source was closed. */
  clear(): void {
    this.#total = 0;
    this.set(this.#predicate, this.#key, this.#descending);
    this.#examined = 0;
    this.#matched = 0;
    this.#member.fill(0);
  }

  /** The id at a position; -1 beyond the end. */
  at(position: number): number {
    if (position < 0 || position >= this.length) return -1;
    if (!this.#predicate && !this.#key) return this.#descending ? this.#total - 1 - position : position;
    return this.#order()[position] ?? -1;
  }

  /** Position of an id; -1 where it is not in the result. */
  positionOf(id: number): number {
    if (!this.#predicate && !this.#key) {
      if (id < 0 || id >= this.#total) return -1;
      return this.#descending ? this.#total - 1 - id : id;
    }
    return this.#order().indexOf(id);
  }

  /** Every id of the result, in order. */
  *ids(): Generator<number> {
    for (let position = 0; position < this.length; position++) yield this.at(position);
  }

  #examine(id: number, predicate: (id: number) => boolean): boolean {
    if (id >= this.#member.length) this.#grow(id);
    const before = this.#member[id]!;
    const now = predicate(id) ? 1 : 0;
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
    const predicate = this.#predicate;
    if (predicate && this.#examined < this.#total) {
      if (!this.#searching) void this.#search(predicate);
      return;
    }
    if (!predicate) this.#examined = this.#total;
    if (this.#key && this.#stale && !this.#sorting) void this.#sort(this.#key);
    if (!this.#isSettled()) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #isSettled(): boolean {
    return (
      !this.#searching &&
      !this.#sorting &&
      !(this.#key && this.#stale) &&
      (!this.#predicate || this.#examined >= this.#total)
    );
  }

  async #search(predicate: (id: number) => boolean): Promise<void> {
    const generation = this.#generation;
    const superseded = () => this.#generation !== generation;
    this.#searching = true;
    await inSlices(this.#examineRest(predicate), superseded);
    if (superseded()) return;
    this.#searching = false;
    this.#moved();
    this.#proceed();
  }

  *#examineRest(predicate: (id: number) => boolean): Generator<undefined, void> {
    let sinceYield = 0;
    while (this.#examined < this.#total) {
      if (this.#examine(this.#examined++, predicate) && !this.#key) this.#ids = undefined;
      if (++sinceYield % 256 === 0) yield;
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
    if (!this.#predicate) {
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
