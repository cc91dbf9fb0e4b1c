/**
 * What a stream says. In: its bytes in order, straight from a packet or out of a queue. Out: its messages to the sink,
 * without a copy where they lie whole in the packet; a stream that is no SIP is dropped at once and has a name.
 */
import { probeSip } from '../sip/probe.js';
import type { PacketRef } from './carried.js';
import type { Carrier } from './carrier.js';
import type { Cursor } from './cursor.js';
import type { Delivery } from './delivery.js';
import type { Flow } from './flow-table.js';
import { mayUpgrade } from './http-head.js';
import { SipReader } from './sip-reader.js';
import { StreamBuffer } from './stream-buffer.js';
import { streamName } from './stream-name.js';
import type { Reading, StreamReader } from './stream-reader.js';
import { beginsWithSipFrame } from './websocket-frame.js';
import { WebSocketReader } from './websocket-reader.js';

const HTTP = 'http';

export class StreamMessages {
  readonly #flow: Flow;
  readonly #delivery: Delivery;
  readonly #buffer = new StreamBuffer();
  #reader: StreamReader | undefined = undefined;
  /** What the stream is, where it is no SIP. */
  refused: string | undefined = undefined;
  /** Outer layers of the newest packet, as text. */
  tunnel = '';
  /** At least one message was found. */
  carriesSip = false;
  /** Packets whose bytes the reader keeps for a message that is not complete. */
  #parts: Carrier[] = [];
  #partsUs = 0;

  constructor(flow: Flow, delivery: Delivery) {
    this.#flow = flow;
    this.#delivery = delivery;
  }

  /** Memory held, in bytes. */
  get held(): number {
    return this.#buffer.capacity;
  }

  get decided(): boolean {
    return this.#reader !== undefined || this.refused !== undefined;
  }

  /** HTTP that has not become a WebSocket: what answers it is no SIP, whatever it looks like. */
  get isHttp(): boolean {
    return this.refused === HTTP || this.#reader?.name === HTTP;
  }

  /** Another stream begins. What is held has been finished. */
  restart(): void {
    this.#reader = undefined;
    this.refused = undefined;
    this.carriesSip = false;
    this.tunnel = '';
  }

  /** A segment of a refused stream: true where it begins with SIP, and the stream is worth reading again. */
  reopens(at: Cursor): boolean {
    const { bytes, start, end } = at;
    if (start >= end) return false;
    if (this.refused === HTTP) return mayUpgrade(bytes, start, end) && end - start > 4;
    if ((bytes[start]! & 0xfe) === 0x80 || bytes[start] === 0x82) return beginsWithSipFrame(bytes, start, end);
    return probeSip(bytes, start, end) === 'certain';
  }

  /** Chooses how to read a stream that begins with bytes[start, end); its name where it is not read. */
  decide(bytes: Uint8Array, start: number, end: number, peerIsHttp: boolean): void {
    if (mayUpgrade(bytes, start, end)) this.#reader = new WebSocketReader(true);
    else if (peerIsHttp) this.refused = HTTP;
    else if (beginsWithSipFrame(bytes, start, end)) this.#reader = new WebSocketReader(false);
    else {
      this.refused = streamName(bytes, start, end);
      if (this.refused === undefined) this.#reader = new SipReader();
    }
  }

  /** Refuses a stream of which a later part shows that it is something else: true where it does, and nothing is decided yet. */
  refuseEarly(at: Cursor): boolean {
    if (this.decided || at.start === at.end) return false;
    const name = streamName(at.bytes, at.start, at.end);
    // Any bytes may stand in the middle of a SIP message; those of TLS or SSH hardly do.
    if (name === undefined || name === 'unknown') return false;
    this.refused = name;
    return true;
  }

