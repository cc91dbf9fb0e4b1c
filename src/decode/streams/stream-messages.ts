/**
 * Reads the messages of one stream. Messages that are complete in a packet are delivered without a copy. A stream
 * that is not SIP gets a name and is dropped at once.
 */
import { rowId } from '../../model/ids.js';
import type { Origin } from '../accounts.js';
import type { PacketRef, Part } from '../decoded-message.js';
import { type PacketHold, JoinedHolds } from '../packet-hold.js';
import type { Cursor } from '../cursor.js';
import type { Delivery } from '../delivery.js';
import { EarlierParts } from './earlier-parts.js';
import type { Flow } from '../flow-table.js';
import type { HeldMemory } from '../held-memory.js';
import type { RecentConversations } from './recent-conversations.js';
import { chooseReader, HTTP, lateName, type Opposite, TLS } from './stream-choice.js';
import { StreamBuffer } from './stream-buffer.js';
import { StreamDelivery } from './stream-delivery.js';
import type { Reading, StreamReader } from './stream-reader.js';
import type { PlainStream } from './plain-stream.js';
import { SipReader } from './sip-reader.js';
import type { KeyLog } from '../tls/key-log.js';
import { RecordCounter } from '../tls/record.js';
import type { TlsSession } from '../tls/session.js';
import { TlsReader } from '../tls/tls-reader.js';

const NONE = new Uint8Array(0);

export class StreamMessages implements Opposite {
  readonly #flow: Flow;
  readonly #delivery: Delivery;
  readonly #memory: HeldMemory;
  readonly #buffer: StreamBuffer;
  #reader: StreamReader | undefined = undefined;
  /** Bytes of `memory` that the reader holds. */
  #readerHeld = 0;
  /** The name of a stream that is not SIP. */
  refused: string | undefined = undefined;
  /** Outer layers of the newest packet, as text. */
  tunnel = '';
  /** At least one message was found. */
  carriesSip = false;
  /** Packets whose bytes the reader keeps for a message that is not complete. */
  readonly #parts = new EarlierParts();
  readonly #keyLog: KeyLog | undefined;
  readonly #out: StreamDelivery;
  /** The plaintext of a TLS stream. */
  inner: StreamMessages | undefined = undefined;
  #opposite: StreamMessages | undefined = undefined;
  /** Counts the records of TLS that is not decrypted. */
  #records: RecordCounter | undefined = undefined;

  /** `outer`: the delivery of the TLS stream whose plaintext this stream is. */
  constructor(flow: Flow, delivery: Delivery, memory: HeldMemory, keyLog?: KeyLog, outer?: StreamDelivery) {
    this.#flow = flow;
    this.#delivery = delivery;
    this.#memory = memory;
    this.#buffer = new StreamBuffer(memory);
    this.#keyLog = keyLog;
    this.#out = new StreamDelivery(flow, delivery, outer);
  }

  /** The conversations it carried lately. */
  get recent(): RecentConversations {
    return this.#out.recent;
  }

  get decided(): boolean {
    return this.#reader !== undefined || this.refused !== undefined;
  }

  /** See `Opposite`. */
  get isHttp(): boolean {
    return this.refused === HTTP || this.#reader?.name === HTTP;
  }

