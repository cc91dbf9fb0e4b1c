/**
 * The bytes of one stream that no message has taken yet, and the packets they came in. In: segments in order. Out: one
 * contiguous span, the packets of any part of it, and their release once it is consumed.
 */
import type { Carrier } from './carrier.js';

const FIRST_CAPACITY = 2048;
/** What a piece costs besides its bytes. */
const PIECE_OVERHEAD = 256;
const NONE = new Uint8Array(0);

/** A stretch of the buffer that one carrier brought: up to `end`, counted from the first byte ever appended. */
interface Piece {
  end: number;
  carrier: Carrier;
  timeUs: number;
}

export class StreamBuffer {
  /** What is held: bytes[start, end). */
  bytes: Uint8Array = NONE;
  start = 0;
  end = 0;
  #pieces: Piece[] = [];
  /** Bytes appended before bytes[0]. */
  #base = 0;

  get length(): number {
    return this.end - this.start;
  }

  /** Memory taken, in bytes. */
  get capacity(): number {
    return this.bytes.length + this.#pieces.length * PIECE_OVERHEAD;
  }

  /** Copies bytes[start, end) to the end; the carrier is held by the caller for this buffer. */
  append(bytes: Uint8Array, start: number, end: number, carrier: Carrier, timeUs: number): void {
    const length = end - start;
    this.#makeRoom(length);
    this.bytes.set(bytes.subarray(start, end), this.end);
    this.end += length;
    this.#pieces.push({ end: this.#base + this.end, carrier, timeUs });
  }

  /** The packets that brought bytes[start, end), in order, and the latest of their times. */
  carriers(start: number, end: number): { carriers: Carrier[]; timeUs: number } {
    const carriers: Carrier[] = [];
    let timeUs = Number.NEGATIVE_INFINITY;
    let from = 0;
    for (const piece of this.#pieces) {
      if (from >= end) break;
      const to = piece.end - this.#base;
      if (to > start) {
        carriers.push(piece.carrier);
        timeUs = Math.max(timeUs, piece.timeUs);
      }
      from = to;
    }
    return { carriers, timeUs };
  }

  /** Forgets everything before `at`; packets that brought nothing after it are released under `name`. */
  consume(at: number, name: string): void {
    this.start = at;
    let released = 0;
    while (released < this.#pieces.length && this.#pieces[released]!.end - this.#base <= at) {
      this.#pieces[released++]!.carrier.release(name);
    }
    if (released > 0) this.#pieces.splice(0, released);
    if (this.start === this.end) this.#empty();
  }

  #empty(): void {
    this.bytes = NONE;
    this.start = 0;
    this.end = 0;
    this.#base = 0;
    this.#pieces = [];
  }

  #makeRoom(length: number): void {
    if (this.end + length <= this.bytes.length) return;
    const held = this.length;
    const needed = held + length;
    const enough = needed <= this.bytes.length / 2;
    // Only what was written is ever read, so the memory need not be cleared.
    const target = enough ? this.bytes : Buffer.allocUnsafe(Math.max(FIRST_CAPACITY, needed * 2));
    target.set(this.bytes.subarray(this.start, this.end));
    this.#base += this.start;
    this.bytes = target;
    this.start = 0;
    this.end = held;
  }
}
