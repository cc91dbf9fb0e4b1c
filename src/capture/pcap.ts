/**
 * The pcap format (draft-ietf-opsawg-pcap): a file header, then records of a time, two lengths and the captured bytes.
 * In: a window at the file header. Out: packets. Read are micro- and nanoseconds, both byte orders, and the modified
 * variant (magic 0xa1b2cd34) whose record headers are 8 bytes longer, and those of pcap-variants.ts.
 *
 * Damage: a record is believed when a possible record header (or the end) follows it. Where none does, the next run of
 * records is looked for (pcap-search.ts); what lies between is noted as lost.
 */
import type { DamageLog } from './damage.js';
import type { Packet } from './packet.js';
import { recordHeaderLength } from './pcap-variants.js';
import { MAX_PACKET, PcapSearch } from './pcap-search.js';
import type { Reader } from './reader.js';
import type { Step } from './source.js';
import type { Window } from './window.js';

export const PCAP_FILE_HEADER = 24;

export interface PcapFormat {
  littleEndian: boolean;
  nanoseconds: boolean;
  /** Bytes of a record header: 16, or more in variants. */
  recordHeader: number;
  linkType: number;
  /** Files before version 2.3 have the two lengths in the other order. */
  originalFirst: boolean;
}

/** The file header at `start`, or undefined where none lies there. */
export function pcapFormat(bytes: Uint8Array, start: number, end: number): PcapFormat | undefined {
  if (end - start < PCAP_FILE_HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, PCAP_FILE_HEADER);
  for (const littleEndian of [true, false]) {
    const magic = view.getUint32(0, littleEndian);
    if (magic !== 0xa1b2c3d4 && magic !== 0xa1b23c4d && magic !== 0xa1b2cd34) continue;
    const originalFirst = view.getUint16(4, littleEndian) === 2 && view.getUint16(6, littleEndian) < 3;
    const usual = magic === 0xa1b2cd34 ? 24 : 16;
    return {
      littleEndian,
      nanoseconds: magic === 0xa1b23c4d,
      recordHeader: originalFirst ? usual : recordHeaderLength(bytes, start, end, littleEndian, usual),
      // The upper half of the field tells the length of the frame check sequence and has reserved bits.
      linkType: view.getUint32(20, littleEndian) & 0xffff,
      originalFirst,
    };
  }
  return undefined;
}

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
  /** Byte offset in the source where the records were lost; -1 while they are not. */
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
      const step = this.lostAt < 0 ? this.advance() : this.find();
      if (step !== undefined) return step;
    }
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

  /** Takes the record at the window's position; undefined where damage made it another position. */
  private advance(): Step | undefined {
    const window = this.window;
    const at = window.position;
    const body = at + this.recordHeader;
    if (body > window.end) return this.atEnd(window);
    const captured = window.view.getUint32(at + this.capturedField, this.littleEndian);
    if (captured > MAX_PACKET) return this.doubt(at, body, body);
    const after = body + captured;
    if (after + this.recordHeader > window.end) {
      if (!window.finished && !(window.eager && after <= window.end)) return 'starved';
      if (after > window.end) return this.doubt(at, body, window.end);
    } else {
      const follows = this.search.follows(after);
      if (follows === undefined) return 'starved';
      if (!follows) return this.doubt(at, body, after);
    }
    return this.take(at, after);
  }

  private take(at: number, end: number): Step {
    const window = this.window;
    this.fillPacket(this.packet, window.view, window.buffer, at, end, window.origin + at);
    this.search.near(window.view.getUint32(at, this.littleEndian));
    window.position = end;
    return 'packet';
  }

  /** Takes a packet whose record header does not tell where it ends: it cannot be read again. */
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
   * The record at `at` claims to end where nothing fits: its length is wrong, or what follows it is no record, or the
   * file ends in it. `limit` is how far its bytes could go.
   */
  private doubt(at: number, body: number, limit: number): Step | undefined {
    const window = this.window;
    const whole = this.search.originalEnd(at, body);
    if (whole === undefined) return 'starved';
    if (whole > 0) {
      this.damage.add(window.origin + at, 0, 'the captured length of a packet is wrong');
      return this.takeOnce(at, whole);
    }
    if (limit === body) return this.lose(at);
    const inside = this.search.run(at + 1, limit);
    if (inside === undefined) return 'starved';
    if (inside < limit) {
      this.damage.add(window.origin + at, inside - at, 'a packet has an impossible length');
      window.position = inside;
      return undefined;
    }
    if (!this.search.isPossible(at)) return this.lose(at);
    if (limit < body + window.view.getUint32(at + this.capturedField, this.littleEndian)) {
      this.damage.add(window.origin + at, 0, 'the file ends in the middle of a packet');
      return this.takeOnce(at, limit);
    }
    return this.take(at, limit);
  }

  private lose(at: number): undefined {
    this.lostAt = this.window.origin + at;
    this.window.position = at + 1;
    return undefined;
  }

  /** Looks for the next run of records, as far as the bytes at hand go. */
  private find(): Step | undefined {
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

  /** Fewer bytes are left than a record header has. */
  private atEnd(window: Window): Step {
    if (!window.finished) return 'starved';
    const left = window.end - window.position;
    if (left > 0) this.damage.add(window.offset, left, 'the file ends in the middle of a packet header');
    window.position = window.end;
    return 'end';
  }
}
