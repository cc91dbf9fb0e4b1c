/**
 * Reads captures of Microsoft Network Monitor 1 and 2: a file header, frames, and a table that says where each frame
 * begins. netmon-format.ts knows the versions.
 *
 * Of a plain file, the table is read first, and a damaged frame costs only itself. In a pipe or a packed file the table
 * comes last: frames are read one after another, as all writers place them, and after damage the next run of frames is
 * searched for.
 */
import type { DamageLog } from '../damage.js';
import type { Packet } from '../packet.js';
import type { Reader } from '../reader.js';
import type { Step } from '../source.js';
import type { Window } from '../window.js';
import { MAX_PACKET } from './pcap-format.js';
import { NETMON_80211, NETMON_FILE_HEADER, type NetmonFormat, netmonLinkType } from './netmon-format.js';
import { timestampUs } from './timestamp.js';

/** The unit of a FILETIME, as a power of 10, and its beginning: 1601. */
const FILETIME_RESOLUTION = 7;
const FILETIME_EPOCH_US = Date.UTC(1601, 0) * 1000;
const TWO_32 = 2 ** 32;

export class NetmonReader implements Reader {
  readonly format: string;
  readonly dated = true;
  readonly #window: Window;
  readonly #packet: Packet;
  readonly #damage: DamageLog;
  readonly #layout: NetmonFormat;
  /** Where frames begin, ascending; undefined if that is not known beforehand. */
  readonly #offsets: Uint32Array | undefined;
  #nextFrame = 0;
  /** Frames found one after another. */
  #found = 0;
  #lostAt = -1;

  constructor(window: Window, packet: Packet, damage: DamageLog, layout: NetmonFormat, offsets?: Uint32Array) {
    this.#window = window;
    this.#packet = packet;
    this.#damage = damage;
    this.#layout = layout;
    this.#offsets = offsets;
    this.format = `Network Monitor ${layout.major}`;
    window.position += NETMON_FILE_HEADER;
  }

  next(): Step {
    for (;;) {
      const step = this.#offsets ? this.#takeListed(this.#offsets) : this.#takeNext();
      if (step !== undefined) return step;
    }
  }

  record(bytes: Uint8Array, offset: number, packet: Packet): number {
    const { frameHeader, trailer } = this.#layout;
    if (bytes.length < frameHeader) return 0;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const captured = this.#captured(view, 0);
    if (captured > MAX_PACKET) return 0;
    const length = frameHeader + captured + trailer;
    if (length > bytes.length) return length;
    return this.#fill(packet, view, bytes, 0, captured, true, offset) ? length : 0;
  }

  /** Takes the next frame of the table; undefined if that is none. */
  #takeListed(offsets: Uint32Array): Step | undefined {
    const window = this.#window;
    const offset = offsets[this.#nextFrame];
    if (offset === undefined) return 'end';
    const at = offset - window.origin;
    if (at > window.end) return this.#moveOn(window.end);
    window.position = at;
    const { frameHeader, trailer } = this.#layout;
    const body = at + frameHeader;
    if (body > window.end) return this.#starve(offset, 'the file ends in the middle of a frame header');
    const captured = this.#captured(window.view, at);
    const limit = this.#limit(offsets, offset, offset + frameHeader + captured + trailer) - window.origin;
    const end = Math.min(body + Math.min(captured, MAX_PACKET) + trailer, limit);
    if (end > window.end && !window.finished) return 'starved';
    this.#nextFrame++;
    if (end === body + captured + trailer && end <= window.end) return this.#take(at, captured, true);
    const isCut = end > window.end;
    this.#damage.add(offset, 0, isCut ? 'the file ends in the middle of a frame' : 'a frame has an impossible length');
    const length = Math.min(captured, MAX_PACKET, Math.min(limit, window.end) - body);
    return length > 0 ? this.#take(at, length, false) : undefined;
  }

