/**
 * Reads the snoop format of Solaris (RFC 1761): a file header, then records of three lengths, a time and the captured
 * bytes, all big-endian.
 *
 * Damage is handled as in pcap.ts: a record is accepted when another one, or the end of the file, follows it.
 */
import type { DamageLog } from '../damage.js';
import type { Packet } from '../packet.js';
import type { Reader } from '../reader.js';
import type { Step } from '../source.js';
import type { Window } from '../window.js';

const SNOOP_FILE_HEADER = 16;
const RECORD_HEADER = 24;
const MAX_PACKET = 1 << 20;
/** Most bytes of padding in a record; writers align to 4 or 8. */
const MAX_PADDING = 64;

/** RFC 1761 datalink types and their LINKTYPE_ values. */
const LINK_TYPES: ReadonlyMap<number, number> = new Map([
  [0, 1], // IEEE 802.3
  [2, 6], // IEEE 802.5 token ring
  [4, 1], // Ethernet
  [8, 10], // FDDI
  [9, 0], // other: written for loopback devices, with a BSD header
]);
/**
 * Added to a datalink type that has no LINKTYPE_ value, so that it is reported as undecodable under a number of its
 * own.
 */
const SNOOP_UNMAPPED = 0x10000;

/** The LINKTYPE_ value in the snoop file header at `start`; undefined if there is no such header. */
export function snoopLinkType(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start < SNOOP_FILE_HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, SNOOP_FILE_HEADER);
  if (view.getUint32(0) !== 0x736e6f6f || view.getUint32(4) !== 0x70000000 || view.getUint32(8) !== 2) return undefined;
  const datalink = view.getUint32(12);
  return LINK_TYPES.get(datalink) ?? SNOOP_UNMAPPED + (datalink & 0xffff);
}

export class SnoopReader implements Reader {
  readonly format = 'snoop';
  readonly dated = true;
  private readonly window: Window;
  private readonly packet: Packet;
  private readonly damage: DamageLog;
  private readonly linkType: number;
  private lostAt = -1;

  constructor(window: Window, packet: Packet, damage: DamageLog, linkType: number) {
    this.window = window;
    this.packet = packet;
    this.damage = damage;
    this.linkType = linkType;
    window.position += SNOOP_FILE_HEADER;
  }

  next(): Step {
    for (;;) {
      const step = this.lostAt < 0 ? this.advance() : this.resync();
      if (step !== undefined) return step;
    }
  }

  record(bytes: Uint8Array, offset: number, packet: Packet): number {
    if (bytes.length < RECORD_HEADER) return 0;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const length = recordLength(view, 0);
    if (length > 0 && length <= bytes.length) this.fillPacket(packet, view, bytes, 0, length, offset);
    return length;
  }

  private advance(): Step | undefined {
    const window = this.window;
    const at = window.position;
    if (at + RECORD_HEADER > window.end) return this.atEnd(window);
    const length = recordLength(window.view, at);
    if (length === 0) return this.loseSync(at);
    const after = at + length;
    if (after + RECORD_HEADER > window.end) {
      if (!window.finished && !(window.eager && after <= window.end)) return 'starved';
      if (after > window.end) return this.takeCut(at);
    } else if (recordLength(window.view, after) === 0) {
      // Either this record lost bytes or the next one is damaged: a record inside this one decides.
      const inside = this.run(at + 1, after);
      if (inside === undefined) return 'starved';
      if (inside < after) {
        this.damage.add(window.origin + at, inside - at, 'a packet has an impossible length');
        window.position = inside;
        return undefined;
      }
    }
    return this.take(at, after);
  }

  private take(at: number, end: number): Step {
    const window = this.window;
    this.fillPacket(this.packet, window.view, window.buffer, at, end, window.origin + at);
    window.position = end;
    return 'packet';
  }

  private fillPacket(packet: Packet, view: DataView, bytes: Uint8Array, at: number, end: number, offset: number): void {
    packet.timeUs = view.getUint32(at + 16) * 1e6 + view.getUint32(at + 20);
    packet.linkType = this.linkType;
    packet.bytes = bytes;
    packet.start = at + RECORD_HEADER;
    packet.end = Math.min(end, packet.start + view.getUint32(at + 4));
    packet.originalLength = Math.max(view.getUint32(at), packet.end - packet.start);
    packet.recordOffset = offset;
    packet.recordHeaderLength = RECORD_HEADER;
  }

  private loseSync(at: number): undefined {
    this.lostAt = this.window.origin + at;
    this.window.position = at + 1;
    return undefined;
  }

  /** Takes a record that runs past the end of the file, unless records inside it show that its length is damaged. */
  private takeCut(at: number): Step | undefined {
    const window = this.window;
    if (this.run(at + 1, window.end) !== window.end) return this.loseSync(at);
    this.damage.add(window.origin + at, 0, 'the file ends in the middle of a packet');
    this.take(at, window.end);
    this.packet.recordOffset = -1; // its lengths do not give its end
    return 'packet';
  }

  private resync(): Step | undefined {
    const window = this.window;
    const at = this.run(window.position, window.end);
    if (at === undefined) return 'starved';
    window.position = at;
    this.damage.add(this.lostAt, window.origin + at - this.lostAt, 'bytes that are no packets');
    this.lostAt = -1;
    return undefined;
  }

  /** The first of two consecutive records in [from, limit); undefined if more bytes are needed. */
  private run(from: number, limit: number): number | undefined {
    const { view, end, finished } = this.window;
    for (let at = from; at < limit; at++) {
      if (at + RECORD_HEADER > end) {
        if (finished) return limit;
        return this.starve(at);
      }
      const length = recordLength(view, at);
      if (length === 0) continue;
      const after = at + length;
      if (after === end && finished) return at;
      if (after + RECORD_HEADER > end) {
        if (finished) continue;
        return this.starve(at);
      }
      if (recordLength(view, after) > 0) return at;
    }
    return limit;
  }

  /** Resumes a search at `at`: everything before was rejected. */
  private starve(at: number): undefined {
    if (this.lostAt >= 0) this.window.position = at;
    return undefined;
  }

  private atEnd(window: Window): Step {
    if (!window.finished) return 'starved';
    const left = window.end - window.position;
    if (left > 0) this.damage.add(window.offset, left, 'the file ends in the middle of a packet header');
    window.position = window.end;
    return 'end';
  }
}

/** The length of the record at `at`; 0 if its three lengths and its µs are implausible. */
function recordLength(view: DataView, at: number): number {
  const original = view.getUint32(at);
  const captured = view.getUint32(at + 4);
  const length = view.getUint32(at + 8);
  if (captured > MAX_PACKET || captured > original || original === 0 || view.getUint32(at + 20) >= 1e6) return 0;
  const least = RECORD_HEADER + captured;
  return length >= least && length <= least + MAX_PADDING ? length : 0;
}
