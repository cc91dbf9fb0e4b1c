/**
 * One direction of a TCP connection (RFC 9293 3.4 for the arithmetic of sequence numbers). In: segments in any order,
 * with any cuts, repeated, overlapping. Out: the messages of its reader, as soon as the last byte of each is there.
 */
import { probeSip } from '../sip/probe.js';
import type { Carrier } from './carrier.js';
import type { Cursor } from './cursor.js';
import type { Delivery } from './delivery.js';
import { Flow } from './flow-table.js';
import { SipReader } from './sip-reader.js';
import { StreamBuffer } from './stream-buffer.js';
import type { StreamReader } from './stream-reader.js';
import { streamName } from './stream-name.js';

/** Bytes and segments kept beyond a gap before it is given up. */
const MAX_AHEAD = 262_144;
const MAX_AHEAD_SEGMENTS = 1024;
/** A segment further off than this belongs to another connection of the same ports. */
const MAX_JUMP = 4 * 1024 * 1024;
/** Bytes that may overtake the SYN of their connection. */
const LATE_SYN = 65_536;
/** How long a gap is waited for: after the receiver acknowledged it, and at all. */
const ACKNOWLEDGED_WAIT_US = 100_000;
const WAIT_US = 2_000_000;

/** A segment that came before its turn. */
interface Ahead {
  sequence: number;
  bytes: Uint8Array;
  /** Bytes of it that the snap length cut off. */
  missing: number;
  carrier: Carrier;
  timeUs: number;
}

export class TcpStream extends Flow {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** The other direction, once seen. */
  peer: TcpStream | undefined = undefined;
  /** Sequence number of the next byte. */
  #next = 0;
  /** True once `#next` means something. */
  #begun = false;
  /** The connection's first sequence number, where its SYN was seen. */
  #first = -1;
  /** Sequence number of the FIN or RST, -1 before. */
  #last = -1;
  #reader: StreamReader | undefined = undefined;
  /** What the stream is, where it is no SIP. */
  #refused: string | undefined = undefined;
  #carriesSip = false;
  readonly #buffer = new StreamBuffer();
  #ahead: Ahead[] = [];
  #aheadBytes = 0;
  /** When the gap was met, and whether the receiver has its bytes. */
  #gapSinceUs = 0;
  #acknowledged = false;

  constructor(at: Cursor, low: number) {
    super(at, low, 0);
    this.sourcePort = at.sourcePort;
    this.destinationPort = at.destinationPort;
  }

  /** Memory held, in bytes. */
  get held(): number {
    return this.#buffer.capacity + this.#aheadBytes;
  }

  get waiting(): boolean {
    return this.#ahead.length > 0;
  }

  /** When the gap will have been waited for long enough. */
  get deadlineUs(): number {
    return this.#gapSinceUs + (this.#acknowledged ? ACKNOWLEDGED_WAIT_US : WAIT_US);
  }

