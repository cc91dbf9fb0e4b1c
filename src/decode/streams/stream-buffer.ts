/** The bytes of one stream that no message has used yet, in one contiguous span, and the packets that brought them. */
import type { Part } from '../decoded-message.js';
import type { PacketHold } from '../packet-hold.js';
import { type HeldMemory, SLOT_BYTES } from '../held-memory.js';

/** Estimated cost of a piece besides its bytes. */
const PIECE_OVERHEAD = 256;
const NONE = new Uint8Array(0);

/** Bytes of one packet hold, from `start` to `end`, counted from the first byte ever appended. */
interface Piece {
  start: number;
  end: number;
  packetHold: PacketHold;
  timeUs: number;
  /** Bytes from the start of the packet's record to the first byte of the piece; -1 if they are not there verbatim. */
  place: number;
}

export class StreamBuffer {
  /** What is held: bytes[start, end). */
  bytes: Uint8Array = NONE;
  start = 0;
  end = 0;
  readonly #memory: HeldMemory;
  /** Offset of the slot of `memory` in use; -1 if none is. */
  #slot = -1;
  /** End and length of the space in `bytes`. */
  #limit = 0;
  #room = 0;
  readonly #pieces: Piece[] = [];
  /** Count of the byte that would be bytes[0]. */
  #base = 0;

  constructor(memory: HeldMemory) {
    this.#memory = memory;
  }

  get length(): number {
    return this.end - this.start;
  }

  /**
   * Copies bytes[start, end) to the end; the caller holds the packets for this buffer. `place`: see `Delivery.place`.
   */
  append(bytes: Uint8Array, start: number, end: number, packetHold: PacketHold, timeUs: number, place: number): void {
    const length = end - start;
    if (this.end + length > this.#limit) this.#makeRoom(length);
    this.bytes.set(bytes.subarray(start, end), this.end);
    const from = this.#base + this.end;
    this.#pieces.push({ start: from, end: from + length, packetHold, timeUs, place });
    this.#memory.held += PIECE_OVERHEAD;
    this.end += length;
  }

  /** The packets that brought bytes[start, `end`), in order. */
  packetHolds(end: number): PacketHold[] {
    const stop = this.#base + end;
    return this.#pieces.filter(piece => piece.start < stop).map(piece => piece.packetHold);
  }

  /** The latest of their times; NO_TIME if one is not known. */
  timeUs(end: number): number {
    const stop = this.#base + end;
    let timeUs = Number.NEGATIVE_INFINITY;
    for (const piece of this.#pieces) if (piece.start < stop) timeUs = Math.max(timeUs, piece.timeUs);
    return timeUs;
  }

  /** Where bytes[start, end) are in the records of their packets; undefined if some are not there verbatim. */
  parts(start: number, end: number): Part[] | undefined {
    const parts: Part[] = [];
    const from = this.#base + start;
    const to = this.#base + end;
    for (const piece of this.#pieces) {
      if (piece.start >= to) break;
      if (piece.end <= from) continue;
      const { refs } = piece.packetHold;
      if (piece.place < 0 || refs.length !== 1) return undefined;
      const first = Math.max(piece.start, from);
      const { file, recordOffset } = refs[0]!;
      const length = Math.min(piece.end, to) - first;
      parts.push({ file, recordOffset, start: piece.place + first - piece.start, length });
    }
    return parts;
  }

  /** Drops everything before `at`; packets without bytes after it are released under `name`. */
  consume(at: number, name: string): void {
    this.start = at;
    const pieces = this.#pieces;
    const stop = this.#base + at;
    let released = 0;
    while (released < pieces.length && pieces[released]!.end <= stop) pieces[released++]!.packetHold.release(name);
    this.#memory.held -= released * PIECE_OVERHEAD;
    if (released === pieces.length) pieces.length = 0;
    else if (released > 0) pieces.splice(0, released);
    if (this.start === this.end) this.#use(NONE, 0, 0, -1);
  }

  /** Makes room for `length` more bytes: by moving to the front, in a slot, or in memory of its own. */
  #makeRoom(length: number): void {
    const needed = this.length + length;
    if (this.#slot < 0 && needed <= this.bytes.length / 2) {
      this.#use(this.bytes, 0, this.bytes.length, -1);
      return;
    }
    const slot = needed <= SLOT_BYTES ? (this.#slot < 0 ? this.#memory.take() : this.#slot) : -1;
    if (slot >= 0) this.#use(this.#memory.block, slot, slot + SLOT_BYTES, slot);
    else {
      // Only what was written is ever read, so the memory need not be cleared.
      const own = Buffer.allocUnsafe(Math.max(SLOT_BYTES, needed * 2));
      this.#use(own, 0, own.length, -1);
    }
  }

  /** Moves the held bytes to `at` of `bytes`, of which [at, limit) belong to this buffer. */
  #use(bytes: Uint8Array, at: number, limit: number, slot: number): void {
    const { length } = this;
    if (length > 0) bytes.set(this.bytes.subarray(this.start, this.end), at);
    if (this.#slot >= 0 && this.#slot !== slot) this.#memory.give(this.#slot);
    this.#memory.held += limit - at - this.#room;
    this.#room = limit - at;
    this.#base += this.start - at;
    this.bytes = bytes;
    this.start = at;
    this.end = at + length;
    this.#limit = limit;
    this.#slot = slot;
  }
}
