/**
 * One direction of a TCP connection. Segments may come in any order, cut, repeated and overlapping; each byte is
 * passed on once and in order. Sequence number arithmetic: RFC 9293 3.4.
 */
import type { PacketHold } from '../packet-hold.js';
import type { Cursor } from '../cursor.js';
import type { Ends } from '../decoded-message.js';
import type { Delivery } from '../delivery.js';
import { Flow } from '../flow-table.js';
import type { HeldMemory } from '../held-memory.js';
import { SegmentQueue } from './segment-queue.js';
import { beginsMessage, continuesMessage, reopens } from './stream-choice.js';
import { StreamMessages } from './stream-messages.js';
import type { PlainStream } from './plain-stream.js';
import type { KeyLog } from '../tls/key-log.js';

/** Bytes and segments kept behind a gap before it is given up. */
const MAX_AHEAD = 262_144;
const MAX_AHEAD_SEGMENTS = 1024;
/** A segment further away than this belongs to another connection with the same ports. */
export const MAX_JUMP = 4 * 1024 * 1024;
/** Bytes that may overtake the SYN of their connection. */
const LATE_SYN = 65_536;
/** How long to wait for the bytes of a gap: once the receiver has acknowledged them, and otherwise. */
const ACKNOWLEDGED_WAIT_US = 100_000;
const WAIT_US = 2_000_000;
const NOT_YET = Number.POSITIVE_INFINITY;

export class TcpStream extends Flow {
  /** The other direction, once seen. */
  peer: TcpStream | undefined = undefined;
  readonly #delivery: Delivery;
  readonly messages: StreamMessages;
  readonly #memory: HeldMemory;
  /** Segments that came too early; created with the first of them. */
  #ahead: SegmentQueue | undefined = undefined;
  /** Sequence number of the next byte, once `#begun`. */
  #next = 0;
  #begun = false;
  /** The connection's first sequence number where its SYN was seen, and that of its FIN or RST; else -1. */
  #first = -1;
  #last = -1;
  /** Joined mid-message: the first segments are kept for a while, in case they overtook the ones before. */
  #joining = false;
  /** When the gap was found, and when the receiver acknowledged its bytes. */
  #gapSinceUs = 0;
  #acknowledgedUs = NOT_YET;
  /** Used by `WaitingStreams`. */
  queuedUs = Number.POSITIVE_INFINITY;

  /** Used by `SharedStreams`: where the other reader has it; 0 for nowhere. */
  address = 0;

  constructor(at: Ends, low: number, delivery: Delivery, memory: HeldMemory, keyLog: KeyLog | undefined) {
    super(at, low, 0);
    this.#delivery = delivery;
    this.#memory = memory;
    this.messages = new StreamMessages(this, delivery, memory, keyLog);
  }

  /** It is between two messages of SIP, or has not begun to speak: `plain` is all there is to know. */
  get isPlain(): boolean {
    return this.#begun && !this.#joining && this.#last < 0 && !this.waiting && this.messages.isPlain;
  }