  /** A SYN: a new connection begins at `sequence`, unless it is the one at hand. */
  begin(sequence: number, delivery: Delivery): void {
    if (this.#begun && this.#last < 0) {
      if (this.#first === sequence) return;
      const taken = (this.#next - sequence) | 0;
      if (this.#first < 0 && taken >= 0 && taken < LATE_SYN) {
        this.#first = sequence;
        return;
      }
    }
    this.finish(delivery);
    this.#restart(sequence);
    this.#first = sequence;
  }

  /** A FIN or RST: nothing follows after `sequence`. What came before it may still be on its way. */
  end(sequence: number, delivery: Delivery): void {
    if (!this.#begun) return;
    this.#last = sequence;
    this.#finishAtLast(delivery);
  }

  /** The receiver has everything before `sequence`. */
  acknowledge(sequence: number): void {
    if (this.#ahead.length > 0 && ((sequence - this.#next) | 0) > 0) this.#acknowledged = true;
  }

  /** The payload at the cursor, whose first byte has this sequence number. */
  take(at: Cursor, sequence: number, delivery: Delivery): void {
    if (!this.#begun) this.#restart(sequence);
    let offset = (sequence - this.#next) | 0;
    if (offset > MAX_JUMP || offset < -MAX_JUMP) {
      this.finish(delivery);
      this.#restart(sequence);
      offset = 0;
    }
    const length = at.end - at.start + at.missing;
    if (this.#refused !== undefined) this.#takeRefused(at, sequence, length, delivery);
    else if (offset + length <= 0) at.is('tcp retransmission');
    else if (offset > 0) this.#takeAhead(at, sequence, delivery);
    else {
      at.start = Math.min(at.end, at.start - offset);
      this.#takeNext(at, length + offset, delivery);
      this.#takeHeld(at, delivery);
      if (this.#last >= 0) this.#finishAtLast(delivery);
    }
  }

  /** The stream ends, or is given up: what is held is delivered as far as it goes. */
  finish(delivery: Delivery): void {
    while (this.#ahead.length > 0) this.giveUpGap(delivery);
    this.#read(undefined, delivery, true);
  }

  /** The gap will not be filled: the message in it is delivered as far as it goes, and reading goes on behind it. */
  giveUpGap(delivery: Delivery): void {
    const first = this.#ahead[0];
    if (first === undefined) return;
    this.#read(undefined, delivery, true);
    if (this.#carriesSip) delivery.accounts.tcpGaps++;
    this.#next = first.sequence;
    this.#takeHeld(undefined, delivery);
  }

  #finishAtLast(delivery: Delivery): void {
    if (this.#ahead.length === 0 && ((this.#last - this.#next) | 0) <= 0) this.finish(delivery);
  }

  #restart(sequence: number): void {
    this.#first = -1;
    this.#last = -1;
    this.#next = sequence;
    this.#begun = true;
    this.#reader = undefined;
    this.#refused = undefined;
    this.#acknowledged = false;
    this.#carriesSip = false;
  }

  /** A stream that is no SIP is followed without being kept; SIP at the beginning of a segment opens it again. */
  #takeRefused(at: Cursor, sequence: number, length: number, delivery: Delivery): void {
    if (probeSip(at.bytes, at.start, at.end) === 'certain' && ((sequence - this.#next) | 0) >= 0) {
      this.#restart(sequence);
      this.#takeNext(at, length, delivery);
      return;
    }
    if (((sequence + length - this.#next) | 0) > 0) this.#next = (sequence + length) >>> 0;
    at.is(this.#refused ?? 'unknown');
  }

  /** Bytes in their turn. */
  #takeNext(at: Cursor, length: number, delivery: Delivery): void {
    this.#next = (this.#next + length) >>> 0;
    if (this.#reader === undefined && at.start < at.end) {
      const name = streamName(at.bytes, at.start, at.end);
      if (name !== undefined) {
        this.#refuse(name, at);
        return;
      }
      this.#reader = new SipReader();
    }
    if (this.#buffer.length === 0) this.#readPacket(at, delivery);
    else if (at.start < at.end) {
      this.#buffer.append(at.bytes, at.start, at.end, delivery.hold(), delivery.timeUs);
      this.#read(at, delivery, false);
    }
    if (at.missing > 0) this.#passCut(at, delivery);
  }

  /** Messages that lie whole in the packet go out without a copy; what remains is kept. */
  #readPacket(at: Cursor, delivery: Delivery): void {
    const reader = this.#reader;
    if (reader === undefined) return;
    let from = at.start;
    while (from < at.end) {
      const reading = reader.next(at.bytes, from, at.end, false);
      if (reading === 'more') {
        this.#buffer.append(at.bytes, from, at.end, delivery.hold(), delivery.timeUs);
        return;
      }
      if (reading === 'refused') {
        this.#refuse(reader.name, at);
        return;
      }
      if (reading === 'message') {
        this.#carriesSip = true;
        at.transport = reader.transport;
        delivery.message(at, reader.start, reader.end, reader.missing);
      } else at.is(reading === 'keep-alive' ? 'keep-alive' : reader.name);
      from = reader.consumed;
    }
  }

  /** Reads what is kept. */
  #read(at: Cursor | undefined, delivery: Delivery, final: boolean): void {
    const buffer = this.#buffer;
    const reader = this.#reader;
    while (reader !== undefined && buffer.length > 0) {
      const reading = reader.next(buffer.bytes, buffer.start, buffer.end, final);
      if (reading === 'more') return;
      if (reading === 'refused') {
        this.#refuse(reader.name, at);
        return;
      }
      if (reading === 'message') {
        this.#carriesSip = true;
        const { bytes } = buffer;
        const { start, end, missing } = reader;
        const carried = buffer.carried(buffer.start, reader.consumed);
        const message = { bytes, start, end, missing, transport: reader.transport, ...carried };
        delivery.assembled(this, at, this.sourcePort, this.destinationPort, message);
      }
      buffer.consume(reader.consumed, reading === 'keep-alive' ? 'keep-alive' : reader.name);
    }
  }

  /** The snap length cut bytes off here that no retransmission will bring. */
  #passCut(at: Cursor | undefined, delivery: Delivery): void {
    this.#read(at, delivery, true);
    if (this.#carriesSip) delivery.accounts.tcpGaps++;
  }

  #refuse(name: string, at: Cursor | undefined): void {
    this.#refused = name;
    at?.is(name);
    this.#buffer.consume(this.#buffer.end, name);
    for (const ahead of this.#ahead) ahead.carrier.release(name);
    this.#ahead = [];
    this.#aheadBytes = 0;
  }

  /** Keeps a segment whose turn has not come, in order of its sequence number. */
  #takeAhead(at: Cursor, sequence: number, delivery: Delivery): void {
    if (this.#reader === undefined) {
      const name = streamName(at.bytes, at.start, at.end);
      if (name !== undefined) {
        this.#next = (sequence + (at.end - at.start) + at.missing) >>> 0;
        this.#refuse(name, at);
        return;
      }
    }
    if (this.#ahead.length === 0) {
      this.#gapSinceUs = delivery.timeUs;
      this.#acknowledged = false;
    }
    const bytes = at.bytes.slice(at.start, at.end);
    let index = this.#ahead.length;
    while (index > 0 && ((this.#ahead[index - 1]!.sequence - sequence) | 0) > 0) index--;
    const before = this.#ahead[index - 1];
    if (before !== undefined && before.sequence === sequence && before.bytes.length >= bytes.length) {
      at.is('tcp retransmission');
      return;
    }
    const { missing } = at;
    this.#ahead.splice(index, 0, { sequence, bytes, missing, carrier: delivery.hold(), timeUs: delivery.timeUs });
    this.#aheadBytes += bytes.length;
    while (this.#aheadBytes > MAX_AHEAD || this.#ahead.length > MAX_AHEAD_SEGMENTS) this.giveUpGap(delivery);
  }

  /** Takes the kept segments whose turn has come. */
  #takeHeld(at: Cursor | undefined, delivery: Delivery): void {
    let ahead = this.#ahead[0];
    while (ahead !== undefined) {
      const offset = (ahead.sequence - this.#next) | 0;
      if (offset > 0) return;
      this.#ahead.shift();
      this.#aheadBytes -= ahead.bytes.length;
      const length = ahead.bytes.length + ahead.missing + offset;
      if (length > 0) this.#appendHeld(ahead, -offset, length, at, delivery);
      else ahead.carrier.release('tcp retransmission');
      this.#gapSinceUs = delivery.timeUs;
      this.#acknowledged = false;
      ahead = this.#ahead[0];
    }
  }

  #appendHeld(ahead: Ahead, skip: number, length: number, at: Cursor | undefined, delivery: Delivery): void {
    this.#next = (this.#next + length) >>> 0;
    this.#reader ??= new SipReader();
    const from = Math.min(skip, ahead.bytes.length);
    if (from === ahead.bytes.length) ahead.carrier.release('tcp retransmission');
    else {
      this.#buffer.append(ahead.bytes, from, ahead.bytes.length, ahead.carrier, ahead.timeUs);
      this.#read(at, delivery, false);
    }
    if (ahead.missing > 0) this.#passCut(at, delivery);
  }
}
