/** Ethernet II, 802.3 with LLC or SNAP, VLAN and QinQ tags (IEEE 802.3, 802.1Q, 802.1ad), FDDI and token ring. */
import { type Cursor, type Next, read16 } from '../cursor.js';

const HEADER = 14;
/** Lower values are the length of an 802.3 frame. */
const MIN_ETHERTYPE = 0x600;

export function ethernet(at: Cursor): Next {
  if (at.short(HEADER)) return at.fail('the Ethernet header is cut');
  const type = read16(at.bytes, at.start + 12);
  at.start += HEADER;
  return etherType(at, type);
}

/** The layer that follows an EtherType; `at.start` is behind it. Skips VLAN tags. */
export function etherType(at: Cursor, type: number): Next {
  for (;;) {
    switch (type) {
      case 0x0800:
        return 'ipv4';
      case 0x86dd:
        return 'ipv6';
      case 0x8100:
      case 0x88a8:
      case 0x9100:
      case 0x9200:
      case 0x9300:
        if (at.short(4)) return at.fail('the VLAN tag is cut');
        type = read16(at.bytes, at.start + 2);
        at.start += 4;
        continue;
      case 0x8847:
      case 0x8848:
        return 'mpls';
      case 0x8864:
        if (at.short(8)) return at.fail('the PPPoE header is cut');
        at.limit(at.start + 6, read16(at.bytes, at.start + 4));
        at.start += 6;
        return 'ppp';
      case 0x880b:
        return 'ppp';
      case 0x6558:
        return 'ethernet';
      default:
        if (type < MIN_ETHERTYPE) return logicalLink(at);
        return at.is(NAMES.get(type) ?? 'ethertype unknown');
    }
  }
}

const NAMES = new Map([
  [0x0806, 'arp'],
  [0x8035, 'rarp'],
  [0x8863, 'pppoe discovery'],
  [0x888e, 'eapol'],
  [0x88cc, 'lldp'],
  [0x8809, 'slow protocols'],
  [0x9000, 'ethernet loopback'],
  [0x88e5, 'macsec'],
  [0x88f7, 'ptp'],
  [0x88d9, 'lltd'],
  [0x8892, 'profinet'],
]);

const FDDI_HEADER = 13;
const TOKEN_RING_HEADER = 14;
/** Token ring: a bit of the source address announces a routing field, whose first byte holds its length. */
const ROUTED = 0x80;

export function fddi(at: Cursor): Next {
  if (at.short(FDDI_HEADER)) return at.fail('the FDDI header is cut');
  at.start += FDDI_HEADER;
  return logicalLink(at);
}

export function tokenRing(at: Cursor): Next {
  if (at.short(TOKEN_RING_HEADER + 1)) return at.fail('the token ring header is cut');
  const routed = (at.bytes[at.start + 8]! & ROUTED) !== 0;
  const header = TOKEN_RING_HEADER + (routed ? at.bytes[at.start + TOKEN_RING_HEADER]! & 0x1f : 0);
  if (at.short(header)) return at.fail('the token ring header is cut');
  at.start += header;
  return logicalLink(at);
}

const SNAP = 0xaa;

/** IEEE 802.2 LLC; SNAP leads back to an EtherType (RFC 1042). */
export function logicalLink(at: Cursor): Next {
  if (at.short(3)) return at.fail('the LLC header is cut');
  const sap = at.bytes[at.start]!;
  if (sap === SNAP && at.bytes[at.start + 1] === SNAP) {
    if (at.short(8)) return at.fail('the SNAP header is cut');
    const type = read16(at.bytes, at.start + 6);
    at.start += 8;
    return type < MIN_ETHERTYPE ? at.is('llc') : etherType(at, type);
  }
  if (sap === 0x06) {
    at.start += 3;
    return 'ipv4';
  }
  return at.is(sap === 0x42 ? 'stp' : sap === 0xfe ? 'osi' : 'llc');
}
