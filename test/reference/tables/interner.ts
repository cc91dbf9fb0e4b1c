/**
 * Numbers for runs of bytes: each distinct run gets an id, in order of arrival from 0. No string is created on the way in; the
 * text of an id is decoded on demand.
 *
 * A lookup reads memory twice: a slot (the hash and the place of the entry), and the entry (its id, its length, its bytes).
 * An id is never reused: a run that was released gets a new one when it comes again.
 */
import { decodeText } from '../../../src/bytes/text.js';
import { hashBytes } from '../../../src/bytes/hash.js';
import { viewOf, WordView } from '../../../src/bytes/words.js';
import { Arena, MAX_LENGTH } from './arena.js';
import { Uint32Column } from './columns.js';
import { LiveIds } from './live-ids.js';
import { CHUNK_ROWS, MovedRows } from './moved-rows.js';

/** Stands for no id. */
const NONE = -1;
/** Ids looked at in one step of a sweep: below a millisecond. */
const IDS_A_STEP = 1024;

/** @typeParam Id What its ids are: rows of a table (model/ids.ts), or any number. */
export class Interner<Id extends number = number> {
  readonly #limit: number;
  readonly #words = new WordView();
  readonly #arena = new Arena();
  readonly #moved: MovedRows<Id>;
  /** Where the entry of an id lies + 1; 0 if it was released. */
  readonly #places: Uint32Column<Id>;
  /** Open addressing, two words a slot: the hash, and the place of the entry + 1 (0 where free). */
  #slots = new Uint32Array(512);
  #mask = 255;
  #count = 0;
  /** Ids that were not released. */
  #alive = 0;
  /** Ids in use, while those that are not are looked for. */
  #marks: LiveIds<Id> | undefined;

  /**
   * @param limit Most distinct runs kept; `intern` returns -1 for a further one.
   * @param moved Where the ids of a dropped chunk go; given for ids that are rows of a table.
   */
  constructor(limit = 0x3fff_ffff, moved = new MovedRows<Id>()) {
    this.#limit = limit;
    this.#moved = moved;
    this.#places = new Uint32Column<Id>(moved);
  }

  /** Distinct runs so far; ids are 0 to `count` - 1. */
  get count(): number {
    return this.#count;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#places.bytes + this.#arena.bytes + this.#slots.byteLength;
  }

