/** TCP segments that came too early, in order of sequence number. The stream that owns the queue bounds it. */
import type { PacketHold } from '../packet-hold.js';
import type { Cursor } from '../cursor.js';
import type { HeldMemory } from '../held-memory.js';

/** Estimated cost of a segment besides its bytes. */
const OVERHEAD = 256;

export interface Segment {
  /** Sequence number of the first byte. */
  sequence: number;
  bytes: Uint8Array;
  /** Bytes of it that the snap length cut off. */
  missing: number;
  packetHold: PacketHold;
  timeUs: number;
  /** See `Delivery.place`. */
  place: number;
}

export class SegmentQueue {
  readonly #memory: HeldMemory;
  #segments: Segment[] = [];
  /** Memory held, in bytes; also counted in the total of `memory`. */
  held = 0;

  constructor(memory: HeldMemory) {
    this.#memory = memory;
  }

  get length(): number {
    return this.#segments.length;
  }

  get first(): Segment | undefined {
    return this.#segments[0];
  }

  /** True if the queue has a segment that begins there with at least as many bytes. */
  has(sequence: number, length: number): boolean {
    const before = this.#segments[this.#indexAfter(sequence) - 1];
    return before !== undefined && before.sequence === sequence && before.bytes.length >= length;
  }

  /** Copies the segment at the cursor into its place. */
  add(at: Cursor, sequence: number, packetHold: PacketHold, timeUs: number, place: number): void {
    const bytes = at.bytes.slice(at.start, at.end);
    this.#segments.splice(this.#indexAfter(sequence), 0, {
      sequence,
      bytes,
      missing: at.missing,
      packetHold,
      timeUs,
      place,
    });
    this.#count(bytes.length + OVERHEAD);
  }

  shift(): Segment | undefined {
    const segment = this.#segments.shift();
    if (segment !== undefined) this.#count(-segment.bytes.length - OVERHEAD);
    return segment;
  }

  #count(bytes: number): void {
    this.held += bytes;
    this.#memory.held += bytes;
  }

  #indexAfter(sequence: number): number {
    let index = this.#segments.length;
    while (index > 0 && ((this.#segments[index - 1]!.sequence - sequence) | 0) > 0) index--;
    return index;
  }
}
