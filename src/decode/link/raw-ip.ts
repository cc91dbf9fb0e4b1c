/** Link types that carry IP directly or behind an address family: raw, BSD null and loop, enc, pflog, SLIP, IPNET. */
import { type Cursor, type Next, read32 } from '../cursor.js';

/** IPv4 or IPv6, by the version field. */
export function rawIp(at: Cursor): Next {
  if (at.short(1)) return at.is('empty');
  const version = at.bytes[at.start]! >> 4;
  if (version === 4) return 'ipv4';
  if (version === 6) return 'ipv6';
  return at.is('not ip');
}

/** A 32-bit address family in either byte order, then the packet (LINKTYPE_NULL, LINKTYPE_LOOP). */
export function nullLoop(at: Cursor): Next {
  if (at.short(4)) return at.fail('the loopback header is cut');
  const family = read32(at.bytes, at.start);
  at.start += 4;
  return addressFamily(at, family > 0xffff ? swap32(family) : family);
}

/** A header of fixed length before IP: LINKTYPE_ENC (12 bytes), LINKTYPE_SLIP (16), LINKTYPE_IPNET (24). */
export function ipAfter(at: Cursor, header: number): Next {
  if (at.short(header)) return at.fail('the link header is cut');
  at.start += header;
  return rawIp(at);
}

/** LINKTYPE_PFLOG: its first byte is its length without padding. */
export function pflog(at: Cursor): Next {
  return at.short(1) ? at.fail('the pflog header is cut') : ipAfter(at, (at.bytes[at.start]! + 3) & ~3);
}

/** AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 23 on Windows, 24, 28 or 30 on the BSDs and macOS. */
function addressFamily(at: Cursor, family: number): Next {
  if (family === 2) return 'ipv4';
  if (family === 10 || family === 23 || family === 24 || family === 28 || family === 30) return 'ipv6';
  return at.is('address family not ip');
}

function swap32(value: number): number {
  return ((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
}