  /** Id of bytes [start, end); a new one if they are unknown, -1 if the table is full. */
  intern(bytes: Uint8Array, start: number, end: number): Id {
    return this.internView(this.#words.of(bytes), start, end);
  }

  /** `intern` for a caller that has a view of the bytes. */
  internView(view: DataView, start: number, end: number): Id {
    const known = Math.min(end, start + MAX_LENGTH);
    const hash = hashBytes(view, start, known) >>> 0;
    const slot = this.#slot(view, start, known, hash);
    const place = this.#slots[slot + 1]!;
    if (place === 0) return this.#add(view, start, known, hash, slot);
    const id = this.#idAt(place);
    if (this.#marks !== undefined) this.#marks.add(id);
    return id;
  }

  /** `internView` for a caller that has a guess: where `id` is right, nothing is looked up. */
  internNear(view: DataView, start: number, end: number, id: Id): Id {
    return this.is(id, view, start, end) ? id : this.internView(view, start, end);
  }

  /** True where bytes [start, end) are those of an id. */
  is(id: Id, view: DataView, start: number, end: number): boolean {
    const known = Math.min(end, start + MAX_LENGTH);
    const place = this.#places.get(id);
    return place > 0 && this.#arena.equals(place - 1, view, start, known);
  }

  /** Id of these bytes; -1 if they are unknown. */
  find(bytes: Uint8Array): Id {
    const view = viewOf(bytes);
    const known = Math.min(bytes.length, MAX_LENGTH);
    const slot = this.#slot(view, 0, known, hashBytes(view, 0, known) >>> 0);
    const place = this.#slots[slot + 1]!;
    return place > 0 ? this.#idAt(place) : (NONE as Id);
  }

  /** The bytes of an id, none if it was dropped: a view, not to be written to. */
  bytesOf(id: Id): Uint8Array {
    const place = this.#places.get(id);
    return place > 0 ? this.#arena.bytesAt(place - 1) : new Uint8Array(0);
  }

  /** The text of an id; Latin-1 if the bytes are no UTF-8. */
  text(id: Id): string {
    return decodeText(this.bytesOf(id));
  }

  /** Makes the bytes of an id be met anew from now on; its text is there until it is released. */
  unlink(id: Id): void {
    const slot = this.#slotOf(id);
    if (slot < 0) return;
    this.#alive--;
    this.#empty(slot);
  }

  /** Forgets an id and its bytes. */
  release(id: Id): void {
    const place = this.#places.get(id);
    if (place === 0) return;
    this.unlink(id);
    this.#arena.leave(place - 1);
    this.#places.set(id, 0);
  }

  /** Writes the bytes of an id anew, so that the chunk of the arena where they lay may become free. */
  rewrite(id: Id): void {
    const slot = this.#slotOf(id);
    if (slot < 0) return;
    const place = this.#places.get(id);
    const bytes = this.#arena.bytesAt(place - 1);
    const anew = this.#arena.write(id, viewOf(bytes), 0, bytes.length) + 1;
    this.#slots[slot + 1] = anew;
    this.#places.set(id, anew);
    this.#arena.leave(place - 1);
  }

  /** Begins to note which ids are in use. Those interned until `sweep` is done are noted by themselves. */
  mark(): LiveIds<Id> {
    this.#marks = new LiveIds<Id>(this.#count);
    return this.#marks;
  }

  /** Releases, in steps, every id that was not noted since `mark`. */
  *sweep(): Generator<undefined, void> {
    const marks = this.#marks;
    if (marks === undefined) return;
    let steps = 0;
    for (const id of Array.from(this.#moved.rows)) {
      if (++steps % IDS_A_STEP === 0) yield;
      if (marks.has(id)) continue;
      this.release(id);
      this.#moved.release(id);
    }
    for (let id = this.#moved.end as Id; id < marks.count; id++) {
      if (++steps % IDS_A_STEP === 0) yield;
      if (!marks.has(id)) this.release(id);
    }
    while (this.#moved.end + CHUNK_ROWS <= marks.count) {
      this.#moved.moveChunk(marks.between(this.#moved.end, this.#moved.end + CHUNK_ROWS));
      yield;
    }
    for (const id of Array.from(this.#moved.rows)) {
      if (++steps % IDS_A_STEP === 0) yield;
      this.rewrite(id);
    }
    this.#marks = undefined;
  }

  /** Id of the entry at a place + 1. The arena keeps ids as numbers. */
  #idAt(place: number): Id {
    return this.#arena.id(place - 1) as Id;
  }

  /** Index in `#slots` of the entry with these bytes, or of the free slot where it belongs. */
  #slot(view: DataView, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    let slot = hash & this.#mask;
    for (;;) {
      const place = slots[2 * slot + 1]!;
      if (place === 0) return 2 * slot;
      if (slots[2 * slot] === hash && this.#arena.equals(place - 1, view, start, end)) return 2 * slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** Index in `#slots` of an id's entry; -1 if it can no longer be found. */
  #slotOf(id: Id): number {
    const place = this.#places.get(id);
    if (place === 0) return -1;
    for (let slot = this.#arena.hash(place - 1) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const there = this.#slots[2 * slot + 1]!;
      if (there === 0) return -1;
      if (there === place) return 2 * slot;
    }
  }

  #add(view: DataView, start: number, end: number, hash: number, slot: number): Id {
    if (this.#count >= this.#limit) return NONE as Id;
    const id = this.#count++ as Id;
    const place = this.#arena.write(id, view, start, end) + 1;
    this.#places.set(id, place);
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = place;
    if (++this.#alive * 4 > this.#mask * 3) this.#grow();
    return id;
  }

  /** Empties a slot, and moves up those behind it that would not be found across the hole. */
  #empty(index: number): void {
    const slots = this.#slots;
    let hole = index / 2;
    for (let slot = (hole + 1) & this.#mask; slots[2 * slot + 1] !== 0; slot = (slot + 1) & this.#mask) {
      const fromHome = (slot - slots[2 * slot]!) & this.#mask;
      if (fromHome < ((slot - hole) & this.#mask)) continue;
      slots[2 * hole] = slots[2 * slot]!;
      slots[2 * hole + 1] = slots[2 * slot + 1]!;
      hole = slot;
    }
    slots[2 * hole] = 0;
    slots[2 * hole + 1] = 0;
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = 2 * this.#mask + 1;
    const slots = new Uint32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] === 0) continue;
      let slot = old[at]! & this.#mask;
      while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & this.#mask;
      slots[2 * slot] = old[at]!;
      slots[2 * slot + 1] = old[at + 1]!;
    }
    this.#slots = slots;
  }
}
