/** Reads SIP from a TCP stream: RFC 3261 18.3, cut by sip/frame.ts. */
import { FrameCutter } from '../sip/frame.js';
import { probeSip } from '../sip/probe.js';
import type { ScannedMessage } from '../sip/scanned-message.js';
import { wholeMessageEnd } from '../sip/whole-message.js';
import type { Reading, StreamReader } from './stream-reader.js';

const TCP = 2;
const CR = 13;
/** Bytes without a message after which a stream is no SIP. */
const MAX_NOISE = 65_536;

export class SipReader implements StreamReader {
  readonly transport = TCP;
  readonly name = 'unknown';
  readonly payload = undefined;
  readonly partial = false;
  start = 0;
  end = 0;
  missing = 0;
  consumed = 0;
  readonly #cutter = new FrameCutter();
  #noise = 0;
  #messages = 0;

  /** Reads on at `start`, where nothing is in the making: true for a message that lies there whole, which `scanned` then tells of. */
  whole(bytes: Uint8Array, start: number, end: number, scanned: ScannedMessage): boolean {
    if (bytes[start]! <= CR || probeSip(bytes, start, end) !== 'certain') return false;
    const stop = wholeMessageEnd(bytes, start, end, scanned);
    if (stop < 0) return false;
    this.start = start;
    this.end = stop;
    this.consumed = stop;
    this.missing = 0;
    this.#messages++;
    return true;
  }

  next(bytes: Uint8Array, start: number, end: number, final: boolean): Reading {
    const cut = this.#cutter.next(bytes, start, end, final);
    this.start = this.#cutter.start;
    this.end = this.#cutter.end;
    this.consumed = this.end;
    this.missing = this.#cutter.missing;
    if (cut === 'message') this.#messages++;
    if (cut === 'noise') {
      this.#noise += this.end - start;
      if (this.#messages === 0 && this.#noise > MAX_NOISE) return 'refused';
    }
    return cut;
  }
}
