/**
 * Endace ERF records (https://wiki.wireshark.org/ERF): a 16-byte header, extension headers, then a frame of the type
 * they name.
 */
import { type Cursor, type Next, read16 } from '../cursor.js';
import { ethernet } from './ethernet.js';
import { ciscoHdlc } from './ppp.js';

const HEADER = 16;
const EXTENSION = 8;
const MORE_EXTENSIONS = 0x80;
/** Ethernet in its variants (two bytes before the frame), HDLC, IP. */
const ETHERNET = new Set([2, 11, 16, 20]);
const HDLC = new Set([1, 10, 15, 17]);
const IPV4 = 22;
const IPV6 = 23;

export function erf(at: Cursor): Next {
  const { bytes, start } = at;
  if (at.short(HEADER)) return at.fail('the ERF header is cut');
  const type = bytes[start + 8]! & 0x7f;
  let more = (bytes[start + 8]! & MORE_EXTENSIONS) !== 0;
  const wireLength = read16(bytes, start + 14);
  at.start += HEADER;
  while (more) {
    if (at.short(EXTENSION)) return at.fail('the ERF header is cut');
    more = (bytes[at.start]! & MORE_EXTENSIONS) !== 0;
    at.start += EXTENSION;
  }
  if (type === IPV4) return 'ipv4';
  if (type === IPV6) return 'ipv6';
  if (HDLC.has(type)) return ciscoHdlc(at);
  if (!ETHERNET.has(type)) return at.fail(`ERF type ${type} is not supported`);
  if (at.short(2)) return at.fail('the ERF header is cut');
  at.start += 2;
  at.limit(at.start, wireLength);
  return ethernet(at);
}