  /**
   * The offset that a frame cannot reach beyond: where the next one begins. A frame that ends exactly where some other
   * begins is right, and what the table says between is wrong.
   */
  #limit(offsets: Uint32Array, offset: number, end: number): number {
    const { tableOffset } = this.#layout;
    const next = offsets[this.#nextFrame + 1];
    const behind = tableOffset > offset ? tableOffset : Number.POSITIVE_INFINITY;
    if (next === undefined || next >= end) return Math.min(next ?? Number.POSITIVE_INFINITY, behind);
    const after = firstAtLeast(offsets, end, this.#nextFrame + 1);
    if ((offsets[after] ?? behind) !== end) return next;
    this.#damage.add(offset, 0, 'the table of frames points into a frame');
    this.#nextFrame = after - 1;
    return end;
  }

  /** Passes over what is before the next frame. */
  #moveOn(position: number): Step | undefined {
    this.#window.position = position;
    return this.#starve(this.#window.offset, 'the file ends before all its frames');
  }

  /** Asks for more bytes; at the end of the file, what the table says of more frames is damage. */
  #starve(offset: number, what: string): Step {
    if (!this.#window.finished) return 'starved';
    this.#damage.add(offset, 0, what);
    this.#nextFrame = Number.MAX_SAFE_INTEGER;
    return 'end';
  }

