/** VXLAN (RFC 7348), VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe) and Geneve (RFC 8926). */
import { type Cursor, type Next, read16, read32 } from '../cursor.js';
import { etherType } from '../link/ethernet.js';
import { TUNNEL_KIND } from './tunnel-kinds.js';

const HEADER = 8;
/** Flag: a network identifier is present. */
const HAS_IDENTIFIER = 0x08;

export function vxlan(at: Cursor): Next {
  if (at.short(HEADER)) return at.fail('the VXLAN header is cut');
  if ((at.bytes[at.start]! & HAS_IDENTIFIER) === 0) return at.is('vxlan');
  const network = read32(at.bytes, at.start + 4) >>> 8;
  at.start += HEADER;
  return at.enter(TUNNEL_KIND.VXLAN, 'ethernet', network);
}

/** Layers by the Next Protocol field; index 0 is none. */
const GPE_PROTOCOLS: readonly (Next | undefined)[] = [undefined, 'ipv4', 'ipv6', 'ethernet', undefined, 'mpls'];

export function vxlanGpe(at: Cursor): Next {
  if (at.short(HEADER)) return at.fail('the VXLAN-GPE header is cut');
  const next = GPE_PROTOCOLS[at.bytes[at.start + 3]!];
  const network = read32(at.bytes, at.start + 4) >>> 8;
  at.start += HEADER;
  return next === undefined ? at.is('vxlan-gpe') : at.enter(TUNNEL_KIND.VXLAN, next, network);
}

export function geneve(at: Cursor): Next {
  if (at.short(HEADER)) return at.fail('the Geneve header is cut');
  const first = at.bytes[at.start]!;
  const length = HEADER + (first & 0x3f) * 4;
  if (first >> 6 !== 0) return at.is('geneve');
  if (at.short(length)) return at.fail('the Geneve header is cut');
  const protocol = read16(at.bytes, at.start + 2);
  const network = read32(at.bytes, at.start + 4) >>> 8;
  at.start += length;
  const next = etherType(at, protocol);
  return next === 'done' ? next : at.enter('Geneve', next, network);
}
