/** Juniper's captures of one Ethernet or IP interface: a magic number, flags, extensions, then the frame. */
import { type Cursor, type Next, read16 } from '../cursor.js';
import { ethernet } from './ethernet.js';
import { rawIp } from './raw-ip.js';

const HEADER = 4;
const MAGIC = 0x4d47;
const HAS_EXTENSIONS = 0x80;
/** The frame begins without its link header. */
const NO_LINK_HEADER = 0x02;

export function juniperEthernet(at: Cursor): Next {
  const { bytes, start } = at;
  if (at.short(HEADER) || read16(bytes, start) !== MAGIC || bytes[start + 2] !== 0x43) {
    return at.fail('the Juniper header is malformed');
  }
  const flags = bytes[start + 3]!;
  at.start += HEADER;
  if ((flags & HAS_EXTENSIONS) !== 0) {
    if (at.short(2)) return at.fail('the Juniper header is cut');
    const length = 2 + read16(bytes, at.start);
    if (at.short(length)) return at.fail('the Juniper header is cut');
    at.start += length;
  }
  if ((flags & NO_LINK_HEADER) === 0) return ethernet(at);
  if (at.short(HEADER)) return at.fail('the Juniper header is cut');
  at.start += HEADER;
  return rawIp(at);
}
