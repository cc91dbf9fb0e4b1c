/**
 * Bytes to numbers: each distinct run of bytes gets an id, in order of arrival from 0. In: a range of bytes. Out: its id; the
 * text of an id, decoded when asked for. Bytes lie one after the other in an arena, no string is made on the way in.
 */
import { hashBytes } from '../sip/hash.js';
import { decodeText } from '../sip/text.js';
import { Float64Column, Int32Column, Uint16Column } from './columns.js';

const ARENA_CHUNK = 1 << 20;
/** Longer runs are known by this many first bytes and the hash of all. */
const MAX_LENGTH = 0xffff;

export class Interner {
  readonly #limit: number;
  readonly #arena: Uint8Array[] = [];
  /** Bytes used of the last arena chunk. */
  #used = ARENA_CHUNK;
  readonly #offsets = new Float64Column();
  readonly #lengths = new Uint16Column();
  readonly #hashes = new Int32Column();
  /** Open addressing: id + 1, 0 where free. */
  #slots = new Int32Array(256);
  #count = 0;

  /** @param limit Most distinct runs kept; `intern` answers -1 for a further one. */
  constructor(limit = 0x7fff_fffe) {
    this.#limit = limit;
  }

  /** Distinct runs so far; ids are 0 to `count` - 1. */
  get count(): number {
    return this.#count;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    const columns = this.#offsets.bytes + this.#lengths.bytes + this.#hashes.bytes;
    return columns + this.#arena.length * ARENA_CHUNK + this.#slots.byteLength;
  }

  /** Id of bytes [start, end); a new one where they were never met, -1 where the table is full. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    const slot = this.#slot(bytes, start, end, hash);
    const known = this.#slots[slot]! - 1;
    return known >= 0 ? known : this.#add(bytes, start, end, hash, slot);
  }

  /** Id of bytes [start, end); -1 where they were never met. */
  find(bytes: Uint8Array, start = 0, end = bytes.length): number {
    return this.#slots[this.#slot(bytes, start, end, hashBytes(bytes, start, end))]! - 1;
  }

  /** The bytes of an id: a view into the arena, not to be written to. */
  view(id: number): Uint8Array {
    const offset = this.#offsets.get(id);
    const chunk = this.#arena[Math.floor(offset / ARENA_CHUNK)];
    const start = offset % ARENA_CHUNK;
    return chunk === undefined ? new Uint8Array(0) : chunk.subarray(start, start + this.#lengths.get(id));
  }

  /** The text of an id; Latin-1 where the bytes are no UTF-8. */
  text(id: number): string {
    return decodeText(this.view(id));
  }

  #slot(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = slots[slot]! - 1;
      if (id < 0 || (this.#hashes.get(id) === hash && this.#equals(id, bytes, start, end))) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const length = this.#lengths.get(id);
    if (length !== Math.min(end - start, MAX_LENGTH)) return false;
    const offset = this.#offsets.get(id);
    const chunk = this.#arena[Math.floor(offset / ARENA_CHUNK)]!;
    const at = offset % ARENA_CHUNK;
    for (let i = 0; i < length; i++) if (chunk[at + i] !== bytes[start + i]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    if (this.#count >= this.#limit) return -1;
    const length = Math.min(end - start, MAX_LENGTH);
    if (this.#used + length > ARENA_CHUNK) {
      this.#arena.push(new Uint8Array(ARENA_CHUNK));
      this.#used = 0;
    }
    const chunk = this.#arena[this.#arena.length - 1]!;
    for (let i = 0; i < length; i++) chunk[this.#used + i] = bytes[start + i]!;
    const id = this.#count++;
    this.#offsets.set(id, (this.#arena.length - 1) * ARENA_CHUNK + this.#used);
    this.#lengths.set(id, length);
    this.#hashes.set(id, hash);
    this.#used += length;
    this.#slots[slot] = id + 1;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#count; id++) {
      let slot = this.#hashes.get(id) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}
