/**
 * Reads SIP over WebSocket from a TCP stream, from its HTTP handshake or from any frame on: RFC 7118 (one SIP message
 * in one WebSocket message), RFC 6455 framing, RFC 7692 compression.
 */
import { constants, inflateRawSync } from 'node:zlib';
import { transportIndex } from '../../model/transports.js';
import { probeSip } from '../../sip/framing/probe.js';
import { headEnd, MAX_HEAD, upgradesToWebSocket } from './http-head.js';
import type { Reading, StreamReader } from './stream-reader.js';
import { CONTINUATION, FrameHeader, unmask } from './websocket-frame.js';

const WS = transportIndex('WS');
const MAX_MESSAGE = 1_114_112;
/** Messages without SIP after which a stream is refused. */
const MAX_NON_SIP = 64;
/** Compression refers back this far (RFC 7692 7.1.2), and omits these bytes at the end (7.2.2). */
const WINDOW = 32_768;
const TAIL = new Uint8Array([0, 0, 0xff, 0xff]);
const NONE = new Uint8Array(0);

export class WebSocketReader implements StreamReader {
  readonly transport = WS;
  name = 'websocket';
  start = 0;
  end = 0;
  missing = 0;
  consumed = 0;
  payload: Uint8Array | undefined = undefined;

  readonly #header = new FrameHeader();
  #inHead: boolean;
  /** The message whose frames are coming in. */
  #message: Uint8Array = NONE;
  #length = 0;
  #open = false;
  #compressed = false;
  /** The latest inflated bytes, which later messages may refer to. */
  #window: Uint8Array = NONE;
  /** Bytes still to come of a frame that is too long to keep. */
  #skip = 0;
  #nonSip = 0;
  #found = false;

  /** `inHead`: the stream begins with its HTTP handshake. */
  constructor(inHead: boolean) {
    this.#inHead = inHead;
  }

  get held(): number {
    return this.#message.length + this.#window.length;
  }

  get partial(): boolean {
    return this.#open;
  }

  next(bytes: Uint8Array, start: number, end: number, final: boolean): Reading {
    this.payload = undefined;
    this.missing = 0;
    if (this.#inHead) return this.#head(bytes, start, end, final);
    if (this.#skip > 0) {
      const length = Math.min(this.#skip, end - start);
      this.#skip -= length;
      this.consumed = start + length;
      return 'noise';
    }
    return this.#frame(bytes, start, end, final);
  }

  #head(bytes: Uint8Array, start: number, end: number, final: boolean): Reading {
    const stop = headEnd(bytes, start, end);
    this.name = 'http';
    if (stop < 0) return final || end - start > MAX_HEAD ? 'refused' : 'more';
    if (!upgradesToWebSocket(bytes, start, stop)) return 'refused';
    this.#inHead = false;
    this.name = 'websocket';
    this.consumed = stop;
    return 'noise';
  }

  #frame(bytes: Uint8Array, start: number, end: number, final: boolean): Reading {
    const header = this.#header;
    const read = header.read(bytes, start, end);
    if (read === 'malformed') return 'refused';
    const stop = header.payload + header.length;
    if (read === 'more' || (stop > end && header.length <= MAX_MESSAGE)) {
      if (!final) return 'more';
      if (read === 'read' && header.payload < end) return this.#cut(bytes, end, stop);
      this.consumed = end;
      return 'noise';
    }
    if (header.length > MAX_MESSAGE) {
      this.#skip = stop - start;
      this.#open = false;
      this.consumed = start;
      return this.next(bytes, start, end, final);
    }
    this.consumed = stop;
    if (header.opcode > 2) return 'noise';
    return this.#data(bytes, stop);
  }

  /** A whole data frame. */
  #data(bytes: Uint8Array, stop: number): Reading {
    const { opcode, last, mask, payload, compressed } = this.#header;
    if (opcode === CONTINUATION && !this.#open) return 'noise';
    if (opcode !== CONTINUATION) {
      this.#length = 0;
      this.#compressed = compressed;
      if (last && mask < 0 && !compressed) return this.#judge(bytes, payload, stop, undefined);
    }
    this.#open = !last;
    if (this.#length + stop - payload > MAX_MESSAGE) {
      this.#open = false;
      return 'noise';
    }
    this.#append(bytes, mask, payload, stop);
    if (!last) return 'part';
    if (!this.#compressed) return this.#judge(this.#message, 0, this.#length, this.#message);
    const inflated = this.#inflate();
    return inflated === undefined ? 'noise' : this.#judge(inflated, 0, inflated.length, inflated);
  }

  /** The stream ends within a frame: what has come of the message is delivered. */
  #cut(bytes: Uint8Array, end: number, stop: number): Reading {
    const { opcode, mask, payload, compressed } = this.#header;
    this.consumed = end;
    if (opcode > 2 || compressed || (opcode === CONTINUATION && !this.#open)) return 'noise';
    if (opcode !== CONTINUATION) this.#length = 0;
    this.#open = false;
    this.#append(bytes, mask, payload, end);
    const reading = this.#judge(this.#message, 0, this.#length, this.#message);
    this.missing = stop - end;
    return reading;
  }

  #judge(bytes: Uint8Array, start: number, end: number, payload: Uint8Array | undefined): Reading {
    while (start < end && (bytes[start] === 13 || bytes[start] === 10)) start++;
    if (start === end) return 'keep-alive';
    if (probeSip(bytes, start, end) !== 'certain') {
      this.#nonSip++;
      return this.#found || this.#nonSip < MAX_NON_SIP ? 'noise' : 'refused';
    }
    this.#found = true;
    this.payload = payload;
    this.start = start;
    this.end = end;
    return 'message';
  }

  #append(bytes: Uint8Array, mask: number, start: number, end: number): void {
    const needed = this.#length + end - start;
    if (needed > this.#message.length) {
      const grown = new Uint8Array(Math.max(needed, 4096));
      grown.set(this.#message.subarray(0, this.#length));
      this.#message = grown;
    }
    unmask(bytes, mask, start, end, this.#message, this.#length);
    this.#length = needed;
  }

  /** RFC 7692 7.2.2; undefined if it is damaged, or needs bytes from before the capture. */
  #inflate(): Uint8Array | undefined {
    const packed = new Uint8Array(this.#length + TAIL.length);
    packed.set(this.#message.subarray(0, this.#length));
    packed.set(TAIL, this.#length);
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_MESSAGE };
    try {
      const inflated: Uint8Array = inflateRawSync(
        packed,
        this.#window.length === 0 ? options : { ...options, dictionary: this.#window },
      );
      const window = new Uint8Array(Math.min(WINDOW, this.#window.length + inflated.length));
      const old = Math.max(0, window.length - inflated.length);
      window.set(this.#window.subarray(this.#window.length - old));
      window.set(inflated.subarray(Math.max(0, inflated.length - window.length)), old);
      this.#window = window;
      return inflated;
    } catch {
      return undefined;
    }
  }
}
