/**
 * GTP-U version 1 (3GPP TS 29.281 5.1), which carries VoLTE in mobile networks: optional fields, extension headers,
 * then IP.
 */
import { type Cursor, type Next, read16, read32 } from '../cursor.js';

const HEADER = 8;
const G_PDU = 255;
/** E, S or PN: four optional bytes follow. E: extension headers follow. */
const OPTIONAL = 0x07;
const EXTENDED = 0x04;
const MAX_EXTENSIONS = 16;

export function gtpU(at: Cursor): Next {
  const { bytes, start } = at;
  if (at.short(HEADER)) return at.fail('the GTP-U header is cut');
  const flags = bytes[start]!;
  if (flags >> 4 !== 3 || bytes[start + 1] !== G_PDU) return at.is('gtp');
  const tunnel = read32(bytes, start + 4);
  at.limit(start + HEADER, read16(bytes, start + 2));
  at.start = start + HEADER;
  if ((flags & OPTIONAL) !== 0) {
    if (at.short(4)) return at.fail('the GTP-U header is cut');
    let extension = (flags & EXTENDED) !== 0 ? bytes[at.start + 3]! : 0;
    at.start += 4;
    for (let count = 0; extension !== 0; count++) {
      const length = at.short(1) ? 0 : bytes[at.start]! * 4;
      if (length === 0 || at.short(length) || count === MAX_EXTENSIONS) return at.fail('the GTP-U header is cut');
      extension = bytes[at.start + length - 1]!;
      at.start += length;
    }
  }
  if (at.short(1)) return at.is('gtp');
  const version = bytes[at.start]! >> 4;
  if (version === 4) return at.enter('GTP', 'ipv4', tunnel);
  return version === 6 ? at.enter('GTP', 'ipv6', tunnel) : at.is('gtp');
}
