/**
 * Calls that arrived at a host, found again by what the leg that goes on from there would have in common with them: the called or the
 * calling number and about the same time, or the host and the very moment it was called, or answered. Each is a chain of entries in a
 * table of hashes; who reads a chain compares for himself, because hashes meet.
 */
import type { RowId } from '../model/ids.js';
import { CHUNK_BITS, CHUNK_ROWS } from '../tables/moved-rows.js';
import { Records } from '../tables/records.js';

/** What is looked for, and how long the moments are that share a chain, in µs. */
export const BY = {
  Called: { chain: 0, momentUs: 16_000_000 },
  Caller: { chain: 1, momentUs: 16_000_000 },
  Start: { chain: 2, momentUs: 250_000 },
  Final: { chain: 3, momentUs: 50_000 },
} as const;
type By = (typeof BY)[keyof typeof BY];

const FIRST_BITS = 12;

/** Heads of chains by hash; as many as there are entries, or more. */
class Heads {
  #heads = new Int32Array(1 << FIRST_BITS);
  #seed: number;

  /** @param seed Keeps strangers from choosing what falls into one chain. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  get size(): number {
    return this.#heads.length;
  }

  grow(): void {
    this.#heads = new Int32Array(2 * this.#heads.length);
  }

  place(key: number, moment: number): number {
    let hash = Math.imul(key ^ this.#seed, 0x9e3779b1) ^ Math.imul(moment | 0, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    return (hash ^ (hash >>> 13)) & (this.#heads.length - 1);
  }

  get(place: number): number {
    return this.#heads[place]!;
  }

  set(place: number, entry: number): void {
    this.#heads[place] = entry;
  }
}

export class Arrivals {
  readonly #chains: readonly Heads[];
  readonly #record = new Records(24);
  readonly #next = this.#record.int32();
  readonly #key = this.#record.int32();
  readonly #moment = this.#record.float64();
  readonly row = this.#record.id<RowId>();
  readonly #chain = this.#record.uint8();
  #dropped = 0;

  constructor() {
    const seeds = crypto.getRandomValues(new Int32Array(4));
    this.#chains = Array.from(seeds, seed => new Heads(seed));
    // Entries are numbered from 1: 0 ends a chain.
    this.#record.add();
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#record.bytes + this.#chains.reduce((sum, heads) => sum + 4 * heads.size, 0);
  }

  /** Keeps a call under a number or host, at a time. */
  add(by: By, key: number, timeUs: number, row: RowId): void {
    if (key < 0 || Number.isNaN(timeUs)) return;
    const heads = this.#chains[by.chain]!;
    if (this.#record.count - this.#dropped > heads.size) this.#widen();
    const moment = Math.floor(timeUs / by.momentUs);
    const entry = this.#record.add();
    this.#key.set(entry, key);
    this.#moment.set(entry, moment);
    this.#chain.set(entry, by.chain);
    this.row.set(entry, row);
    this.#link(heads, entry, key, moment);
  }

  /** The first entry of a chain that holds all calls of a key at a moment, and others. */
  first(by: By, key: number, timeUs: number, momentsBefore: number): number {
    const heads = this.#chains[by.chain]!;
    return heads.get(heads.place(key, Math.floor(timeUs / by.momentUs) - momentsBefore));
  }

  next(entry: number): number {
    return this.#next.get(entry);
  }

  /** Lets go of calls that were evicted: those before row `floor`, as far as they came in order. */
  forget(floor: RowId): void {
    for (let end = this.#dropped + CHUNK_ROWS; end <= this.#record.count; end += CHUNK_ROWS) {
      for (let entry = this.#dropped; entry < end; entry++) if (this.row.get(entry) >= floor) return;
      // What still leads to these entries finds no row there, and the end of its chain.
      this.#record.drop(this.#dropped >>> CHUNK_BITS);
      this.#dropped = end;
    }
  }

  #link(heads: Heads, entry: number, key: number, moment: number): void {
    const place = heads.place(key, moment);
    this.#next.set(entry, heads.get(place));
    heads.set(place, entry);
  }

  /** Makes room for twice as many, and links all again. */
  #widen(): void {
    for (const heads of this.#chains) heads.grow();
    for (let entry = Math.max(1, this.#dropped); entry < this.#record.count; entry++) {
      const chain = this.#chains[this.#chain.get(entry)];
      if (chain !== undefined) this.#link(chain, entry, this.#key.get(entry), this.#moment.get(entry));
    }
  }
}
