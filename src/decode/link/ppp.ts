/**
 * PPP (RFC 1661, RFC 1662) on a link, in PPPoE (RFC 2516), in GRE and in L2TP; and Cisco HDLC, which has the same
 * shape with EtherTypes.
 */
import { type Cursor, type Next, read16 } from '../cursor.js';
import { etherType } from './ethernet.js';

/** PPP with or without the HDLC address and control bytes, its protocol in one byte or two. */
export function ppp(at: Cursor): Next {
  const { bytes } = at;
  if (!at.short(2) && bytes[at.start] === 0xff && bytes[at.start + 1] === 0x03) at.start += 2;
  if (at.short(1)) return at.fail('the PPP header is cut');
  let protocol = bytes[at.start]!;
  at.start++;
  // An odd first byte is a compressed protocol field (RFC 1661 6.5).
  if ((protocol & 1) === 0) {
    if (at.short(1)) return at.fail('the PPP header is cut');
    protocol = (protocol << 8) | bytes[at.start]!;
    at.start++;
  }
  switch (protocol) {
    case 0x21:
      return 'ipv4';
    case 0x57:
      return 'ipv6';
    case 0x281:
    case 0x283:
      return 'mpls';
    case 0xfd:
      return at.is('ppp, compressed');
    default:
      return at.is(protocol >= 0x8000 ? 'ppp control' : 'ppp');
  }
}

/** LINKTYPE_PPP_PPPD and its like: one byte of direction, then PPP. */
export function pppWithDirection(at: Cursor): Next {
  at.start = Math.min(at.end, at.start + 1);
  return ppp(at);
}

/** Cisco HDLC: address, control, EtherType. */
export function ciscoHdlc(at: Cursor): Next {
  if (at.short(4)) return at.fail('the Cisco HDLC header is cut');
  const type = read16(at.bytes, at.start + 2);
  at.start += 4;
  return type === 0x8035 ? at.is('slarp') : etherType(at, type);
}

/** LINKTYPE_FRELAY: Q.922 address, then NLPID (RFC 2427) or Cisco's EtherType. */
export function frameRelay(at: Cursor): Next {
  if (at.short(4)) return at.fail('the Frame Relay header is cut');
  const { bytes, start } = at;
  at.start += 4;
  if (bytes[start + 2] !== 0x03) return etherType(at, read16(bytes, start + 2));
  if (bytes[start + 3] === 0xcc) return 'ipv4';
  if (bytes[start + 3] === 0x8e) return 'ipv6';
  return at.is('frame relay');
}
