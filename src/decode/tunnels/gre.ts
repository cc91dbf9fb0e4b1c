/**
 * GRE (RFC 2784) with key and sequence number (RFC 2890) or in PPTP's version 1 (RFC 2637), and ERSPAN in it
 * (draft-foschiano-erspan-03, types I to III).
 */
import { type Cursor, type Next, read16, read32 } from '../cursor.js';
import { etherType } from '../link/ethernet.js';
import { TUNNEL_KIND } from './tunnel-kinds.js';

const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGEMENT = 0x0080;
const ERSPAN_1_AND_2 = 0x88be;
const ERSPAN_3 = 0x22eb;

export function gre(at: Cursor): Next {
  if (at.short(4)) return at.fail('the GRE header is cut');
  const flags = read16(at.bytes, at.start);
  const protocol = read16(at.bytes, at.start + 2);
  const version = flags & 7;
  if (version > 1 || (version === 0 && (flags & ROUTING) !== 0)) return at.is('gre');
  let length = 4;
  let key = -1;
  if ((flags & (CHECKSUM | ROUTING)) !== 0) length += 4;
  if ((flags & KEY) !== 0) {
    if (at.short(length + 4)) return at.fail('the GRE header is cut');
    // PPTP keeps the payload's length in the upper half.
    if (version === 0) key = read32(at.bytes, at.start + length);
    length += 4;
  }
  const sequenced = (flags & SEQUENCE) !== 0;
  if (sequenced) length += 4;
  if (version === 1 && (flags & ACKNOWLEDGEMENT) !== 0) length += 4;
  if (at.short(length)) return at.fail('the GRE header is cut');
  at.start += length;
  if (protocol === ERSPAN_1_AND_2) return erspan(at, sequenced ? 8 : 0);
  if (protocol === ERSPAN_3) return erspan3(at);
  if (at.start === at.end) return at.is('gre');
  const next = etherType(at, protocol);
  return next === 'done' ? next : at.enter(TUNNEL_KIND.GRE, next, key);
}

/** Type I has no header, type II one of 8 bytes; GRE's sequence number tells them apart. */
function erspan(at: Cursor, header: number): Next {
  if (at.short(header)) return at.fail('the ERSPAN header is cut');
  const session = header > 0 ? read16(at.bytes, at.start + 2) & 0x3ff : -1;
  at.start += header;
  return at.enter('ERSPAN', 'ethernet', session);
}

function erspan3(at: Cursor): Next {
  if (at.short(12)) return at.fail('the ERSPAN header is cut');
  const session = read16(at.bytes, at.start + 2) & 0x3ff;
  const frameType = (at.bytes[at.start + 10]! >> 2) & 0x1f;
  // The O bit: 8 bytes that the sending platform adds.
  const header = (at.bytes[at.start + 11]! & 1) === 1 ? 20 : 12;
  if (at.short(header)) return at.fail('the ERSPAN header is cut');
  at.start += header;
  if (frameType === 0) return at.enter('ERSPAN', 'ethernet', session);
  if (frameType !== 2 || at.short(1)) return at.is('erspan');
  return at.enter('ERSPAN', at.bytes[at.start]! >> 4 === 6 ? 'ipv6' : 'ipv4', session);
}