  /** Nothing but SIP that is neither hidden nor in a tunnel, and now between two messages; or nothing at all yet. */
  get isPlain(): boolean {
    if (this.refused !== undefined || this.tunnel !== '' || this.#buffer.length > 0) return false;
    return this.#reader === undefined ? !this.carriesSip : this.#reader.isPlain === true;
  }

  /** Goes on with a plain stream that another read. */
  goOn({ decided, recent, recentNext }: PlainStream): void {
    if (decided) this.#reader = new SipReader(this.#delivery.scanned, 1);
    this.carriesSip = decided;
    this.recent.goOn(recent.map(rowId), recentNext);
  }

  get session(): TlsSession | undefined {
    return this.#reader instanceof TlsReader ? this.#reader.session : undefined;
  }

  /** Another stream begins here; `finish` was called before. */
  restart(): void {
    this.#reader = undefined;
    this.#countHeld();
    this.#records = undefined;
    this.inner = undefined;
    this.refused = undefined;
    this.carriesSip = false;
    this.recent.clear();
    this.tunnel = '';
  }

  /** Chooses how to read a stream that begins with bytes[start, end), whose other direction is `opposite`. */
  decide(bytes: Uint8Array, start: number, end: number, opposite: StreamMessages | undefined): void {
    this.#opposite = opposite;
    if (this.#buffer.length === 0) this.#choose(bytes, start, end, false);
  }

  /** Refuses an undecided stream if a later segment shows that it is not SIP; true if it does. */
  refuseEarly(at: Cursor): boolean {
    if (this.decided || this.#buffer.length > 0) return false;
    this.refused = lateName(at, this.#keyLog);
    return this.refused !== undefined;
  }

  /** Takes the next bytes of the stream, at the cursor. */
  take(at: Cursor): void {
    if (this.refused !== undefined) this.passOver(at, 0);
    else if (this.#buffer.length === 0 && this.decided) this.#takeStraight(at);
    else if (at.start < at.end) {
      this.#hold(at, at.start);
      this.#read(false);
    }
    this.#countHeld();
    if (this.refused !== undefined) at.is(this.refused);
  }

  /** Takes the next bytes of the stream, which were kept. `place`: see `Delivery.place`, of bytes[from]. */
  takeHeld(bytes: Uint8Array, from: number, packetHold: PacketHold, timeUs: number, place: number): void {
    if (this.refused !== undefined) {
      this.#count(packetHold.origin, bytes, from, bytes.length);
      packetHold.release(this.refused);
      return;
    }
    this.#buffer.append(bytes, from, bytes.length, packetHold, timeUs, place);
    this.#read(false);
    this.#countHeld();
  }

  /**
   * Skips a segment of a refused stream. `ahead`: bytes skipped between the last segment and this one; negative if
   * they overlap.
   */
  passOver(at: Cursor, ahead: number): void {
    if (ahead > 0) this.#records?.lose();
    this.#count(this.#delivery.origin, at.bytes, Math.min(at.end, at.start + Math.max(0, -ahead)), at.end);
    if (at.missing > 0) this.#records?.lose();
  }

  /** Nothing follows here: delivers what is held as far as it goes. */
  finish(): void {
    if (this.#buffer.length > 0) this.#read(true);
    this.#reader?.lose?.();
    this.#parts.release(this.#reader?.name ?? 'unknown');
    this.inner?.finish();
  }

  #countHeld(): void {
    const held = this.#reader?.held ?? 0;
    this.#memory.held += held - this.#readerHeld;
    this.#readerHeld = held;
  }

  #hold(at: Cursor, from: number): void {
    const delivery = this.#delivery;
    const packetHold = delivery.hold();
    this.#buffer.append(at.bytes, from, at.end, packetHold, delivery.timeUs, delivery.place(at, from, packetHold.refs));
  }

  /** Delivers messages that are complete in the packet without a copy and keeps the rest. */
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
        this.#count(this.#delivery.origin, at.bytes, from, at.end);
        return;
      }
      if (reading === 'part') this.#parts.keep([this.#delivery.hold()], this.#delivery.timeUs);
      else if (reading === 'stream') this.#takeInner(reader, this.#delivery.hold(), this.#delivery.timeUs);
      else if (reading !== 'message') {
        if (reading === 'alert') this.#alert(reader, this.#delivery.timeUs, this.#delivery.here);
        this.#passOver(reader, reading, at);
      } else if (reader.payload === undefined) {
        this.carriesSip = true;
        this.#out.whole(reader, at);
      } else {
        const own = this.#delivery.hold();
        this.#deliver(reader, reader.payload, [own], undefined, this.#delivery.timeUs);
        own.release(reader.name);
      }
      from = reader.consumed;
      if (this.#refuseWithInner()) return;
    }
  }

  #choose(bytes: Uint8Array, start: number, end: number, final: boolean): void {
    const known = { flow: this.#flow, opposite: this.#opposite, keyLog: this.#keyLog, scanned: this.#delivery.scanned };
    const choice = chooseReader(bytes, start, end, final, known);
    if (typeof choice === 'string') this.refused = choice;
    else this.#reader = choice;
  }

  /** Reads the buffered bytes. */
  #read(final: boolean): void {
    const buffer = this.#buffer;
    if (!this.decided) this.#choose(buffer.bytes, buffer.start, buffer.end, final);
    if (this.refused !== undefined) this.#refuse(this.refused);
    const reader = this.#reader;
    while (reader !== undefined && buffer.length > 0) {
      const { bytes, start, end } = buffer;
      const reading = reader.next(bytes, start, end, final);
      if (reading === 'more') return;
      if (reading === 'refused') {
        const { origin } = new JoinedHolds(buffer.packetHolds(end));
        this.#refuse(reader.name);
        this.#count(origin, bytes, start, end);
        return;
      }
      if (reading === 'message' || reading === 'part' || reading === 'stream') {
        const packetHolds = buffer.packetHolds(reader.consumed);
        const timeUs = buffer.timeUs(reader.consumed);
        if (reading === 'message') {
          const own = reader.payload === undefined && this.#parts.packetHolds.length === 0;
          const pieces = own ? buffer.parts(reader.start, reader.end) : undefined;
          this.#deliver(reader, reader.payload ?? buffer.bytes, packetHolds, pieces, timeUs);
        } else if (reading === 'stream') {
          const [first] = packetHolds;
          const packetHold = first && packetHolds.length === 1 ? first : new JoinedHolds(packetHolds);
          this.#takeInner(reader, packetHold.hold(), timeUs);
        } else {
          for (const packetHold of packetHolds) packetHold.hold();
          this.#parts.keep(packetHolds, timeUs);
        }
      } else {
        const place = buffer.packetHolds(reader.consumed).at(-1)?.refs.at(-1) ?? this.#delivery.here;
        if (reading === 'alert') this.#alert(reader, buffer.timeUs(reader.consumed), place);
        this.#passOver(reader, reading, undefined);
      }
      buffer.consume(reader.consumed, reading === 'keep-alive' ? reading : reader.name);
      if (this.#refuseWithInner()) return;
    }
  }

  /** Stops decrypting once the plaintext turns out not to be SIP. */
  #refuseWithInner(): boolean {
    const name = this.inner?.refused;
    if (name !== undefined) this.#refuse(name);
    return name !== undefined;
  }

  /** Takes the next plaintext of TLS; its packets are held for it. */
  #takeInner({ payload, start, end }: StreamReader, packetHold: PacketHold, timeUs: number): void {
    this.inner ??= new StreamMessages(this.#flow, this.#delivery, this.#memory, undefined, this.#out);
    const { inner } = this;
    const plain = (payload ?? NONE).subarray(start, end);
    inner.tunnel = this.tunnel;
    if (!inner.decided) inner.decide(plain, 0, plain.length, this.#opposite?.inner);
    inner.takeHeld(plain, 0, packetHold, timeUs, -1);
    this.carriesSip = inner.carriesSip;
  }

  /** Counts TLS records in skipped bytes. */
  #count({ accounts }: Origin, bytes: Uint8Array, start: number, end: number): void {
    if (this.refused !== TLS) return;
    this.#records ??= new RecordCounter();
    accounts.tlsRecords += this.#records.take(bytes, start, end);
  }

  /** Delivers a message that came in these packets and those of its earlier parts. */
  #deliver(
    reader: StreamReader,
    bytes: Uint8Array,
    packetHolds: readonly PacketHold[],
    pieces: readonly Part[] | undefined,
    timeUs: number,
  ): void {
    this.carriesSip = true;
    const all = [...this.#parts.packetHolds, ...packetHolds];
    const packetUs = Math.max(timeUs, this.#parts.timeUs);
    this.#out.joined(reader, bytes, all, pieces, reader.ends?.timeIn(packetUs) ?? packetUs, this.tunnel);
    this.#parts.release(reader.name);
  }

  #alert(reader: StreamReader, timeUs: number, place: PacketRef): void {
    this.#out.alert(reader, timeUs, place, this.#opposite?.recent);
  }

  #passOver(reader: StreamReader, reading: Reading, at: Cursor | undefined): void {
    if (!reader.partial) this.#parts.release(reader.name);
    at?.is(reading === 'keep-alive' ? reading : reader.name);
  }

  #refuse(name: string): void {
    this.refused = name;
    this.#reader = undefined;
    this.#buffer.consume(this.#buffer.end, name);
    this.#parts.release(name);
  }
}
