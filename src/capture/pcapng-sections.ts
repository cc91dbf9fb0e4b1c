/**
 * The sections and interfaces of a pcapng file: what a packet block means depends on them. In: section header and
 * interface description blocks, in order. Out: the interface a packet names, also for a block that is read again.
 */
import { MICROSECONDS } from './timestamp.js';

/** Interfaces kept per source; a file that describes more is not a real one. */
const MAX_INTERFACES = 10_000;

/** Changes of time kept for blocks that have none of their own. */
const MAX_MARKS = 1_000_000;

const OPTION_TSRESOL = 9;
const OPTION_TSOFFSET = 14;

export interface Interface {
  linkType: number;
  /** 0 where unlimited. */
  snapLength: number;
  /** The byte of if_tsresol. */
  resolution: number;
  /** if_tsoffset, in µs. */
  offsetUs: number;
}

export interface Section {
  /** Byte offset in the source of its section header block. */
  offset: number;
  littleEndian: boolean;
  interfaces: Interface[];
}

const UNDESCRIBED: Interface = { linkType: 1, snapLength: 0, resolution: MICROSECONDS, offsetUs: 0 };

export class Sections {
  private readonly all: Section[] = [];
  private interfaces = 0;
  /** Byte offsets from which on simple packet blocks have a time, and those times. */
  private readonly markOffsets: number[] = [];
  private readonly markTimes: number[] = [];

  /** Begins a section. Beyond the bound the last one is used anew, and blocks before it cannot be read again. */
  begin(offset: number, littleEndian: boolean): Section {
    const section = { offset, littleEndian, interfaces: [] };
    if (this.all.length >= MAX_INTERFACES) this.all.pop();
    this.all.push(section);
    return section;
  }

  /** Adds an interface to a section; false beyond the bound. */
  describe(section: Section, described: Interface): boolean {
    if (this.interfaces >= MAX_INTERFACES) return false;
    this.interfaces++;
    section.interfaces.push(described);
    return true;
  }

  /** The section a block at this byte offset of the source lies in. */
  at(offset: number): Section | undefined {
    return this.all[countUpTo(this.all.length, index => this.all[index]!.offset <= offset) - 1];
  }

  /** Notes the time a simple packet block at this byte offset has from the packet before it. */
  markTime(offset: number, timeUs: number): void {
    if (this.markTimes.at(-1) === timeUs || this.markTimes.length >= MAX_MARKS) return;
    this.markOffsets.push(offset);
    this.markTimes.push(timeUs);
  }

  /** The time noted for a simple packet block at this byte offset. */
  markedTime(offset: number): number {
    return this.markTimes[countUpTo(this.markOffsets.length, index => this.markOffsets[index]! <= offset) - 1] ?? 0;
  }
}

/** How many of `length` entries in order are still `within`. */
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

/** The interface a packet names. One that is not described (its block was damaged) is taken to be like the last that is. */
export function interfaceOf(section: Section, id: number): Interface {
  return section.interfaces[id] ?? section.interfaces.at(-1) ?? UNDESCRIBED;
}

/** Reads an interface description block whose body (link type, reserved, snap length, options) is [start, end). */
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

/** A signed 64-bit count of seconds, in µs. */
function offsetUs(view: DataView, at: number, littleEndian: boolean): number {
  const high = view.getInt32(littleEndian ? at + 4 : at, littleEndian);
  const low = view.getUint32(littleEndian ? at : at + 4, littleEndian);
  return (high * 2 ** 32 + low) * 1e6;
}
