/** One agent's TCP connection: its bytes cut into reports. It holds no more than the one report it waits for. */
import type { Socket } from 'node:net';
import { HEP3_HEADER, HEP3_MAGIC } from '../../model/hep.js';

export interface ConnectionEvents {
  /** What was sent as one report, perhaps cut, perhaps no HEP. */
  report(bytes: Uint8Array, from: string): void;
  /** A connection was ended, or not accepted; `what` is a clause about its sender. */
  ended(what: string): void;
}

export class HepConnection {
  readonly from: string;
  /** What the limit for an address counts. */
  readonly network: string;
  /** Complete reports so far. */
  reports = 0;
  /** When it sent its last report, or connected; by performance.now(). */
  sinceMs = performance.now();
  /** When the report it waits for began; null if it waits for none. */
  begunMs: number | null = null;
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  /** The beginning of a report: #held[0, #length). */
  #held: Buffer = Buffer.alloc(0);
  #length = 0;

  constructor(socket: Socket, from: string, network: string, events: ConnectionEvents, closed: () => void) {
    this.#socket = socket;
    this.from = from;
    this.network = network;
    this.#events = events;
    socket.setKeepAlive(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', bytes => this.#take(bytes));
    socket.on('close', () => {
      this.#giveCut();
      closed();
    });
  }

  pause(isPaused: boolean): void {
    if (isPaused) this.#socket.pause();
    else {
      this.sinceMs = performance.now();
      if (this.begunMs !== null) this.begunMs = this.sinceMs;
      this.#socket.resume();
    }
  }

  end(): void {
    this.#socket.destroy();
    this.#giveCut();
  }

  #take(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0 && !this.#socket.destroyed) rest = this.#length > 0 ? this.#complete(rest) : this.#cut(rest);
  }

  /** Takes a report, or the beginning of one, off the front of the bytes; returns the rest. */
  #cut(bytes: Buffer): Buffer {
    const length = lengthOf(bytes);
    if (length === undefined) return this.#noHep(bytes);
    if (bytes.length < length) return this.#hold(bytes);
    this.#report(bytes.subarray(0, length));
    return bytes.subarray(length);
  }

  /** Takes what is missing from the report that is held; returns the rest. */
  #complete(bytes: Buffer): Buffer {
    // Its length is known once its header is there.
    const wanted = (this.#length < HEP3_HEADER ? HEP3_HEADER : this.#held.length) - this.#length;
    const more = bytes.subarray(0, wanted);
    more.copy(this.#held, this.#length);
    this.#length += more.length;
    const length = lengthOf(this.#held.subarray(0, this.#length));
    if (length === undefined) return this.#noHep(this.#held.subarray(0, this.#length));
    if (this.#length === HEP3_HEADER && length > HEP3_HEADER) this.#enlarge(length);
    else if (this.#length === length) {
      this.#report(this.#held);
      this.#held = Buffer.alloc(0);
      this.#length = 0;
    }
    return bytes.subarray(more.length);
  }

  #hold(bytes: Buffer): Buffer {
    this.#held = bytes;
    this.#length = bytes.length;
    this.#enlarge(bytes.length < HEP3_HEADER ? HEP3_HEADER : (lengthOf(bytes) ?? HEP3_HEADER));
    this.begunMs = performance.now();
    return bytes.subarray(bytes.length);
  }

  /** Makes room for a report of this length: 64 KiB at most, as its field has 16 bits. */
  #enlarge(length: number): void {
    const larger = Buffer.alloc(length);
    this.#held.copy(larger, 0, 0, this.#length);
    this.#held = larger;
  }

  #report(bytes: Uint8Array): void {
    this.reports++;
    this.sinceMs = performance.now();
    this.begunMs = null;
    this.#events.report(bytes, this.from);
  }

  /** Gives what there is of the last report: it may still be of use. */
  #giveCut(): void {
    if (this.#length > 0) this.#events.report(this.#held.subarray(0, this.#length), this.from);
    this.#length = 0;
  }

  #noHep(bytes: Buffer): Buffer {
    this.#length = 0;
    // No more than its first byte is kept: enough to be counted as no HEP.
    this.#events.report(Uint8Array.of(bytes[0]!), this.from);
    this.#events.ended(`${this.from} sent over TCP what is no HEP version 3, and was disconnected`);
    this.#socket.destroy();
    return bytes.subarray(bytes.length);
  }
}

/**
 * The length of the report that begins here; that of a header while that is not complete; undefined if none begins here.
 */
function lengthOf(bytes: Buffer): number | undefined {
  for (let at = 0; at < 4 && at < bytes.length; at++)
    if (bytes[at] !== ((HEP3_MAGIC >>> (24 - 8 * at)) & 0xff)) return undefined;
  if (bytes.length < HEP3_HEADER) return HEP3_HEADER;
  const length = bytes.readUInt16BE(4);
  return length < HEP3_HEADER ? undefined : length;
}
