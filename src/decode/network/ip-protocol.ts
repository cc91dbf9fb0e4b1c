/** What follows an IP header, by protocol number (https://www.iana.org/assignments/protocol-numbers). */
import type { Cursor, Next } from '../cursor.js';
import { TUNNEL_KIND } from '../tunnels/tunnel-kinds.js';

export function ipProtocol(at: Cursor, protocol: number): Next {
  switch (protocol) {
    case 17:
    case 136:
      return 'udp';
    case 6:
      return 'tcp';
    case 132:
      return 'sctp';
    case 1:
      return 'icmp';
    case 58:
      return 'icmpv6';
    case 4:
      return at.enter(TUNNEL_KIND.IPIP, 'ipv4');
    case 41:
      return at.enter(at.addressLength === 4 ? TUNNEL_KIND.SixInFour : TUNNEL_KIND.SixInSix, 'ipv6');
    case 47:
      return 'gre';
    case 50:
      return 'esp';
    case 97:
      if (at.short(2)) return at.fail('the EtherIP header is cut');
      at.start += 2;
      return at.enter('EtherIP', 'ethernet');
    case 115:
      return 'l2tp over ip';
    case 137:
      return at.enter('MPLS', 'mpls');
    case 51:
      return authenticationHeader(at);
    default:
      return at.is(NAMES.get(protocol) ?? `ip protocol unknown`);
  }
}

/** RFC 4302: the payload is not encrypted, the header states its length in 32-bit words less two. */
function authenticationHeader(at: Cursor): Next {
  if (at.short(12)) return at.fail('the IPsec AH header is cut');
  const protocol = at.bytes[at.start]!;
  const length = (at.bytes[at.start + 1]! + 2) * 4;
  if (at.short(length)) return at.fail('the IPsec AH header is cut');
  at.start += length;
  return protocol === 51 ? at.fail('one IPsec AH header in another') : ipProtocol(at, protocol);
}

const NAMES = new Map([
  [2, 'igmp'],
  [33, 'dccp'],
  [46, 'rsvp'],
  [59, 'ipv6 without payload'],
  [88, 'eigrp'],
  [89, 'ospf'],
  [103, 'pim'],
  [112, 'vrrp'],
]);
