/**
 * Reads pcapng (draft-ietf-opsawg-pcapng): blocks that give their type, and their length at both ends. Enhanced, simple
 * and obsolete packet blocks become packets; TLS secrets in the file are kept.
 *
 * Damage: a block is accepted when its two lengths agree. Where they do not, the reader searches for the next block
 * whose lengths agree and reports the bytes between as lost.
 */
import type { DamageLog } from '../damage.js';
import type { Packet } from '../packet.js';
import { BLOCK, isSectionStart, MAX_BLOCK, PcapngSearch } from './pcapng-search.js';
import { type Interface, interfaceOf, readInterface, type Section, Sections } from './pcapng-sections.js';
import type { Reader } from '../reader.js';
import type { Step } from '../source.js';
import { timestampUs } from './timestamp.js';
import type { Window } from '../window.js';

/** Bytes of TLS secrets kept per source. */
const MAX_SECRETS = 1 << 24;
const SECRETS_TLS_KEY_LOG = 0x544c534b;

export class PcapngReader implements Reader {
  readonly format = 'pcapng';
  readonly dated = true;
  /** The TLS key logs of the decryption secrets blocks read so far. */
  readonly secrets: Uint8Array[] = [];
  private secretsLength = 0;
  private readonly window: Window;
  private readonly packet: Packet;
  private readonly damage: DamageLog;
  private readonly search: PcapngSearch;
  private readonly sections = new Sections();
  private section: Section;
  private lostAt = -1;
  /** Time of the last packet that carried one: simple packet blocks have none. */
  private timeUs = 0;
  /** Captured length claimed by the packet filled last. */
  private claimed = 0;

  constructor(window: Window, packet: Packet, damage: DamageLog) {
    this.window = window;
    this.packet = packet;
    this.damage = damage;
    this.search = new PcapngSearch(window);
    this.section = { offset: 0, littleEndian: true, interfaces: [] };
  }

  next(): Step {
    for (;;) {
      const step = this.lostAt < 0 ? this.advance() : this.resync();
      if (step !== undefined) return step;
    }
  }

  record(bytes: Uint8Array, offset: number, packet: Packet): number {
    const section = this.sections.at(offset);
    if (section === undefined || bytes.length < 12) return 0;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const length = view.getUint32(4, section.littleEndian);
    if (length < 12 || length > MAX_BLOCK) return 0;
    if (length > bytes.length) return length;
    packet.timeUs = this.sections.markedTime(offset);
    if (!this.fillPacket(packet, view, bytes, 0, length - 4, section)) return 0;
    packet.recordOffset = offset;
    return length;
  }

  /** Reads the block at the window's position; undefined if it yields no packet. */
  private advance(): Step | undefined {
    const window = this.window;
    const at = window.position;
    if (at + 12 > window.end) return this.atEnd(window);
    const section = isSectionStart(window.view, at);
    if (section) this.search.littleEndian = window.view.getUint32(at + 8, true) === BLOCK.order;
    const order = section || window.view.getUint32(at, true) !== BLOCK.section;
    const end = order ? this.search.blockEnd(at) : 0;
    if (end === undefined) return 'starved';
    if (end === 0) return this.takeDamaged(at);
    window.position = end;
    const filled = this.take(at, end - 4);
    this.reportFaults(at, end - 4, filled);
    if (!filled) return undefined;
    this.packet.recordOffset = window.origin + at;
    return 'packet';
  }

  /** Reads the block [at, trailer); true if it is a packet, now in `this.packet`. */
  private take(at: number, trailer: number): boolean {
    const { view, buffer, origin } = this.window;
    const littleEndian = this.search.littleEndian;
    switch (view.getUint32(at, littleEndian)) {
      case BLOCK.section:
        this.section = this.sections.begin(origin + at, littleEndian);
        return false;
      case BLOCK.interface:
        if (trailer - at >= 16) this.addInterface(readInterface(view, at + 8, trailer, littleEndian), at);
        return false;
      case BLOCK.secrets:
        this.keepSecrets(at, trailer);
        return false;
    }
    this.packet.timeUs = this.timeUs;
    if (view.getUint32(at, littleEndian) === BLOCK.simplePacket) this.sections.markTime(origin + at, this.timeUs);
    const filled = this.fillPacket(this.packet, view, buffer, at, trailer, this.section);
    if (filled) this.timeUs = this.packet.timeUs;
    return filled;
  }

