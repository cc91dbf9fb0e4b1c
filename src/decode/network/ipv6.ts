/** IPv6 with its extension headers (RFC 8200). Of jumbograms (RFC 2675), what was captured. */
import { type Cursor, type Next, read16, read32 } from '../cursor.js';
import { ipProtocol } from './ip-protocol.js';

const HEADER = 40;
/** Extension headers in a row; more are refused. */
const MAX_EXTENSIONS = 32;

export function ipv6(at: Cursor): Next {
  const { bytes, start } = at;
  if (at.short(HEADER)) return at.fail('the IPv6 header is cut');
  if (bytes[start]! >> 4 !== 6) return at.fail('the IPv6 header is malformed');
  const payloadLength = read16(bytes, start + 4);
  if (payloadLength > 0) at.limit(start + HEADER, payloadLength);
  at.addressBytes = bytes;
  at.sourceOffset = start + 8;
  at.destinationOffset = start + 24;
  at.addressLength = 16;
  at.start = start + HEADER;
  return extensions(at, bytes[start + 6]!);
}

function extensions(at: Cursor, header: number): Next {
  for (let i = 0; i < MAX_EXTENSIONS; i++) {
    switch (header) {
      case 0: // hop-by-hop
      case 43: // routing
      case 60: // destination options
      case 135: // mobility
      case 139: // host identity
      case 140: {
        if (at.short(8)) return at.fail('an IPv6 extension header is cut');
        const length = (at.bytes[at.start + 1]! + 1) * 8;
        if (at.short(length)) return at.fail('an IPv6 extension header is cut');
        header = at.bytes[at.start]!;
        at.start += length;
        break;
      }
      case 44: {
        if (at.short(8)) return at.fail('the IPv6 fragment header is cut');
        const offset = read16(at.bytes, at.start + 2);
        header = at.bytes[at.start]!;
        at.fragmentId = read32(at.bytes, at.start + 4);
        at.start += 8;
        // A fragment that is the whole datagram (RFC 6946).
        if ((offset & 0xfff9) === 0) break;
        at.fragmentOffset = offset & 0xfff8;
        at.moreFragments = (offset & 1) !== 0;
        at.fragmentProtocol = header;
        return 'fragment';
      }
      default:
        return ipProtocol(at, header);
    }
  }
  return at.fail('too many IPv6 extension headers');
}

/** What follows the reassembled payload of an IPv6 datagram: extension headers may still stand before the protocol. */
export const ipv6Payload = extensions;
