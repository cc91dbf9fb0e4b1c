/**
 * L2TP data messages: version 2 (RFC 2661) with PPP, version 3 (RFC 3931) over UDP or IP. Version 3 states neither
 * the length of its cookie nor what it carries; both are guessed from the bytes.
 */
import { type Cursor, type Next, read16, read32 } from '../cursor.js';
import { looksLikeEthernet } from '../link/mpls.js';

const CONTROL = 0x8000;
const LENGTH = 0x4000;
const SEQUENCE = 0x0800;
const OFFSET = 0x0200;

/** Over UDP, port 1701. */
export function l2tp(at: Cursor): Next {
  if (at.short(8)) return at.fail('the L2TP header is cut');
  const flags = read16(at.bytes, at.start);
  if ((flags & CONTROL) !== 0) return at.is('l2tp control');
  const version = flags & 15;
  if (version === 2) return versionTwo(at, flags);
  if (version !== 3) return at.is('l2tp');
  const session = read32(at.bytes, at.start + 4);
  at.start += 8;
  return payload(at, session);
}

/** Over IP, protocol 115: session 0 is control. */
export function l2tpOverIp(at: Cursor): Next {
  if (at.short(4)) return at.fail('the L2TP header is cut');
  const session = read32(at.bytes, at.start);
  at.start += 4;
  return session === 0 ? at.is('l2tp control') : payload(at, session);
}

function versionTwo(at: Cursor, flags: number): Next {
  const { bytes } = at;
  let header = 6 + ((flags & LENGTH) !== 0 ? 2 : 0);
  const session = read16(bytes, at.start + header - 2);
  if ((flags & SEQUENCE) !== 0) header += 4;
  if ((flags & OFFSET) !== 0) {
    if (at.short(header + 2)) return at.fail('the L2TP header is cut');
    header += 2 + read16(bytes, at.start + header);
  }
  if (at.short(header)) return at.fail('the L2TP header is cut');
  at.start += header;
  return at.enter('L2TP', 'ppp', session);
}

/** Cookies of 0, 4 or 8 bytes, then a sublayer of 4 bytes or none, then Ethernet, PPP or IP. */
function payload(at: Cursor, session: number): Next {
  const { bytes, start } = at;
  for (let skip = 0; skip <= 12; skip += 4) {
    if (looksLikeEthernet(at, start + skip)) {
      at.start = start + skip;
      return at.enter('L2TP', 'ethernet', session);
    }
  }
  for (let skip = 0; skip <= 12 && start + skip + 5 <= at.end; skip += 4) {
    const from = start + skip;
    if (bytes[from] === 0xff && bytes[from + 1] === 0x03 && (bytes[from + 3] === 0x21 || bytes[from + 3] === 0x57)) {
      at.start = from;
      return at.enter('L2TP', 'ppp', session);
    }
    if (bytes[from] === 0x45 && from + 20 <= at.end && read16(bytes, from + 2) === at.end - from) {
      at.start = from;
      return at.enter('L2TP', 'ipv4', session);
    }
  }
  return at.is('l2tp');
}
