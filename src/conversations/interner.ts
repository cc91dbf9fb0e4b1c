/**
 * Bytes to numbers: each distinct run of bytes gets an id, in order of arrival from 0. In: a range of bytes. Out: its id; the
 * text of an id, decoded when asked for. Bytes lie one after the other in an arena, no string is made on the way in.
 *
 * A lookup reads two places of memory: a slot (the hash, and where the entry lies), and the entry (its id, its length, its bytes).
 */
import { decodeText } from '../sip/text.js';
import { hashBytes, sameBytes, viewOf, WordView } from '../sip/words.js';
import { Uint32Column } from './columns.js';

const ARENA_BITS = 20;
const ARENA_CHUNK = 1 << ARENA_BITS;
/** Entries start at multiples of 4, so that 32 bits number those of 16 GB. */
const UNIT_BITS = 2;
const UNITS_BITS = ARENA_BITS - UNIT_BITS;
const UNITS_MASK = (1 << UNITS_BITS) - 1;
/** Before the bytes of an entry: its id, and its length. */
const ENTRY_HEAD = 6;
/** Longer runs are known by this many first bytes. */
const MAX_LENGTH = 0xffff;

export class Interner {
  readonly #limit: number;
  readonly #words = new WordView();
  readonly #arena: DataView[] = [];
  /** Bytes used of the last arena chunk. */
  #used = ARENA_CHUNK;
  /** Where the entry of an id lies. */
  readonly #places = new Uint32Column();
  /** Open addressing, two words a slot: the hash, and the place of the entry + 1 (0 where free). */
  #slots = new Uint32Array(512);
  #mask = 255;
  #count = 0;

  /** @param limit Most distinct runs kept; `intern` answers -1 for a further one. */
  constructor(limit = 0x3fff_ffff) {
    this.#limit = limit;
  }

  /** Distinct runs so far; ids are 0 to `count` - 1. */
  get count(): number {
    return this.#count;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#places.bytes + this.#arena.length * ARENA_CHUNK + this.#slots.byteLength;
  }

  /** Id of bytes [start, end); a new one where they were never met, -1 where the table is full. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    return this.internView(this.#words.of(bytes), start, end);
  }

  /** `intern` for a caller that has a view of the bytes. */
  internView(view: DataView, start: number, end: number): number {
    const hash = hashBytes(view, start, end) >>> 0;
    const slot = this.#slot(view, start, end, hash);
    const place = this.#slots[slot + 1]!;
    return place > 0 ? this.#idAt(place - 1) : this.#add(view, start, end, hash, slot);
  }

  /** `internView` for a caller that has a guess: where `id` is right, nothing is looked up. */
  internNear(view: DataView, start: number, end: number, id: number): number {
    return this.is(id, view, start, end) ? id : this.internView(view, start, end);
  }

  /** True where bytes [start, end) are those of an id. */
  is(id: number, view: DataView, start: number, end: number): boolean {
    return id < this.#count && this.#equals(this.#places.get(id), view, start, end);
  }

  /** Id of these bytes; -1 where they were never met. */
  find(bytes: Uint8Array): number {
    const view = viewOf(bytes);
    const slot = this.#slot(view, 0, bytes.length, hashBytes(view, 0, bytes.length) >>> 0);
    const place = this.#slots[slot + 1]!;
    return place > 0 ? this.#idAt(place - 1) : -1;
  }

  /** The bytes of an id: a view into the arena, not to be written to. */
  bytesOf(id: number): Uint8Array {
    if (id < 0 || id >= this.#count) return new Uint8Array(0);
    const place = this.#places.get(id);
    const chunk = this.#arena[place >>> UNITS_BITS]!;
    const at = (place & UNITS_MASK) << UNIT_BITS;
    return new Uint8Array(chunk.buffer, at + ENTRY_HEAD, chunk.getUint16(at + 4));
  }

  /** The text of an id; Latin-1 where the bytes are no UTF-8. */
  text(id: number): string {
    return decodeText(this.bytesOf(id));
  }

  #idAt(place: number): number {
    return this.#arena[place >>> UNITS_BITS]!.getUint32((place & UNITS_MASK) << UNIT_BITS);
  }

  /** Index in `#slots` of the entry with these bytes, or of the free slot where it belongs. */
  #slot(view: DataView, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    let slot = hash & this.#mask;
    for (;;) {
      const place = slots[2 * slot + 1]!;
      if (place === 0) return 2 * slot;
      if (slots[2 * slot] === hash && this.#equals(place - 1, view, start, end)) return 2 * slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  #equals(place: number, view: DataView, start: number, end: number): boolean {
    const chunk = this.#arena[place >>> UNITS_BITS]!;
    const at = (place & UNITS_MASK) << UNIT_BITS;
    const length = Math.min(end - start, MAX_LENGTH);
    return chunk.getUint16(at + 4) === length && sameBytes(chunk, at + ENTRY_HEAD, view, start, length);
  }

  #add(view: DataView, start: number, end: number, hash: number, slot: number): number {
    if (this.#count >= this.#limit) return -1;
    const length = Math.min(end - start, MAX_LENGTH);
    if (this.#used + ENTRY_HEAD + length > ARENA_CHUNK) {
      this.#arena.push(new DataView(new ArrayBuffer(ARENA_CHUNK)));
      this.#used = 0;
    }
    const chunk = this.#arena[this.#arena.length - 1]!;
    const at = this.#used;
    const id = this.#count++;
    chunk.setUint32(at, id);
    chunk.setUint16(at + 4, length);
    for (let i = 0; i < length; i++) chunk.setUint8(at + ENTRY_HEAD + i, view.getUint8(start + i));
    this.#used = (at + ENTRY_HEAD + length + 3) & ~3;

    const place = ((this.#arena.length - 1) << UNITS_BITS) + (at >>> UNIT_BITS);
    this.#places.set(id, place);
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = place + 1;
    if (this.#count * 4 > this.#mask * 3) this.#grow();
    return id;
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
