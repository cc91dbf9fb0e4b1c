/**
 * 802.11 data frames (IEEE 802.11 9.2), and the headers that captures put before them: radiotap
 * (https://www.radiotap.org), PPI, Prism and AVS.
 */
import { type Cursor, type Next, read16, read32 } from '../cursor.js';
import { logicalLink } from './ethernet.js';

const SUBFRAME_HEADER = 14;
const PRISM_HEADER = 144;
/** Radiotap's present bits: a timestamp of 8 bytes before the flags, the flags, and further present words. */
const PRESENT_TIMESTAMP = 0x01;
const PRESENT_FLAGS = 0x02;
const PRESENT_MORE = 0x80000000;
/** Its flags: the frame check sequence is included, the 802.11 header is padded to 32 bits. */
const HAS_CHECK = 0x10;
const PADDED = 0x20;

export function radiotap(at: Cursor): Next {
  const { bytes, start } = at;
  if (at.short(8)) return at.fail('the radiotap header is cut');
  const length = little16(bytes, start + 2);
  if (length < 8 || at.short(length)) return at.fail('the radiotap header is cut');
  let field = start + 4;
  const present = little32(bytes, field);
  while (field + 4 <= start + length && (little32(bytes, field) & PRESENT_MORE) !== 0) field += 4;
  field += 4;
  // Fields are aligned to their size, counted from the beginning of the header.
  if ((present & PRESENT_TIMESTAMP) !== 0) field = start + ((field - start + 7) & ~7) + 8;
  const flags = (present & PRESENT_FLAGS) !== 0 && field < start + length ? bytes[field]! : 0;
  at.start = start + length;
  if ((flags & HAS_CHECK) !== 0 && at.missing === 0 && !at.short(4)) at.end -= 4;
  return dataFrame(at, (flags & PADDED) !== 0);
}

/** Per-Packet Information: a length, then a packet of the link type it names. */
export function ppi(at: Cursor): Next {
  if (at.short(8)) return at.fail('the PPI header is cut');
  const length = little16(at.bytes, at.start + 2);
  if (length < 8 || at.short(length)) return at.fail('the PPI header is cut');
  at.linkType = little32(at.bytes, at.start + 4);
  at.start += length;
  return 'link';
}

/** Prism has a fixed length, AVS states its own; the two share a link type. */
export function prism(at: Cursor): Next {
  return skipTo80211(at, PRISM_HEADER);
}

export function avs(at: Cursor): Next {
  return skipTo80211(at, at.short(8) ? PRISM_HEADER : read32(at.bytes, at.start + 4));
}

function skipTo80211(at: Cursor, length: number): Next {
  if (at.short(length)) return at.fail('the header before the 802.11 frame is cut');
  at.start += length;
  return ieee80211(at);
}

export function ieee80211(at: Cursor): Next {
  return dataFrame(at, false);
}

function dataFrame(at: Cursor, padded: boolean): Next {
  const { bytes, start } = at;
  if (at.short(2)) return at.fail('the 802.11 header is cut');
  const type = (bytes[start]! >> 2) & 3;
  const subtype = bytes[start]! >> 4;
  const flags = bytes[start + 1]!;
  if (type !== 2) return at.is(type === 0 ? '802.11 management' : '802.11 control');
  if ((subtype & 4) !== 0) return at.is('802.11 without data');
  if ((flags & 0x40) !== 0) return at.is('802.11, encrypted');
  const quality = (subtype & 8) !== 0;
  let header = (flags & 3) === 3 ? 30 : 24;
  const control = start + header;
  if (quality) header += (flags & 0x80) !== 0 ? 6 : 2;
  if (padded) header = (header + 3) & ~3;
  if (at.short(header)) return at.fail('the 802.11 header is cut');
  const aggregated = quality && (bytes[control]! & 0x80) !== 0;
  at.start = start + header;
  return aggregated ? aggregate(at) : logicalLink(at);
}

/** The first frame of an A-MSDU (IEEE 802.11 9.3.2.2): two addresses, its length, LLC, and padding to 32 bits. */
export function aggregate(at: Cursor): Next {
  const { bytes, start } = at;
  if (at.short(SUBFRAME_HEADER)) return at.fail('a frame of an A-MSDU is cut');
  const length = SUBFRAME_HEADER + read16(bytes, start + 12);
  at.followingStart = start + ((length + 3) & ~3);
  at.followingEnd = at.end;
  at.limit(start, length);
  at.start = start + SUBFRAME_HEADER;
  return logicalLink(at);
}

function little16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

function little32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