  get plain(): PlainStream {
    const { carriesSip: decided, recent } = this.messages;
    return { next: this.#next, first: this.#first, decided, recent: recent.rows, recentNext: recent.next };
  }

  /** Goes on with a plain stream that another followed. */
  goOn(plain: PlainStream): void {
    this.#begun = true;
    this.#next = plain.next;
    this.#first = plain.first;
    this.messages.goOn(plain);
  }

  /** There is a gap, with bytes behind it. */
  get waiting(): boolean {
    return this.#ahead !== undefined && this.#ahead.length > 0;
  }

  /** The receiver has the missing bytes. */
  get acknowledged(): boolean {
    return this.#acknowledgedUs !== NOT_YET;
  }

  /** When to give up the gap. */
  get deadlineUs(): number {
    return this.acknowledged ? this.#acknowledgedUs + ACKNOWLEDGED_WAIT_US : this.#gapSinceUs + WAIT_US;
  }

  /** Takes a SYN: a new connection begins at `sequence`, unless it is the current one's. */
  begin(sequence: number): void {
    if (this.#begun && this.#last < 0) {
      if (this.#first === sequence) return;
      const taken = (this.#next - sequence) | 0;
      if (this.#first < 0 && taken >= 0 && taken < LATE_SYN) {
        this.#first = sequence;
        return;
      }
    }
    const ahead = ((this.#ahead?.first?.sequence ?? 0) - sequence) | 0;
    if (this.#joining && ahead >= 0 && ahead < LATE_SYN) {
      this.#joining = false;
      this.#next = sequence;
      this.#first = sequence;
      this.#takeHeld();
      return;
    }
    this.finish();
    this.#restart(sequence);
    this.#first = sequence;
  }

  /** Takes a FIN or RST: nothing follows `sequence`, but what comes before it may still be under way. */
  end(sequence: number): void {
    if (!this.#begun) return;
    this.#last = sequence;
    this.#finishAtLast();
  }

  /** The receiver has everything before `sequence`. */
  acknowledge(sequence: number): void {
    if (this.waiting && !this.acknowledged && ((sequence - this.#next) | 0) > 0)
      this.#acknowledgedUs = this.#delivery.timeUs;
  }

  /** Takes the payload at the cursor, whose first byte has this sequence number. */
  take(at: Cursor, sequence: number): void {
    if (!this.#begun) this.#join(at, sequence);
    else if (this.#joining && beginsMessage(at)) this.#beginAt(sequence);
    let offset = (sequence - this.#next) | 0;
    if (offset > MAX_JUMP || offset < -MAX_JUMP) {
      this.finish();
      this.#restart(sequence);
      offset = 0;
    }
    const length = at.end - at.start + at.missing;
    if (at.tunnels > 0 && this.messages.refused === undefined) this.messages.tunnel = this.#delivery.tunnel(at);
    if (this.messages.refused !== undefined) this.#takeRefused(at, sequence, length);
    else if (offset + length <= 0) at.is('tcp retransmission');
    else if (offset > 0) this.#takeAhead(at, sequence);
    else {
      at.start = Math.min(at.end, at.start - offset);
      this.#takeNext(at, length + offset);
      this.#takeHeld();
    }
    if (this.#last >= 0) this.#finishAtLast();
  }

  /** Takes a RST, at the cursor. Reported once, since a RST may be sent again for each segment. */
  reset(at: Cursor): void {
    const conversations = this.messages.recent.with(this.peer?.messages.recent);
    this.messages.recent.clear();
    this.peer?.messages.recent.clear();
    if (conversations.size === 0) return;
    const { timeUs, here: place } = this.#delivery;
    const event = {
      kind: 'tcp-reset',
      detail: null,
      timeUs,
      ends: at,
      place,
      conversations,
      cutsMessage: false,
    } as const;
    this.#delivery.connection(event);
  }

  /** Gives up the stream: delivers what is held as far as it goes. */
  finish(): void {
    while (this.waiting) this.giveUpGap();
    this.messages.finish();
  }

  /** Gives up the gap: delivers the message before it as far as it goes, and reads on behind it. */
  giveUpGap(): void {
    const first = this.#ahead?.first;
    if (first === undefined) return;
    const cutsMessage = this.#finishAtGap(first.packetHold);
    this.#reportGap((first.sequence - this.#next) >>> 0, first.timeUs, first.packetHold, cutsMessage);
    this.#joining = false;
    this.#next = first.sequence;
    this.#takeHeld();
  }

  #finishAtLast(): void {
    if (!this.waiting && ((this.#last - this.#next) | 0) <= 0) this.messages.finish();
  }

  /** Begins a stream whose beginning was not captured. */
  #join(at: Cursor, sequence: number): void {
    this.#restart(sequence);
    if (!continuesMessage(at)) return;
    this.#joining = true;
    this.#next = (sequence - LATE_SYN) >>> 0;
  }

  /** A message begins here: the kept segments follow it, or come before it for good. */
  #beginAt(sequence: number): void {
    const first = this.#ahead?.first?.sequence ?? sequence;
    const before = (first - sequence) | 0;
    if (before < 0 || before > LATE_SYN) this.giveUpGap();
    else {
      this.#joining = false;
      this.#next = sequence;
    }
  }

  #restart(sequence: number): void {
    this.#joining = false;
    this.#next = sequence;
    this.#begun = true;
    this.#first = -1;
    this.#last = -1;
    this.#acknowledgedUs = NOT_YET;
    this.messages.restart();
  }

  /** Follows a stream that is not SIP without keeping it; SIP at the beginning of a segment reopens it. */
  #takeRefused(at: Cursor, sequence: number, length: number): void {
    const { refused = 'unknown' } = this.messages;
    if (((sequence - this.#next) | 0) >= 0 && reopens(refused, at)) {
      this.#next = sequence;
      this.messages.restart();
      this.#takeNext(at, length);
      return;
    }
    if (((sequence + length - this.#next) | 0) > 0) {
      this.messages.passOver(at, (sequence - this.#next) | 0);
      this.#next = (sequence + length) >>> 0;
    }
    at.is(refused);
  }

  /** Takes the next bytes: `length` of them, fewer if the snap length cut some off. */
  #takeNext(at: Cursor, length: number): void {
    this.#next = (this.#next + length) >>> 0;
    if (at.start < at.end) {
      if (!this.messages.decided) this.messages.decide(at.bytes, at.start, at.end, this.peer?.messages);
      this.messages.take(at);
    }
    if (at.missing > 0) this.#passCut(at.missing, this.#delivery.timeUs, undefined);
  }

  /** Keeps a segment that came too early, unless it shows that the stream is not SIP. */
  #takeAhead(at: Cursor, sequence: number): void {
    if (this.messages.refuseEarly(at)) {
      this.#takeRefused(at, sequence, at.end - at.start + at.missing);
      return;
    }
    this.#ahead ??= new SegmentQueue(this.#memory);
    if (this.#ahead.has(sequence, at.end - at.start)) {
      at.is('tcp retransmission');
      return;
    }
    if (!this.waiting) this.#gapSinceUs = this.#delivery.timeUs;
    const packetHold = this.#delivery.hold();
    const place = this.#delivery.place(at, at.start, packetHold.refs);
    this.#ahead.add(at, sequence, packetHold, this.#delivery.timeUs, place);
    while (this.#ahead.held > MAX_AHEAD || this.#ahead.length > MAX_AHEAD_SEGMENTS) this.giveUpGap();
  }

  /** Takes the kept segments that are next in order. */
  #takeHeld(): void {
    const ahead = this.#ahead;
    for (let segment = ahead?.first; ahead !== undefined && segment !== undefined; segment = ahead.first) {
      const offset = (segment.sequence - this.#next) | 0;
      if (offset > 0) return;
      ahead.shift();
      this.#gapSinceUs = this.#delivery.timeUs;
      this.#acknowledgedUs = NOT_YET;
      const { bytes, missing, packetHold, timeUs, place } = segment;
      const length = bytes.length + missing + offset;
      if (length <= 0 || -offset >= bytes.length) packetHold.release('tcp retransmission');
      else {
        if (!this.messages.decided) this.messages.decide(bytes, -offset, bytes.length, this.peer?.messages);
        this.messages.takeHeld(bytes, -offset, packetHold, timeUs, place < 0 ? -1 : place - offset);
      }
      if (length <= 0) continue;
      this.#next = (this.#next + length) >>> 0;
      if (missing > 0) this.#passCut(missing, timeUs, packetHold);
    }
  }

  /**
   * Passes over bytes the snap length cut off, which no retransmission brings. A message that lacks them says so
   * itself.
   */
  #passCut(missing: number, timeUs: number, packetHold: PacketHold | undefined): void {
    if (!this.#finishAtGap(packetHold)) this.#reportGap(missing, timeUs, packetHold, false);
  }

  /**
   * Delivers what comes before a gap, and counts the gap for the source of the bytes next to it: those of
   * `packetHold`, or the current packet. True if that delivered a message without its end.
   */
  #finishAtGap(packetHold: PacketHold | undefined): boolean {
    const delivered = this.#delivery.messages;
    this.messages.finish();
    if (this.messages.carriesSip) (packetHold ?? this.#delivery).origin.accounts.tcpGaps++;
    return this.#delivery.messages > delivered;
  }

  #reportGap(missing: number, timeUs: number, packetHold: PacketHold | undefined, cutsMessage: boolean): void {
    const conversations = this.messages.recent.with(this.peer?.messages.recent);
    if (conversations.size === 0) return;
    const place = packetHold?.refs[0] ?? this.#delivery.here;
    const detail = `${missing} bytes`;
    this.#delivery.connection({ kind: 'stream-gap', detail, timeUs, ends: this, place, conversations, cutsMessage });
  }
}
