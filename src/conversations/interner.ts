/**
 * Bytes to numbers: each distinct run of bytes gets an id, in order of arrival from 0. In: a range of bytes. Out: its id; the
 * text of an id, decoded when asked for. Bytes lie one after the other in an arena, no string is made on the way in.
 */
import { hashBytes, sameBytes, viewOf, WordView } from '../sip/words.js';
import { decodeText } from '../sip/text.js';
import { Float64Column } from './columns.js';

const ARENA_BITS = 20;
const ARENA_CHUNK = 1 << ARENA_BITS;
/** Longer runs are known by this many first bytes. */
const MAX_LENGTH = 0xffff;
const LENGTHS = MAX_LENGTH + 1;

export class Interner {
  readonly #limit: number;
  readonly #words = new WordView();
  readonly #arena: DataView[] = [];
  /** Bytes used of the last arena chunk. */
  #used = ARENA_CHUNK;
  /** Offset in the arena × LENGTHS + length, by id: one place to look at. */
  readonly #places = new Float64Column();
  /** Open addressing, two words a slot: id + 1 (0 where free) and the hash. */
  #slots = new Int32Array(512);
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
    const hash = hashBytes(view, start, end);
    const slot = this.#slot(view, start, end, hash);
    const known = this.#slots[2 * slot]! - 1;
    return known >= 0 ? known : this.#add(view, start, end, hash, slot);
  }

  /** Id of these bytes; -1 where they were never met. */
  find(bytes: Uint8Array): number {
    const view = viewOf(bytes);
    return this.#slots[2 * this.#slot(view, 0, bytes.length, hashBytes(view, 0, bytes.length))]! - 1;
  }

  /** The bytes of an id: a view into the arena, not to be written to. */
  bytesOf(id: number): Uint8Array {
    const place = this.#places.get(id);
    const offset = Math.floor(place / LENGTHS);
    const chunk = this.#arena[offset >>> ARENA_BITS];
    if (chunk === undefined || id >= this.#count) return new Uint8Array(0);
    return new Uint8Array(chunk.buffer, offset & (ARENA_CHUNK - 1), place % LENGTHS);
  }

  /** The text of an id; Latin-1 where the bytes are no UTF-8. */
  text(id: number): string {
    return decodeText(this.bytesOf(id));
  }

  #slot(view: DataView, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    let slot = hash & this.#mask;
    for (;;) {
      const id = slots[2 * slot]! - 1;
      if (id < 0 || (slots[2 * slot + 1] === hash && this.#equals(id, view, start, end))) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  #equals(id: number, view: DataView, start: number, end: number): boolean {
    const place = this.#places.get(id);
    const length = Math.min(end - start, MAX_LENGTH);
    const offset = Math.floor(place / LENGTHS);
    if (place - offset * LENGTHS !== length) return false;
    return sameBytes(this.#arena[offset >>> ARENA_BITS]!, offset & (ARENA_CHUNK - 1), view, start, length);
  }

  #add(view: DataView, start: number, end: number, hash: number, slot: number): number {
    if (this.#count >= this.#limit) return -1;
    const length = Math.min(end - start, MAX_LENGTH);
    if (this.#used + length > ARENA_CHUNK) {
      this.#arena.push(new DataView(new ArrayBuffer(ARENA_CHUNK)));
      this.#used = 0;
    }
    const chunk = this.#arena[this.#arena.length - 1]!;
    for (let i = 0; i < length; i++) chunk.setUint8(this.#used + i, view.getUint8(start + i));
    const id = this.#count++;
    this.#places.set(id, ((this.#arena.length - 1) * ARENA_CHUNK + this.#used) * LENGTHS + length);
    this.#used += length;
    this.#slots[2 * slot] = id + 1;
    this.#slots[2 * slot + 1] = hash;
    if (this.#count * 4 > this.#mask * 3) this.#grow();
    return id;
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = 2 * this.#mask + 1;
    const slots = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] === 0) continue;
      let slot = old[at + 1]! & this.#mask;
      while (slots[2 * slot] !== 0) slot = (slot + 1) & this.#mask;
      slots[2 * slot] = old[at]!;
      slots[2 * slot + 1] = old[at + 1]!;
    }
    this.#slots = slots;
  }
}
