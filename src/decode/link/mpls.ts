/**
 * MPLS label stacks (RFC 3032) and their payload: IP by its version, or Ethernet with or without a control word (RFC
 * 4385).
 */
import { type Cursor, type Next, read16 } from '../cursor.js';

const MAX_LABELS = 16;

export function mpls(at: Cursor): Next {
  for (let labels = 0; labels < MAX_LABELS; labels++) {
    if (at.short(4)) return at.fail('the MPLS label is cut');
    const bottom = (at.bytes[at.start + 2]! & 1) === 1;
    at.start += 4;
    if (bottom) return underLabels(at);
  }
  return at.fail('too many MPLS labels');
}

/** No field names the payload; its first nibble does, as routers read it (RFC 4928). */
function underLabels(at: Cursor): Next {
  if (at.short(1)) return at.is('empty');
  const { bytes } = at;
  const nibble = bytes[at.start]! >> 4;
  if (nibble === 4 && !looksLikeEthernet(at, at.start)) return 'ipv4';
  if (nibble === 6 && !looksLikeEthernet(at, at.start)) return 'ipv6';
  // A control word begins with a zero nibble, and so do many MAC addresses.
  if (nibble === 0 && looksLikeEthernet(at, at.start + 4)) at.start += 4;
  return looksLikeEthernet(at, at.start) ? 'ethernet' : at.is('mpls');
}

/**
 * Whether an EtherType of IP, MPLS or a VLAN is where an Ethernet header has it, with a matching IP version behind
 * it.
 */
export function looksLikeEthernet(at: Cursor, start: number): boolean {
  const { bytes, end } = at;
  if (start + 15 > end) return false;
  const type = read16(bytes, start + 12);
  const version = bytes[start + 14]! >> 4;
  if (type === 0x0800) return version === 4;
  if (type === 0x86dd) return version === 6;
  return type === 0x8100 || type === 0x88a8 || type === 0x8847;
}
