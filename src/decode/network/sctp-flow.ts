/** Chunks of one direction of an SCTP association that wait for the rest of their message, by TSN. */
import type { PacketHold } from '../packet-hold.js';
import { Flow } from '../flow-table.js';

/** Chunks kept, and sequence numbers remembered. */
const MAX_CHUNKS = 1024;
const MAX_KNOWN = 256;
/** Estimated cost of a chunk besides its bytes. */
const OVERHEAD = 256;

export interface Chunk {
  /** Transmission sequence number. */
  sequence: number;
  begins: boolean;
  ends: boolean;
  bytes: Uint8Array;
  packetHold: PacketHold;
  timeUs: number;
}

export class SctpFlow extends Flow {
  /** Memory held, in bytes. */
  held = 0;
  readonly #chunks = new Map<number, Chunk>();
  readonly #known = new Set<number>();

  /** True for a chunk that came before. */
  knows(sequence: number): boolean {
    return this.#known.has(sequence);
  }

  remember(sequence: number): void {
    this.#known.add(sequence);
    if (this.#known.size <= MAX_KNOWN) return;
    for (const oldest of this.#known) {
      this.#known.delete(oldest);
      return;
    }
  }

  /** Keeps a chunk. Returns all chunks of its message, in order, once the last of them has come. */
  add(chunk: Chunk): Chunk[] | undefined {
    if (this.#chunks.size === MAX_CHUNKS) this.release();
    this.remember(chunk.sequence);
    this.#chunks.set(chunk.sequence, chunk);
    this.held += chunk.bytes.length + OVERHEAD;
    const whole: Chunk[] = [chunk];
    let first = chunk;
    while (!first.begins) {
      const before = this.#chunks.get((first.sequence - 1) >>> 0);
      if (before === undefined || before.ends) return undefined;
      whole.unshift(before);
      first = before;
    }
    let last = chunk;
    while (!last.ends) {
      const after = this.#chunks.get((last.sequence + 1) >>> 0);
      if (after === undefined || after.begins) return undefined;
      whole.push(after);
      last = after;
    }
    for (const { sequence, bytes } of whole) {
      this.#chunks.delete(sequence);
      this.held -= bytes.length + OVERHEAD;
    }
    return whole;
  }

  /** Drops all chunks. */
  release(): void {
    for (const chunk of this.#chunks.values()) chunk.packetHold.release('sctp data');
    this.#chunks.clear();
    this.held = 0;
  }
}
