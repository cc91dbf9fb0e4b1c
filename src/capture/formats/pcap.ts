/**
 * Reads pcap (draft-ietf-opsawg-pcap): a file header, then records of a time, two lengths and the captured bytes, in
 * micro- or nanoseconds and either byte order. pcap-format.ts knows the variants.
 *
 * Damage: a record is accepted when a valid record header, or the end, follows it. Otherwise the reader searches for the
 * next run of records (pcap-search.ts) and reports the bytes between as lost.
 */
import type { DamageLog } from '../damage.js';
import type { Packet } from '../packet.js';
import { MAX_PACKET, PCAP_FILE_HEADER, type PcapFormat } from './pcap-format.js';
import { PcapSearch } from './pcap-search.js';
import type { Reader } from '../reader.js';
import type { PlainRecords, Step } from '../source.js';
import type { Window } from '../window.js';

/** Bytes of a record header that is no variant. */
const PLAIN_HEADER = 16;

export class PcapReader implements Reader {
  readonly format = 'pcap';
  readonly dated = true;
  private readonly window: Window;
  private readonly packet: Packet;
  private readonly damage: DamageLog;
  private readonly littleEndian: boolean;
  private readonly nanoseconds: boolean;
  private readonly recordHeader: number;
  private readonly linkType: number;
  private readonly capturedField: number;
  private readonly originalField: number;
  private readonly search: PcapSearch;
  /** Byte offset where the reader lost the record boundaries; -1 while in sync. */
  private lostAt = -1;

  constructor(window: Window, packet: Packet, damage: DamageLog, format: PcapFormat) {
    this.window = window;
    this.packet = packet;
    this.damage = damage;
    this.littleEndian = format.littleEndian;
    this.nanoseconds = format.nanoseconds;
    this.recordHeader = format.recordHeader;
    this.linkType = format.linkType;
    this.capturedField = format.originalFirst ? 12 : 8;
    this.originalField = format.originalFirst ? 8 : 12;
    this.search = new PcapSearch(window, format);
    window.position += PCAP_FILE_HEADER;
  }

  next(): Step {
    for (;;) {
      const step = this.lostAt < 0 ? this.advance() : this.resync();
      if (step !== undefined) return step;
    }
  }

  records(): PlainRecords | undefined {
    const { window } = this;
    if (this.lostAt >= 0 || !this.littleEndian || this.recordHeader !== PLAIN_HEADER || this.originalField < 12)
      return undefined;
    return {
      bytes: window.buffer,
      start: window.position,
      end: window.end,
      origin: window.origin,
      finished: window.finished,
      nanoseconds: this.nanoseconds,
      linkType: this.linkType,
    };
  }

  passed(position: number, seconds: number): void {
    this.window.position = position;
    this.search.remember(seconds);
  }

  record(bytes: Uint8Array, offset: number, packet: Packet): number {
    if (bytes.length < this.recordHeader) return 0;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const captured = view.getUint32(this.capturedField, this.littleEndian);
    if (captured > MAX_PACKET) return 0;
    const length = this.recordHeader + captured;
    if (length <= bytes.length) this.fillPacket(packet, view, bytes, 0, length, offset);
    return length;
  }

  /** Reads the record at the window's position; undefined if damage moved the position. */
  private advance(): Step | undefined {
    const window = this.window;
    const at = window.position;
    const body = at + this.recordHeader;
    if (body > window.end) return this.atEnd(window);
    const captured = window.view.getUint32(at + this.capturedField, this.littleEndian);
    if (captured > MAX_PACKET) return this.takeDamaged(at, body, body);
    const after = body + captured;
    if (after + this.recordHeader > window.end) {
      if (!window.finished && !(window.eager && after <= window.end)) return 'starved';
      if (after > window.end) return this.takeDamaged(at, body, window.end);
    } else {
      const follows = this.search.follows(after);
      if (follows === undefined) return 'starved';
      if (!follows) return this.takeDamaged(at, body, after);
    }
    return this.take(at, after);
  }

  private take(at: number, end: number): Step {
    const window = this.window;
    this.fillPacket(this.packet, window.view, window.buffer, at, end, window.origin + at);
    this.search.remember(window.view.getUint32(at, this.littleEndian));
    window.position = end;
    return 'packet';
  }

  /** Takes a packet whose record header does not give its end: it cannot be read again. */
  private takeOnce(at: number, end: number): Step {
    this.take(at, end);
    this.packet.recordOffset = -1;
    return 'packet';
  }

  private fillPacket(packet: Packet, view: DataView, bytes: Uint8Array, at: number, end: number, offset: number): void {
    const seconds = view.getUint32(at, this.littleEndian);
    const fraction = view.getUint32(at + 4, this.littleEndian);
    const start = at + this.recordHeader;
    const original = view.getUint32(at + this.originalField, this.littleEndian);
    packet.timeUs = seconds * 1e6 + (this.nanoseconds ? Math.floor(fraction / 1000) : fraction);
    packet.linkType = this.linkType;
    packet.bytes = bytes;
    packet.start = start;
    packet.end = end;
    packet.originalLength = Math.max(original, end - start);
    packet.recordOffset = offset;
    packet.recordHeaderLength = this.recordHeader;
  }

  /**
   * Handles a record that ends where nothing fits: its length is wrong, or what follows is not a record, or the file
   * ends inside it. `limit` is how far its bytes can reach.
   */
  private takeDamaged(at: number, body: number, limit: number): Step | undefined {
    const window = this.window;
    const whole = this.search.originalEnd(at, body);
    if (whole === undefined) return 'starved';
    if (whole > 0) {
      this.damage.add(window.origin + at, 0, 'the captured length of a packet is wrong');
      return this.takeOnce(at, whole);
    }
    if (limit === body) return this.loseSync(at);
    const inside = this.search.run(at + 1, limit);
    if (inside === undefined) return 'starved';
    if (inside < limit) {
      this.damage.add(window.origin + at, inside - at, 'a packet has an impossible length');
      window.position = inside;
      return undefined;
    }
    if (!this.search.isPossible(at)) return this.loseSync(at);
    if (limit < body + window.view.getUint32(at + this.capturedField, this.littleEndian)) {
      this.damage.add(window.origin + at, 0, 'the file ends in the middle of a packet');
      return this.takeOnce(at, limit);
    }
    return this.take(at, limit);
  }

  private loseSync(at: number): undefined {
    this.lostAt = this.window.origin + at;
    this.window.position = at + 1;
    return undefined;
  }

  /** Searches the available bytes for the next run of records. */
  private resync(): Step | undefined {
    const window = this.window;
    const at = this.search.run(window.position, window.end);
    if (at === undefined) {
      window.position = this.search.undecided;
      return 'starved';
    }
    window.position = at;
    if (at >= window.end && !window.finished) return 'starved';
    this.damage.add(this.lostAt, window.origin + at - this.lostAt, 'bytes that are no packets');
    this.lostAt = -1;
    return undefined;
  }

  /** Fewer bytes remain than a record header has. */
  private atEnd(window: Window): Step {
    if (!window.finished) return 'starved';
    const left = window.end - window.position;
    if (left > 0) this.damage.add(window.offset, left, 'the file ends in the middle of a packet header');
    window.position = window.end;
    return 'end';
  }
}
