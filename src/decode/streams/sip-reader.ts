/** Reads SIP from a TCP stream (RFC 3261 18.3), framed by sip/framing/frame.ts. */
import { transportIndex } from '../../model/transports.js';
import { FrameCutter } from '../../sip/framing/frame.js';
import { probeSip } from '../../sip/framing/probe.js';
import type { ScannedMessage } from '../../sip/scan/scanned-message.js';
import { wholeMessageEnd } from '../../sip/scan/whole-message.js';
import type { Reading, StreamReader } from './stream-reader.js';

const TCP = transportIndex('TCP');
const CR = 13;
/** Bytes without a message after which a stream is not SIP. */
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
  scanned = false;
  readonly #scanned: ScannedMessage | undefined;
  readonly #cutter = new FrameCutter();
  #noise = 0;
  #messages: number;

  /** `scanned`: see `MessageSink`. `messages`: those that were found in the stream before. */
  constructor(scanned: ScannedMessage | undefined, messages = 0) {
    this.#scanned = scanned;
    this.#messages = messages;
  }

  get isPlain(): boolean {
    return this.#messages > 0 && !this.#cutter.inside;
  }

  next(bytes: Uint8Array, start: number, end: number, final: boolean): Reading {
    this.scanned = !this.#cutter.inside && this.#takeWhole(bytes, start, end);
    if (this.scanned) return 'message';
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

  /** Takes a message that begins at `start` and is complete: it is scanned right away, which finds its end as well. */
  #takeWhole(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#scanned === undefined || bytes[start]! <= CR || probeSip(bytes, start, end) !== 'certain') return false;
    const stop = wholeMessageEnd(bytes, start, end, this.#scanned);
    if (stop < 0) return false;
    this.start = start;
    this.end = stop;
    this.consumed = stop;
    this.missing = 0;
    this.#messages++;
    return true;
  }
}
