/**
 * Values that conversations have in common: which ones had a value before. A value is two numbers of 32 bits, hashes or ids, so that two
 * values are the same if those are. One that too many have says nothing, and is forgotten for good.
 */
import { NO_ROW, type RowId } from '../model/ids.js';
import { CHUNK_BITS, CHUNK_ROWS } from '../tables/moved-rows.js';
import { Records } from '../tables/records.js';

/** So many calls do not have a value in common that is a call's own. */
export const MOST_SHARING = 8;
/** Heads at first, and how many times as many the next time. */
const FIRST_ROOM = 16_384;
const WIDER = 4;

export class SharedValues {
  #heads = new Int32Array(FIRST_ROOM);
  readonly #seed = crypto.getRandomValues(new Int32Array(1))[0]!;
  readonly #record = new Records(16);
  readonly #next = this.#record.int32();
  readonly #one = this.#record.int32();
  readonly #other = this.#record.int32();
  /** None for a value that too many have. */
  readonly #row = this.#record.id<RowId>();
  #dropped = 0;

  constructor() {
    // Entries are numbered from 1: 0 ends a chain.
    this.#record.add();
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#record.bytes + this.#heads.byteLength;
  }

  /**
   * Notes that a conversation has a value.
   * @returns The others that have it; none where too many do, or where it was noted before. `turned`, if given, gets those of a
   * value that just turned out to be one of too many.
   */
  note(one: number, other: number, row: RowId, turned?: RowId[]): readonly RowId[] {
    const met: RowId[] = [];
    const place = this.#place(one, other);
    for (let entry = this.#heads[place]!; entry !== 0; entry = this.#next.get(entry)) {
      if (this.#one.get(entry) !== one || this.#other.get(entry) !== other) continue;
      const known = this.#row.get(entry);
      if (known === NO_ROW || known === row) return [];
      met.push(known);
    }
    if (met.length < MOST_SHARING) {
      this.#add(one, other, row);
      return met;
    }
    this.#add(one, other, NO_ROW);
    turned?.push(...met);
    return [];
  }

  /** The others that have a value; none where too many do. */
  others(one: number, other: number, row: RowId): readonly RowId[] {
    const met: RowId[] = [];
    for (let entry = this.#heads[this.#place(one, other)]!; entry !== 0; entry = this.#next.get(entry)) {
      if (this.#one.get(entry) !== one || this.#other.get(entry) !== other) continue;
      const known = this.#row.get(entry);
      if (known === NO_ROW) return [];
      if (known !== row) met.push(known);
    }
    return met;
  }

  /** Lets go of conversations that were evicted: those before row `floor`, as far as they came in order. */
  forget(floor: RowId): void {
    for (let end = this.#dropped + CHUNK_ROWS; end <= this.#record.count; end += CHUNK_ROWS) {
      for (let entry = this.#dropped; entry < end; entry++) if (this.#row.get(entry) >= floor) return;
      this.#record.drop(this.#dropped >>> CHUNK_BITS);
      this.#dropped = end;
    }
  }

  #add(one: number, other: number, row: RowId): void {
    if (this.#record.count - this.#dropped > this.#heads.length) this.#widen();
    const entry = this.#record.add();
    this.#one.set(entry, one);
    this.#other.set(entry, other);
    this.#row.set(entry, row);
    this.#link(entry);
  }

  #link(entry: number): void {
    const place = this.#place(this.#one.get(entry), this.#other.get(entry));
    this.#next.set(entry, this.#heads[place]!);
    this.#heads[place] = entry;
  }

  #place(one: number, other: number): number {
    const hash = Math.imul(one ^ this.#seed, 0x9e3779b1) ^ Math.imul(other, 0x85ebca6b);
    return (hash ^ (hash >>> 15)) & (this.#heads.length - 1);
  }

  #widen(): void {
    this.#heads = new Int32Array(WIDER * this.#heads.length);
    for (let entry = Math.max(1, this.#dropped); entry < this.#record.count; entry++) this.#link(entry);
  }
}
