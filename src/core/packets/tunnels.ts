/**
 * Tunnels that the core looks into itself: GRE (RFC 2784, RFC 2890), VXLAN (RFC 7348), IP in IP (RFC 2003, RFC 2473, RFC 4213). What lies around a message is a number of its
 * text, which TypeScript makes where the layers are met first.
 */
import { TUNNEL_KIND } from '../built/packets';
import { Outer, OUTER_BYTES } from '../built/tables';
import { copyWords } from '../bytes';
import { carried } from '../conversations/add';
import { tunnelNumber } from '../host';
import { intern, Interner, newInterner } from '../tables/interner';
import { behindEthernet, behindEtherType, stop, versionAt, word } from './layers';

/** Flags of GRE that say what its header has; with any other it is for others. */
const CHECKSUM: u32 = 0x8000;
const KEY: u32 = 0x2000;
const SEQUENCE: u32 = 0x1000;
const TRANSPARENT_ETHERNET: u32 = 0x6558;

/** IP headers around the innermost, outermost first. Deeper packets are for others. */
const MAX_OUTERS: u32 = 4;
const outers: usize = memory.data(4 * 64, 8);
let count: u32 = 0;

/** Numbers of combinations that were met; others are asked for each time. 0: not known. */
const MAX_KNOWN: i32 = 4096;
const numbers: usize = memory.data(2 * 4096, 8);
let known = changetype<Interner>(0);

/** Nothing lies around the packet. */
export function leaveTunnels(): void {
  count = 0;
}

export function isInTunnel(): bool {
  return count > 0;
}

/** Where the IP header inside GRE is, whose header is at `at`; 0 where something else is. */
export function insideGre(at: usize): usize {
  if (at + 4 > stop) return 0;
  const flags = word(at);
  if ((flags & ~(CHECKSUM | KEY | SEQUENCE)) !== 0) return 0;
  const type = word(at + 2);
  const key = (flags & CHECKSUM) !== 0 ? at + 8 : at + 4;
  let next = key;
  if ((flags & KEY) !== 0) next += 4;
  if ((flags & SEQUENCE) !== 0) next += 4;
  if (next >= stop) return 0;
  const hasKey = (flags & KEY) !== 0;
  if (!enter(TUNNEL_KIND.GRE, hasKey, hasKey ? bswap<u32>(load<u32>(key)) : 0)) return 0;
  return type === TRANSPARENT_ETHERNET ? behindEthernet(next) : behindEtherType(type, next);
}

/** The same for VXLAN with a network identifier. */
export function insideVxlan(at: usize): usize {
  if (at + 8 > stop || !enter(TUNNEL_KIND.VXLAN, true, bswap<u32>(load<u32>(at, 4)) >>> 8)) return 0;
  return behindEthernet(at + 8);
}

/** The same for IPv4 in IP. */
export function insideIpv4(at: usize): usize {
  return versionAt(at) === 4 && enter(TUNNEL_KIND.IPIP, false, 0) ? at : 0;
}

/** The same for IPv6 in IP. */
export function insideIpv6(at: usize): usize {
  const kind = carried.addressLength === 4 ? TUNNEL_KIND.SixInFour : TUNNEL_KIND.SixInSix;
  return versionAt(at) === 6 && enter(kind, false, 0) ? at : 0;
}

/** The IP header read last is around another, in a tunnel of this kind and identifier. */
function enter(kind: u32, hasId: bool, id: u32): bool {
  if (count === MAX_OUTERS) return false;
  const at = outers + <usize>count * OUTER_BYTES;
  const outer = changetype<Outer>(at);
  outer.kind = kind;
  outer.hasId = hasId ? 1 : 0;
  outer.id = id;
  outer.addressLength = carried.addressLength;
  const source = at + offsetof<Outer>();
  memory.fill(source, 0, 32);
  if (carried.addressLength === 4) {
    store<u32>(source, load<u32>(carried.source));
    store<u32>(source, load<u32>(carried.destination), 16);
  } else {
    copyWords(source, carried.source, 16);
    copyWords(source + 16, carried.destination, 16);
  }
  count++;
  return true;
}

/** Number of the text of what lies around the packet; 0 for nothing. */
export function numberOfTunnels(): u32 {
  if (count === 0) return 0;
  if (changetype<usize>(known) === 0) known = newInterner(MAX_KNOWN);
  const id = intern(known, outers, count * <u32>OUTER_BYTES);
  if (id < 0) return tunnelNumber(outers, count);
  const place = numbers + ((<usize>id) << 1);
  if (load<u16>(place) === 0) store<u16>(place, <u16>tunnelNumber(outers, count));
  return load<u16>(place);
}
