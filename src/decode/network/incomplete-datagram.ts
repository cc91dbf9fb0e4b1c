/**
 * A datagram while its fragments come in, in any order: its bytes so far, and where each of them is in the packets.
 * Objects are reused.
 */
import type { Origin } from '../accounts.js';
import type { KeptPacket, Part } from '../decoded-message.js';
import type { Cursor } from '../cursor.js';
import type { Datagram, Delivery } from '../delivery.js';
import { Flow } from '../flow-table.js';
import { type HeldMemory, SLOT_BYTES } from '../held-memory.js';

export const MAX_DATAGRAM = 65_535;
/** Pieces of one datagram: only the last may have fewer than 8 bytes. */
const MAX_PIECES = 8192;
/** Estimated cost of a piece besides its bytes. */
const OVERHEAD = 256;
const NONE = new Uint8Array(0);
const NO_REFS: readonly KeptPacket[] = [];

/** Bytes [start, end) of the datagram. */
interface Piece {
  start: number;
  end: number;
  /** The packets that brought it, except those an earlier piece names; mostly one. */
  refs: readonly KeptPacket[];
  /** The packet it is in, and the bytes from the start of its record to the first of the piece; -1 if not verbatim. */
  ref: KeptPacket | undefined;
  place: number;
}

export class IncompleteDatagram extends Flow implements Datagram {
  /** The datagram begins at bytes[base]. */
  bytes: Uint8Array = NONE;
  base = 0;
  /** Ordered by start; they may touch but never overlap. */
  pieces: Piece[] = [];
  /** Length of the whole; -1 until the last fragment comes. */
  total = -1;
  /** Offset of the first byte that the snap length cut off. */
  cutAt = 0;
  /** Bytes of all pieces, which never overlap. */
  #filled = 0;
  /** Its place in the ring of complete datagrams; -1 while it is not complete. */
  place = -1;
  /** Its name if the first fragment shows that it is not SIP; then nothing of it is kept. */
  refused: string | undefined = undefined;
  beganUs = 0;
  /** The source of its packets. */
  origin: Origin;
  readonly #memory: HeldMemory;
  #slot = -1;
  #room = 0;

  constructor(at: Cursor, high: number, origin: Origin, memory: HeldMemory) {
    super(at, at.fragmentId | 0, high);
    this.origin = origin;
    this.#memory = memory;
  }

  /** Begins a datagram. */
  begin({ origin, timeUs }: Delivery): void {
    this.total = -1;
    this.cutAt = MAX_DATAGRAM + 1;
    this.place = -1;
    this.refused = undefined;
    this.beganUs = timeUs;
    this.origin = origin;
  }

  get complete(): boolean {
    return this.place >= 0;
  }

  /** All pieces have come. */
  get isWhole(): boolean {
    if (this.total < 0 || this.#filled < this.total) return false;
    // A piece may lie behind the last fragment.
    let reached = 0;
    for (const piece of this.pieces) {
      if (piece.start > reached) return false;
      reached = piece.end;
    }
    return reached >= this.total;
  }

  /** The packets of all pieces. */
  get refs(): KeptPacket[] {
    const refs: KeptPacket[] = [];
    for (const piece of this.pieces) for (const ref of piece.refs) refs.push(ref);
    return refs;
  }

  /** The bytes of the fragment equal those of the datagram at their place. */
  holds(at: Cursor): boolean {
    const length = at.end - at.start;
    if (at.fragmentOffset + length > this.total) return false;
    const from = this.base + at.fragmentOffset;
    for (let i = 0; i < length; i++) if (this.bytes[from + i] !== at.bytes[at.start + i]) return false;
    return true;
  }

  parts(start: number, end: number): Part[] | undefined {
    const from = start - this.base;
    const to = end - this.base;
    const parts: Part[] = [];
    for (const piece of this.pieces) {
      if (piece.end <= from) continue;
      if (piece.start >= to) break;
      if (piece.ref === undefined || piece.place < 0) return undefined;
      const first = Math.max(piece.start, from);
      const { file, recordOffset } = piece.ref;
      const length = Math.min(piece.end, to) - first;
      parts.push({ file, recordOffset, start: piece.place + first - piece.start, length });
    }
    return parts;
  }

  /**
   * Copies what is new in the fragment at the cursor, up to `end` of the datagram; the current packet joins the first
   * hole it fills. False if it fills none.
   */
  fill(at: Cursor, end: number, delivery: Delivery): boolean {
    const start = at.fragmentOffset;
    this.#grow(end);
    const { pieces } = this;
    let taken: readonly KeptPacket[] | undefined;
    let place = -1;
    let from = start;
    let index = this.#pieceAt(start);
    while (from < end) {
      while (index < pieces.length && pieces[index]!.end <= from) index++;
      const next = pieces[index];
      const to = next === undefined ? end : Math.min(end, next.start);
      if (from < to) {
        if (pieces.length === MAX_PIECES) break;
        let refs = NO_REFS;
        if (taken === undefined) {
          taken = delivery.take();
          refs = taken;
          place = delivery.place(at, at.start, taken);
        }
        const piece = { start: from, end: to, refs, ref: taken[0], place: place < 0 ? -1 : place + from - start };
        this.#memory.held += OVERHEAD;
        this.#filled += to - from;
        if (next === undefined) pieces.push(piece);
        else pieces.splice(index, 0, piece);
        const source = at.start - start;
        this.bytes.set(at.bytes.subarray(from + source, Math.min(to + source, at.end)), this.base + from);
      }
      from = next === undefined ? end : Math.max(to, next.end);
    }
    return taken !== undefined;
  }

  /** Index of the first piece that ends behind `offset`. */
  #pieceAt(offset: number): number {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pieces[middle]!.end <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Frees its bytes and forgets its packets. */
  release(): void {
    if (this.#slot >= 0) this.#memory.give(this.#slot);
    this.#memory.held -= this.#room + this.pieces.length * OVERHEAD;
    this.#slot = -1;
    this.#room = 0;
    this.bytes = NONE;
    this.pieces.length = 0;
    this.#filled = 0;
  }

  /** Makes room for a datagram of `end` bytes. */
  #grow(end: number): void {
    if (end <= this.#room) return;
    const slot = this.#room === 0 && end <= SLOT_BYTES ? this.#memory.take() : -1;
    if (slot >= 0) {
      this.bytes = this.#memory.block;
      this.base = slot;
      this.#room = SLOT_BYTES;
      this.#memory.held += SLOT_BYTES;
      this.#slot = slot;
      return;
    }
    const room = Math.min(MAX_DATAGRAM, Math.max(end, this.#room * 2, SLOT_BYTES));
    // Only what was filled is ever read, so the memory need not be cleared.
    const grown = Buffer.allocUnsafeSlow(room);
    grown.set(this.bytes.subarray(this.base, this.base + this.#room));
    if (this.#slot >= 0) this.#memory.give(this.#slot);
    this.#memory.held += room - this.#room;
    this.bytes = grown;
    this.base = 0;
    this.#room = room;
    this.#slot = -1;
  }
}