  /** The bytes at the cursor are the next of the stream. */
  take(at: Cursor): void {
    if (this.#buffer.length === 0) this.#takeStraight(at);
    else if (at.start < at.end) {
      this.#hold(at, at.start);
      this.#read(false);
    }
    if (this.refused !== undefined) at.is(this.refused);
  }

  /** The next bytes of the stream, kept since their packet came. */
  takeHeld(bytes: Uint8Array, from: number, carrier: Carrier, timeUs: number): void {
    if (this.refused !== undefined) {
      carrier.release(this.refused);
      return;
    }
    this.#buffer.append(bytes, from, bytes.length, carrier, timeUs);
    this.#read(false);
  }

  /** Nothing follows here: what is held is delivered as far as it goes. */
  finish(): void {
    this.#read(true);
    this.#releaseParts(this.#reader?.name ?? 'unknown');
  }

  #hold(at: Cursor, from: number): void {
    this.#buffer.append(at.bytes, from, at.end, this.#delivery.hold(), this.#delivery.timeUs);
  }

  /** Messages that lie whole in the packet go out without a copy; what remains is kept. */
  #takeStraight(at: Cursor): void {
    const reader = this.#reader;
    if (reader === undefined) return;
    let from = at.start;
    while (from < at.end) {
      const reading = reader.next(at.bytes, from, at.end, false);
      if (reading === 'more') {
        this.#hold(at, from);
        return;
      }
      if (reading === 'refused') {
        this.#refuse(reader.name);
        return;
      }
      if (reading === 'part') this.#keepParts([this.#delivery.hold()], this.#delivery.timeUs);
      else if (reading !== 'message') this.#passOver(reader, reading, at);
      else if (reader.payload === undefined) {
        this.carriesSip = true;
        at.transport = reader.transport;
        this.#delivery.message(at, reader.start, reader.end, reader.missing);
      } else {
        const own = this.#delivery.hold();
        this.#deliver(reader, reader.payload, [own], this.#delivery.timeUs);
        own.release(reader.name);
      }
      from = reader.consumed;
    }
  }

  /** Reads what is kept. */
  #read(final: boolean): void {
    const buffer = this.#buffer;
    const reader = this.#reader;
    while (reader !== undefined && buffer.length > 0) {
      const reading = reader.next(buffer.bytes, buffer.start, buffer.end, final);
      if (reading === 'more') return;
      if (reading === 'refused') {
        this.#refuse(reader.name);
        return;
      }
      if (reading === 'message' || reading === 'part') {
        const { carriers, timeUs } = buffer.carriers(buffer.start, reader.consumed);
        if (reading === 'message') this.#deliver(reader, reader.payload ?? buffer.bytes, carriers, timeUs);
        else {
          for (const carrier of carriers) carrier.hold();
          this.#keepParts(carriers, timeUs);
        }
      } else this.#passOver(reader, reading, undefined);
      buffer.consume(reader.consumed, reading === 'keep-alive' ? reading : reader.name);
    }
  }

  /** Hands out a message that came in these packets and those of its earlier parts. */
  #deliver(reader: StreamReader, bytes: Uint8Array, carriers: readonly Carrier[], timeUs: number): void {
    this.carriesSip = true;
    const parts: PacketRef[] = [];
    let last: Carrier | undefined;
    for (const carrier of [...this.#parts, ...carriers]) {
      if (carrier === last) continue;
      last = carrier;
      carrier.countSip();
      for (const ref of carrier.refs) parts.push(ref);
    }
    const { start, end, missing, transport } = reader;
    const time = this.#parts.length === 0 ? timeUs : Math.max(timeUs, this.#partsUs);
    const { tunnel } = this;
    this.#delivery.assembled(this.#flow, { bytes, start, end, missing, transport, timeUs: time, parts, tunnel });
    this.#releaseParts(reader.name);
  }

  #passOver(reader: StreamReader, reading: Reading, at: Cursor | undefined): void {
    if (!reader.partial) this.#releaseParts(reader.name);
    at?.is(reading === 'keep-alive' ? reading : reader.name);
  }

  #keepParts(carriers: readonly Carrier[], timeUs: number): void {
    if (this.#parts.length === 0) this.#partsUs = timeUs;
    this.#partsUs = Math.max(this.#partsUs, timeUs);
    this.#parts.push(...carriers);
  }

  #releaseParts(name: string): void {
    if (this.#parts.length === 0) return;
    for (const carrier of this.#parts) carrier.release(name);
    this.#parts = [];
  }

  #refuse(name: string): void {
    this.refused = name;
    this.#reader = undefined;
    this.#buffer.consume(this.#buffer.end, name);
    this.#releaseParts(name);
  }
}
