/**
 * The sections and interfaces of a pcapng file, which give packet blocks their meaning. They are kept for every
 * section, so that a block can be read again.
 */
import { MICROSECONDS } from './timestamp.js';

/** Interfaces kept per source; no real file describes more. */
const MAX_INTERFACES = 10_000;

/** Times kept for blocks that carry none of their own. */
const MAX_MARKS = 1_000_000;

const OPTION_TSRESOL = 9;
const OPTION_TSOFFSET = 14;

export interface Interface {
  linkType: number;
  /** 0 if unlimited. */
  snapLength: number;
  /** The if_tsresol byte. */
  resolution: number;
  /** if_tsoffset, in µs. */
  offsetUs: number;
}

export interface Section {
  /** Byte offset of its section header block in the source. */
  offset: number;
  littleEndian: boolean;
  interfaces: Interface[];
}

const UNDESCRIBED: Interface = { linkType: 1, snapLength: 0, resolution: MICROSECONDS, offsetUs: 0 };

export class Sections {
  private readonly all: Section[] = [];
  private interfaces = 0;
  /** The times of simple packet blocks, and the byte offsets from which each applies. */
  private readonly markOffsets: number[] = [];
  private readonly markTimes: number[] = [];

  /** Begins a section. Beyond the limit it replaces the last one, whose blocks can then not be read again. */
  begin(offset: number, littleEndian: boolean): Section {
    const section = { offset, littleEndian, interfaces: [] };
    if (this.all.length >= MAX_INTERFACES) this.all.pop();
    this.all.push(section);
    return section;
  }

  /** Adds an interface to a section; false beyond the limit. */
  describe(section: Section, described: Interface): boolean {
    if (this.interfaces >= MAX_INTERFACES) return false;
    this.interfaces++;
    section.interfaces.push(described);
    return true;
  }

  /** The section that contains the block at this byte offset. */
  at(offset: number): Section | undefined {
    return this.all[countUpTo(this.all.length, index => this.all[index]!.offset <= offset) - 1];
  }

  /** Records the time of a simple packet block at this byte offset: that of the packet before it. */
  markTime(offset: number, timeUs: number): void {
    if (this.markTimes.at(-1) === timeUs || this.markTimes.length >= MAX_MARKS) return;
    this.markOffsets.push(offset);
    this.markTimes.push(timeUs);
  }

  /** The time recorded for the simple packet block at this byte offset. */
  markedTime(offset: number): number {
    return this.markTimes[countUpTo(this.markOffsets.length, index => this.markOffsets[index]! <= offset) - 1] ?? 0;
  }
}

/** Binary search: how many of `length` ordered entries are `within`. */
function countUpTo(length: number, within: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (within(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The interface a packet names. If its description was damaged, the last described interface stands in for it. */
export function interfaceOf(section: Section, id: number): Interface {
  return section.interfaces[id] ?? section.interfaces.at(-1) ?? UNDESCRIBED;
}

/** Reads an interface description block with the body [start, end): link type, reserved, snap length, options. */
export function readInterface(view: DataView, start: number, end: number, littleEndian: boolean): Interface {
  const described: Interface = {
    linkType: view.getUint16(start, littleEndian),
    snapLength: view.getUint32(start + 4, littleEndian),
    resolution: MICROSECONDS,
    offsetUs: 0,
  };
  let at = start + 8;
  while (at + 4 <= end) {
    const code = view.getUint16(at, littleEndian);
    const length = view.getUint16(at + 2, littleEndian);
    const value = at + 4;
    if (code === 0 || value + length > end) break;
    if (code === OPTION_TSRESOL && length === 1) described.resolution = view.getUint8(value);
    if (code === OPTION_TSOFFSET && length === 8) described.offsetUs = offsetUs(view, value, littleEndian);
    at = value + length + (-length & 3);
  }
  return described;
}

/** A signed 64-bit count of seconds, converted to µs. */
function offsetUs(view: DataView, at: number, littleEndian: boolean): number {
  const high = view.getInt32(littleEndian ? at + 4 : at, littleEndian);
  const low = view.getUint32(littleEndian ? at : at + 4, littleEndian);
  return (high * 2 ** 32 + low) * 1e6;
}
