/**
 * Reads HEP 3 from a TCP stream: one report after another, each with its length (https://github.com/sipcapture/HEP).
 * Messages carry the addresses the report gives.
 */
import { Cursor, read16 } from '../cursor.js';
import type { Flow } from '../flow-table.js';
import { hep } from '../tunnels/hep.js';
import type { Reading, StreamReader } from './stream-reader.js';

const MAGIC = [0x48, 0x45, 0x50, 0x33];
const HEADER = 6;

export class HepReader implements StreamReader {
  readonly name = 'hep';
  readonly partial = false;
  /** The cursor at the reported message. */
  readonly ends = new Cursor();
  payload: Uint8Array | undefined = undefined;
  consumed = 0;
  readonly #flow: Flow;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  get transport(): number {
    return this.ends.transport;
  }

  get start(): number {
    return this.ends.start;
  }

  get end(): number {
    return this.ends.end;
  }

  get missing(): number {
    return this.ends.missing;
  }

  next(bytes: Uint8Array, start: number, end: number, final: boolean): Reading {
    this.payload = undefined;
    if (!beginsWithHep(bytes, start, end)) return 'refused';
    const stop = end - start < HEADER ? end + 1 : start + Math.max(HEADER, read16(bytes, start + 4));
    if (stop > end && !final) return 'more';
    this.consumed = Math.min(stop, end);
    const { ends } = this;
    ends.openStream(this.#flow, bytes, start, this.consumed);
    if (hep(ends) !== 'sip') return 'noise';
    this.payload = ends.bytes;
    return 'message';
  }
}

/** Whether the bytes, as far as they go, begin a HEP 3 report. */
export function beginsWithHep(bytes: Uint8Array, start: number, end: number): boolean {
  const length = Math.min(MAGIC.length, end - start);
  for (let i = 0; i < length; i++) if (bytes[start + i] !== MAGIC[i]) return false;
  return length > 0;
}
