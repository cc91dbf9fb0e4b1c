/**
 * Linux cooked captures, as `-i any` writes them: SLL (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html) and
 * SLL2.
 */
import { type Cursor, type Next, read16 } from '../cursor.js';
import { etherType, logicalLink } from './ethernet.js';

const SLL_HEADER = 16;
const SLL2_HEADER = 20;
/** Protocol values below the EtherTypes: raw 802.3, and 802.2 LLC. */
const P_802_3 = 1;

export function linuxCooked(at: Cursor): Next {
  if (at.short(SLL_HEADER)) return at.fail('the Linux cooked header is cut');
  const protocol = read16(at.bytes, at.start + 14);
  at.start += SLL_HEADER;
  return cooked(at, protocol);
}

export function linuxCooked2(at: Cursor): Next {
  if (at.short(SLL2_HEADER)) return at.fail('the Linux cooked header is cut');
  const protocol = read16(at.bytes, at.start);
  at.start += SLL2_HEADER;
  return cooked(at, protocol);
}

function cooked(at: Cursor, protocol: number): Next {
  if (protocol === P_802_3) return at.is('ipx');
  if (protocol < 0x600) return logicalLink(at);
  return etherType(at, protocol);
}
