/**
 * Linux NFLOG (https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html): attributes in the host's byte order, one of
 * which is the packet.
 */
import type { Cursor, Next } from '../cursor.js';
import { rawIp } from './raw-ip.js';

const HEADER = 4;
const PAYLOAD = 9;

export function nflog(at: Cursor): Next {
  const { bytes } = at;
  if (at.short(HEADER)) return at.fail('the NFLOG header is cut');
  at.start += HEADER;
  while (!at.short(4)) {
    const a = bytes[at.start]! | (bytes[at.start + 1]! << 8);
    const b = (bytes[at.start]! << 8) | bytes[at.start + 1]!;
    const little = bytes[at.start + 3] === 0 || a <= at.end - at.start;
    const length = little ? a : b;
    const type = (little ? bytes[at.start + 2]! : bytes[at.start + 3]!) & 0x7f;
    if (length < 4) return at.fail('an NFLOG attribute is malformed');
    if (type === PAYLOAD) {
      at.limit(at.start, length);
      at.start += 4;
      return rawIp(at);
    }
    const padded = (length + 3) & ~3;
    if (at.short(padded)) return at.fail('an NFLOG attribute is cut');
    at.start += padded;
  }
  return at.is('nflog without packet');
}
