/**
 * The bytes of an interner: entries one after the other in chunks of 1 MB, each its id, its length and its bytes,
 * addressed by its offset. A chunk whose entries have all been released is dropped, and its number is used again.
 */
import { hashBytes } from '../../../src/bytes/hash.js';
import { sameBytes } from '../bytes/words.js';

const CHUNK_BITS = 20;
const CHUNK = 1 << CHUNK_BITS;
/** Entries start at multiples of 4, so that 32 bits number those of 16 GB. */
const UNIT_BITS = 2;
const UNITS_BITS = CHUNK_BITS - UNIT_BITS;
const UNITS_MASK = (1 << UNITS_BITS) - 1;
/** Before the bytes of an entry: its id, and its length. */
const HEAD = 6;
/** Longer runs are known by this many first bytes. */
export const MAX_LENGTH = 0xffff;

export class Arena {
  readonly #chunks: (DataView | undefined)[] = [];
  /** Entries in each chunk that have not left. */
  readonly #entries: number[] = [];
  /** The chunk that is written to, and bytes used of it. */
  #current = -1;
  #used = CHUNK;

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#chunks.filter(chunk => chunk !== undefined).length * CHUNK;
  }

  /** Writes an entry of at most MAX_LENGTH bytes; returns its place. */
  write(id: number, view: DataView, start: number, end: number): number {
    const length = end - start;
    if (this.#used + HEAD + length > CHUNK) this.#open();
    const chunk = this.#chunks[this.#current]!;
    const at = this.#used;
    chunk.setUint32(at, id);
    chunk.setUint16(at + 4, length);
    for (let i = 0; i < length; i++) chunk.setUint8(at + HEAD + i, view.getUint8(start + i));
    this.#used = (at + HEAD + length + 3) & ~3;
    this.#entries[this.#current]!++;
    return (this.#current << UNITS_BITS) + (at >>> UNIT_BITS);
  }

  id(place: number): number {
    return this.#chunks[place >>> UNITS_BITS]!.getUint32((place & UNITS_MASK) << UNIT_BITS);
  }

  /** The bytes of an entry: a view, not to be written to. */
  bytesAt(place: number): Uint8Array {
    const chunk = this.#chunks[place >>> UNITS_BITS];
    if (chunk === undefined) return new Uint8Array(0);
    const at = (place & UNITS_MASK) << UNIT_BITS;
    return new Uint8Array(chunk.buffer, at + HEAD, chunk.getUint16(at + 4));
  }

  /** Whether an entry is the bytes [start, end), at most MAX_LENGTH of them. */
  equals(place: number, view: DataView, start: number, end: number): boolean {
    const chunk = this.#chunks[place >>> UNITS_BITS]!;
    const at = (place & UNITS_MASK) << UNIT_BITS;
    const length = end - start;
    return chunk.getUint16(at + 4) === length && sameBytes(chunk, at + HEAD, view, start, length);
  }

  /** Hash of the bytes of an entry, as they had it when they were looked up. */
  hash(place: number): number {
    const chunk = this.#chunks[place >>> UNITS_BITS]!;
    const at = (place & UNITS_MASK) << UNIT_BITS;
    return hashBytes(chunk, at + HEAD, at + HEAD + chunk.getUint16(at + 4)) >>> 0;
  }

  /** Tells that an entry is needed no more. */
  leave(place: number): void {
    const chunk = place >>> UNITS_BITS;
    if (--this.#entries[chunk]! === 0 && chunk !== this.#current) this.#chunks[chunk] = undefined;
  }

  #open(): void {
    const full = this.#current;
    const gone = this.#chunks.indexOf(undefined);
    this.#current = gone < 0 ? this.#chunks.length : gone;
    this.#chunks[this.#current] = new DataView(new ArrayBuffer(CHUNK));
    this.#entries[this.#current] = 0;
    this.#used = 0;
    if (full >= 0 && this.#entries[full] === 0) this.#chunks[full] = undefined;
  }
}
