/**
 * Calls that arrived at a host, found again by what the leg that goes on from there would have in common with them: the called or the
 * calling number at about the same time, or the host at the very moment it rang or was answered. Each is a chain of entries in a
 * table of hashes; who reads a chain compares for himself, because hashes meet.
 */
import type { RowId } from '../model/ids.js';
import { CHUNK_BITS, CHUNK_ROWS } from '../tables/moved-rows.js';
import { Records } from '../tables/records.js';

/** What is looked for, and how long the moments are that share a chain, in µs. */
export const BY = {
  Called: { chain: 0, bit: 1, momentUs: 32_000_000 },
  Caller: { chain: 1, bit: 2, momentUs: 32_000_000 },
  Ring: { chain: 2, bit: 4, momentUs: 50_000 },
  Final: { chain: 3, bit: 8, momentUs: 50_000 },
} as const;
export type By = (typeof BY)[keyof typeof BY];
const ALL: readonly By[] = Object.values(BY);
/** By what is known of a call from its INVITE on. */
export const BY_NUMBERS = BY.Called.bit | BY.Caller.bit;

/** What a call at a host is found by: negative, or a time of NaN, where it is not. */
export interface Keys {
  key(by: By, row: RowId, host: number): number;
  timeUs(by: By, row: RowId): number;
}

/** Heads at first, and how many times as many the next time. */
const FIRST_ROOM = 16_384;
const WIDER = 4;

export class Arrivals {
  readonly #keys: Keys;
  /** First entry of each chain by hash, for each way to look. */
  #heads = ALL.map(() => new Int32Array(FIRST_ROOM));
  readonly #seeds = crypto.getRandomValues(new Int32Array(ALL.length));
  readonly #record = new Records(24);
  readonly #row = this.#record.id<RowId>();
  readonly #host = this.#record.int32();
  /** The next entry of each chain. */
  readonly #next = ALL.map(() => this.#record.int32());
  /** Where calls arrived; as bounded as hosts are. */
  readonly #hosts = new Set<number>();
  #dropped = 0;

  constructor(keys: Keys) {
    this.#keys = keys;
    // Entries are numbered from 1: 0 ends a chain.
    this.#record.add();
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#record.bytes + this.#heads.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Keeps a call that arrived at a host, to be found in some ways (bits of BY). */
  add(row: RowId, host: number, ways: number): void {
    if (this.#record.count - this.#dropped > this.#heads[0]!.length) this.#widen();
    const entry = this.#record.add();
    this.#row.set(entry, row);
    this.#host.set(entry, host);
    this.#hosts.add(host);
    for (const by of ALL) if ((ways & by.bit) !== 0) this.#link(entry, by);
  }

  /** The first entry of a chain that holds all calls of a key at a moment, and others. */
  first(by: By, key: number, timeUs: number, momentsBefore: number): number {
    return this.#heads[by.chain]![this.#place(by, key, Math.floor(timeUs / by.momentUs) - momentsBefore)]!;
  }

  next(by: By, entry: number): number {
    return this.#next[by.chain]!.get(entry);
  }

  /** The call of an entry; none if it was let go. */
  row(entry: number): RowId {
    return this.#row.get(entry);
  }

  /** Whether any call arrived at a host. */
  reached(host: number): boolean {
    return this.#hosts.has(host);
  }

  /** The host where the call of an entry arrived. */
  host(entry: number): number {
    return this.#host.get(entry);
  }

  /** Lets go of calls that were evicted: those before row `floor`, as far as they came in order. */
  forget(floor: RowId): void {
    for (let end = this.#dropped + CHUNK_ROWS; end <= this.#record.count; end += CHUNK_ROWS) {
      for (let entry = this.#dropped; entry < end; entry++) if (this.#row.get(entry) >= floor) return;
      // What still leads to these entries finds no row there, and the end of its chain.
      this.#record.drop(this.#dropped >>> CHUNK_BITS);
      this.#dropped = end;
    }
  }

  #link(entry: number, by: By): void {
    const row = this.#row.get(entry);
    const key = this.#keys.key(by, row, this.#host.get(entry));
    const timeUs = this.#keys.timeUs(by, row);
    if (key < 0 || Number.isNaN(timeUs)) return;
    const place = this.#place(by, key, Math.floor(timeUs / by.momentUs));
    const heads = this.#heads[by.chain]!;
    this.#next[by.chain]!.set(entry, heads[place]!);
    heads[place] = entry;
  }

  #place(by: By, key: number, moment: number): number {
    // The seed keeps strangers from choosing what falls into one chain.
    let hash = Math.imul(key ^ this.#seeds[by.chain]!, 0x9e3779b1) ^ Math.imul(moment | 0, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    return (hash ^ (hash >>> 13)) & (this.#heads[0]!.length - 1);
  }

  /** Makes room for more, and links all again. */
  #widen(): void {
    this.#heads = this.#heads.map(({ length }) => new Int32Array(WIDER * length));
    for (let entry = Math.max(1, this.#dropped); entry < this.#record.count; entry++)
      for (const by of ALL) {
        this.#next[by.chain]!.set(entry, 0);
        this.#link(entry, by);
      }
  }
}
