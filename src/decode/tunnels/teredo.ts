/** Teredo (RFC 4380 5.1.1): IPv6 over UDP, after an optional authentication and an optional origin indication. */
import { type Cursor, type Next, read16 } from '../cursor.js';

const ORIGIN = 0;
const AUTHENTICATION = 1;

export function teredo(at: Cursor): Next {
  const { bytes } = at;
  if (!at.short(4) && read16(bytes, at.start) === AUTHENTICATION) {
    // Lengths of client identifier and authentication value, then both, a nonce and a confirmation byte.
    const length = 4 + bytes[at.start + 2]! + bytes[at.start + 3]! + 9;
    if (at.short(length)) return at.fail('the Teredo header is cut');
    at.start += length;
  }
  if (!at.short(8) && read16(bytes, at.start) === ORIGIN) at.start += 8;
  if (at.short(1) || bytes[at.start]! >> 4 !== 6) return at.is('teredo');
  return at.enter('Teredo', 'ipv6');
}