  /** Reports a complete packet block that claims more bytes than it holds, or is too short for a packet. */
  private reportFaults(at: number, trailer: number, filled: boolean): void {
    const { view, origin } = this.window;
    const { littleEndian } = this.search;
    const type = view.getUint32(at, littleEndian);
    const isPacket = type === BLOCK.enhancedPacket || type === BLOCK.obsoletePacket || type === BLOCK.simplePacket;
    if (!isPacket) return;
    if (!filled) this.damage.add(origin + at, trailer + 4 - at, 'a packet block is too short to hold a packet');
    else if (this.packet.end - this.packet.start < this.claimed)
      this.damage.add(origin + at, 0, 'a packet claims more bytes than its block holds');
  }

  /** Fills a packet from the block [at, trailer); false if it is another kind of block or too short. */
  private fillPacket(
    packet: Packet,
    view: DataView,
    bytes: Uint8Array,
    at: number,
    trailer: number,
    section: Section,
  ): boolean {
    const littleEndian = section.littleEndian;
    const type = view.getUint32(at, littleEndian);
    if (type === BLOCK.simplePacket) {
      if (trailer - at < 12) return false;
      const from = interfaceOf(section, 0);
      const original = view.getUint32(at + 8, littleEndian);
      const captured = from.snapLength > 0 ? Math.min(original, from.snapLength) : original;
      this.fillBytes(packet, bytes, at, 12, trailer, captured, original, from);
      return true;
    }
    if ((type !== BLOCK.enhancedPacket && type !== BLOCK.obsoletePacket) || trailer - at < 28) return false;
    const from = interfaceOf(
      section,
      type === BLOCK.enhancedPacket ? view.getUint32(at + 8, littleEndian) : view.getUint16(at + 8, littleEndian),
    );
    const high = view.getUint32(at + 12, littleEndian);
    const low = view.getUint32(at + 16, littleEndian);
    const captured = view.getUint32(at + 20, littleEndian);
    packet.timeUs = timestampUs(high, low, from.resolution) + from.offsetUs;
    this.fillBytes(packet, bytes, at, 28, trailer, captured, view.getUint32(at + 24, littleEndian), from);
    return true;
  }

  private fillBytes(
    packet: Packet,
    bytes: Uint8Array,
    at: number,
    header: number,
    limit: number,
    captured: number,
    original: number,
    from: Interface,
  ): void {
    packet.linkType = from.linkType;
    packet.bytes = bytes;
    packet.start = at + header;
    packet.end = Math.min(at + header + captured, limit);
    packet.originalLength = Math.max(original, packet.end - packet.start);
    this.claimed = captured;
    packet.recordHeaderLength = header;
  }

  private addInterface(described: Interface, at: number): void {
    if (this.sections.describe(this.section, described)) return;
    this.damage.add(this.window.origin + at, 0, 'more interfaces are described than are kept');
  }

  private keepSecrets(at: number, trailer: number): void {
    const { view, buffer } = this.window;
    if (trailer - at < 16 || view.getUint32(at + 8, this.search.littleEndian) !== SECRETS_TLS_KEY_LOG) return;
    const length = Math.min(view.getUint32(at + 12, this.search.littleEndian), trailer - at - 16);
    if (this.secretsLength + length > MAX_SECRETS) return;
    this.secretsLength += length;
    this.secrets.push(buffer.slice(at + 16, at + 16 + length));
  }

  /** Handles a block that is incomplete or whose lengths disagree. */
  private takeDamaged(at: number): Step | undefined {
    const window = this.window;
    const offset = window.origin + at;
    if (window.finished && this.search.runsPastEnd(at)) {
      const after = this.search.run(at + 4, window.end);
      if (after === window.end) {
        // No plausible block follows: this is the last one, cut short.
        window.position = window.end;
        const filled = this.take(at, window.end);
        this.packet.recordOffset = -1; // its length does not give its end
        this.damage.add(offset, filled ? 0 : window.end - at, 'the file ends in the middle of a block');
        return filled && this.packet.end > this.packet.start ? 'packet' : undefined;
      }
    }
    this.lostAt = offset;
    window.position = at + 1;
    return undefined;
  }

  /** Searches the available bytes for the next block. */
  private resync(): Step | undefined {
    const window = this.window;
    const at = this.search.run(window.position, window.end);
    if (at === undefined) {
      window.position = this.search.undecided;
      return 'starved';
    }
    window.position = at;
    this.damage.add(this.lostAt, window.origin + at - this.lostAt, 'bytes that are no blocks');
    this.lostAt = -1;
    return undefined;
  }

  /** Fewer bytes remain than the smallest block has. */
  private atEnd(window: Window): Step {
    if (!window.finished) return 'starved';
    const left = window.end - window.position;
    if (left > 0) this.damage.add(window.offset, left, 'the file ends in the middle of a block');
    window.position = window.end;
    return 'end';
  }
}
