/** IPv4 (RFC 791). An impossible total length is read as "to the end of the packet". */
import { type Cursor, type Next, read16 } from '../cursor.js';
import { ipProtocol } from './ip-protocol.js';

const MIN_HEADER = 20;

export function ipv4(at: Cursor): Next {
  const { bytes, start } = at;
  if (at.short(MIN_HEADER)) return at.fail('the IPv4 header is cut');
  const headerLength = (bytes[start]! & 15) * 4;
  if (bytes[start]! >> 4 !== 4 || headerLength < MIN_HEADER) return at.fail('the IPv4 header is malformed');
  if (at.short(headerLength)) return at.fail('the IPv4 header is cut');
  const totalLength = read16(bytes, start + 2);
  // Network cards with segmentation offload leave 0 here.
  if (totalLength >= headerLength) at.limit(start, totalLength);
  at.addressBytes = bytes;
  at.sourceOffset = start + 12;
  at.destinationOffset = start + 16;
  at.addressLength = 4;
  at.start = start + headerLength;
  const fragment = read16(bytes, start + 6);
  const protocol = bytes[start + 9]!;
  if ((fragment & 0x3fff) === 0) return ipProtocol(at, protocol);
  at.fragmentId = read16(bytes, start + 4);
  at.fragmentOffset = (fragment & 0x1fff) * 8;
  at.moreFragments = (fragment & 0x2000) !== 0;
  at.fragmentProtocol = protocol;
  return 'fragment';
}
