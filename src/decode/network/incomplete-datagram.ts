/**
 * A datagram in the making. In: the bytes of fragments at their places, in any order. Out: the whole, and where each of its bytes
 * lies in the packets. One object serves many datagrams, one after the other.
 */
import type { Origin } from '../accounts.js';
import type { KeptPacket, Part } from '../decoded-message.js';
import type { Cursor } from '../cursor.js';
import type { Datagram, Delivery } from '../delivery.js';
import { Flow } from '../flow-table.js';
import { type HeldMemory, STRETCH } from '../held-memory.js';

export const MAX_DATAGRAM = 65_535;
/** Pieces of one datagram: with fewer than 8 bytes a piece only the last may be legal. */
export const MAX_PIECES = 8192;
/** What a piece costs besides its bytes. */
const OVERHEAD = 256;
const NONE = new Uint8Array(0);
const NO_REFS: readonly KeptPacket[] = [];

/** Bytes [start, end) of the datagram. */
interface Piece {
  start: number;
  end: number;
  /** The packets that brought it, but those named by a piece before; mostly one. */
  refs: readonly KeptPacket[];
  /** The packet it lies in, and the bytes from the start of its record to the first of the piece; -1: not verbatim. */
  ref: KeptPacket | undefined;
  place: number;
}

export class IncompleteDatagram extends Flow implements Datagram {
  /** The datagram begins at `base`. */
  bytes: Uint8Array = NONE;
  base = 0;
  /** Ordered by start; they may touch but never overlap. */
  pieces: Piece[] = [];
  /** Length of the whole, -1 while the last fragment is not there. */
  total = -1;
  /** Where the first byte is that the snap length cut off. */
  cutAt = 0;
  /** Its place among the complete ones; -1 while it is not. */
  place = -1;
  /** What it is, where its first fragment shows that it is no SIP: nothing of it is kept. */
  refused: string | undefined = undefined;
  beganUs = 0;
  /** The source of its packets. */
  origin: Origin;
  readonly #memory: HeldMemory;
  #stretch = -1;
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

  /** All pieces are there. */
  get isWhole(): boolean {
    let reached = 0;
    for (const piece of this.pieces) {
      if (piece.start > reached) return false;
      reached = piece.end;
    }
    return this.total >= 0 && reached >= this.total;
  }

  /** The packets of all pieces. */
  get refs(): KeptPacket[] {
    const refs: KeptPacket[] = [];
    for (const piece of this.pieces) for (const ref of piece.refs) refs.push(ref);
    return refs;
  }

  /** The bytes of the fragment are those of the datagram at their place. */
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
   * Copies what of the fragment at the cursor is not there yet, up to `end` of the datagram; the packet at hand joins the
   * first hole it fills. False where it fills none.
   */
  fill(at: Cursor, end: number, delivery: Delivery): boolean {
    const start = at.fragmentOffset;
    this.#grow(end);
    const { pieces } = this;
    let taken: readonly KeptPacket[] | undefined;
    let place = -1;
    let from = start;
    let index = 0;
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
        if (next === undefined) pieces.push(piece);
        else pieces.splice(index, 0, piece);
        const source = at.start - start;
        this.bytes.set(at.bytes.subarray(from + source, Math.min(to + source, at.end)), this.base + from);
      }
      from = next === undefined ? end : Math.max(to, next.end);
    }
    return taken !== undefined;
  }

  /** Forgets its bytes and its packets. */
  release(): void {
    if (this.#stretch >= 0) this.#memory.give(this.#stretch);
    this.#memory.held -= this.#room + this.pieces.length * OVERHEAD;
    this.#stretch = -1;
    this.#room = 0;
    this.bytes = NONE;
    this.pieces.length = 0;
  }

  /** Room for a datagram of `end` bytes. */
  #grow(end: number): void {
    if (end <= this.#room) return;
    const stretch = this.#room === 0 && end <= STRETCH ? this.#memory.take() : -1;
    if (stretch >= 0) {
      this.bytes = this.#memory.block;
      this.base = stretch;
      this.#room = STRETCH;
      this.#memory.held += STRETCH;
      this.#stretch = stretch;
      return;
    }
    const room = Math.min(MAX_DATAGRAM, Math.max(end, this.#room * 2, STRETCH));
    // Only what was filled is ever read, so the memory need not be cleared.
    const grown = Buffer.allocUnsafeSlow(room);
    grown.set(this.bytes.subarray(this.base, this.base + this.#room));
    if (this.#stretch >= 0) this.#memory.give(this.#stretch);
    this.#memory.held += room - this.#room;
    this.bytes = grown;
    this.base = 0;
    this.#room = room;
    this.#stretch = -1;
  }
}