  /** Takes the frame that follows the last one; undefined if there is damage. */
  #takeNext(): Step | undefined {
    const window = this.#window;
    const { frameHeader, trailer } = this.#layout;
    if (this.#lostAt >= 0) return this.#resync();
    const at = window.position;
    if (window.offset >= this.#framesEnd) return this.#atTable();
    const body = at + frameHeader;
    if (body > window.end) return this.#atEnd();
    if (!this.#isPossible(at)) return this.#loseSync(at);
    const captured = this.#captured(window.view, at);
    const end = body + captured + trailer;
    if (end > window.end) {
      if (!window.finished) return 'starved';
      this.#damage.add(window.offset, 0, 'the file ends in the middle of a frame');
      window.position = window.end;
      const length = Math.min(captured, window.end - body);
      return length > 0 ? this.#take(at, length, false) : undefined;
    }
    window.position = end;
    this.#found++;
    return this.#take(at, captured, true);
  }

  /** Where the frames end, as far as that is known. */
  get #framesEnd(): number {
    const { tableOffset } = this.#layout;
    return tableOffset >= NETMON_FILE_HEADER ? tableOffset : Number.POSITIVE_INFINITY;
  }

  /** The table was reached: its length says how many frames there should have been. */
  #atTable(): Step {
    const listed = Math.floor(this.#layout.tableLength / 4);
    if (listed !== this.#found)
      this.#damage.add(this.#window.offset, 0, `the table of frames has ${listed}, ${this.#found} were found`);
    this.#found = listed;
    return 'end';
  }

  #atEnd(): Step {
    const window = this.#window;
    if (!window.finished) return 'starved';
    const left = window.end - window.position;
    if (left > 0) this.#damage.add(window.offset, left, 'the file ends in the middle of a frame header');
    else if (this.#framesEnd < Number.POSITIVE_INFINITY)
      this.#damage.add(window.offset, 0, 'the file ends before its table of frames');
    window.position = window.end;
    return 'end';
  }

  #loseSync(at: number): undefined {
    this.#lostAt = this.#window.origin + at;
    this.#window.position = at + 1;
    return undefined;
  }

  /** Searches for a frame that is followed by another, by the table or by the end. */
  #resync(): Step | undefined {
    const window = this.#window;
    const { frameHeader, trailer } = this.#layout;
    const last = Math.min(this.#framesEnd - window.origin, window.end);
    for (let at = window.position; at < last; at++) {
      window.position = at;
      if (at + frameHeader > window.end) break;
      if (!this.#isPossible(at)) continue;
      const after = at + frameHeader + this.#captured(window.view, at) + trailer;
      const isLast = window.origin + after === this.#framesEnd || (window.finished && after === window.end);
      if (!isLast && after + frameHeader > window.end && !window.finished) return 'starved';
      if (isLast || (after + frameHeader <= window.end && this.#isPossible(after))) return this.#regain(at);
    }
    if (last < this.#framesEnd - window.origin && !window.finished) return 'starved';
    return this.#regain(last);
  }

  /** Goes on at `at`; the bytes since the loss are damage. */
  #regain(at: number): undefined {
    const window = this.#window;
    this.#damage.add(this.#lostAt, window.origin + at - this.#lostAt, 'bytes that are no frames');
    window.position = at;
    this.#lostAt = -1;
    return undefined;
  }

  /** Whether a frame header can be here, judged by its lengths and by how far its time is from the beginning. */
  #isPossible(at: number): boolean {
    const { view, origin } = this.#window;
    const { major, frameHeader, trailer } = this.#layout;
    const captured = this.#captured(view, at);
    const original = this.#original(view, at);
    if (captured === 0 || captured > MAX_PACKET || captured > original || original > MAX_PACKET) return false;
    if (origin + at + frameHeader + captured + trailer > this.#framesEnd) return false;
    // The upper half of 64 bits of microseconds: beyond it are ages.
    return major === 1 || Math.abs(view.getInt32(at + 4, true)) < 1 << 16;
  }

  #take(at: number, captured: number, whole: boolean): Step | undefined {
    const { view, buffer, origin } = this.#window;
    return this.#fill(this.#packet, view, buffer, at, captured, whole, origin + at) ? 'packet' : undefined;
  }

  /** False if the frame is no packet. `whole`: it has its trailer, and can be read again. */
  #fill(
    packet: Packet,
    view: DataView,
    bytes: Uint8Array,
    at: number,
    captured: number,
    whole: boolean,
    offset: number,
  ): boolean {
    const { frameHeader, trailer, network: ofFile } = this.#layout;
    const start = at + frameHeader;
    const end = start + captured;
    const network = whole && trailer > 0 ? view.getUint16(end, true) : ofFile;
    const linkType = netmonLinkType(network);
    if (linkType === undefined) return false;
    const radio = network === NETMON_80211 && captured >= 3 ? view.getUint16(start + 1, true) : 0;
    const skipped = radio <= captured ? radio : 0;
    packet.timeUs = this.#timeUs(view, at, whole ? end : -1);
    packet.linkType = linkType;
    packet.bytes = bytes;
    packet.start = start + skipped;
    packet.end = end;
    packet.originalLength = Math.max(this.#original(view, at) - skipped, captured - skipped);
    packet.recordOffset = whole ? offset : -1;
    packet.recordHeaderLength = frameHeader + skipped;
    return true;
  }

  /** `trailer`: where it begins; -1 if there is none. Version 2.3 has the time in UTC there. */
  #timeUs(view: DataView, at: number, trailer: number): number {
    const { major, startUs, trailer: length } = this.#layout;
    if (length === 15 && trailer >= 0) {
      const low = view.getUint32(trailer + 6, true);
      const high = view.getUint32(trailer + 10, true);
      if (low > 0 || high > 0) return timestampUs(high, low, FILETIME_RESOLUTION) + FILETIME_EPOCH_US;
    }
    if (major === 1) return startUs + view.getUint32(at, true) * 1000;
    return startUs + view.getInt32(at + 4, true) * TWO_32 + view.getUint32(at, true);
  }

  #original(view: DataView, at: number): number {
    return this.#layout.major === 1 ? view.getUint16(at + 4, true) : view.getUint32(at + 8, true);
  }

  #captured(view: DataView, at: number): number {
    return this.#layout.major === 1 ? view.getUint16(at + 6, true) : view.getUint32(at + 12, true);
  }
}

/** Index of the first of ascending offsets, from an index on, that is not below a value. */
function firstAtLeast(offsets: Uint32Array, value: number, from: number): number {
  let low = from;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsets[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
