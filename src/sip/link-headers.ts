/**
 * Headers whose value names another conversation, or is the same in all legs of a call: Session-ID (RFC 7989), X-Call-ID, Replaces
 * (RFC 3891), Join (RFC 3911), Target-Dialog (RFC 4538), In-Reply-To (RFC 3261 section 20.21), and the icid-value of
 * P-Charging-Vector (RFC 7315 section 5.6): its other parameters change on the way.
 */
import { ascii, EQUALS, parameterAt, QUOTE, skipSpace, startsWith, trimEnd, valueEnd } from './ascii.js';
import { knownHeaderNumber } from './header-names.js';
import type { ScannedMessage } from './scanned-message.js';

export const LINK_HEADERS = [
  'Session-ID',
  'X-Call-ID',
  'Replaces',
  'Join',
  'Target-Dialog',
  'In-Reply-To',
  'P-Charging-Vector',
] as const;
export type LinkHeader = (typeof LINK_HEADERS)[number];

/** Links kept of one message. */
export const MAX_LINKS = 8;
const CHARGING_VECTOR = LINK_HEADERS.indexOf('P-Charging-Vector');
const ICID_VALUE = ascii('icid-value');

/** By header number: index in LINK_HEADERS + 1; 0 for other headers. */
const LINK_OF_HEADER = new Uint8Array(256);
for (const [index, name] of LINK_HEADERS.entries()) LINK_OF_HEADER[knownHeaderNumber(name)] = index + 1;

/** Notes the value at [start, end) where the header numbered `id` links legs. */
export function scanLink(id: number, bytes: Uint8Array, start: number, end: number, out: ScannedMessage): void {
  const link = id < LINK_OF_HEADER.length ? LINK_OF_HEADER[id]! - 1 : -1;
  if (link < 0 || out.linkCount === MAX_LINKS) return;
  let from = skipSpace(bytes, start, end);
  let to = trimEnd(bytes, from, end);
  if (link === CHARGING_VECTOR) {
    from = icidAt(bytes, from, to);
    if (from < 0) return;
    to = valueEnd(bytes, from, to);
    if (to - from >= 2 && bytes[from] === QUOTE && bytes[to - 1] === QUOTE) {
      from++;
      to--;
    }
  }
  if (to <= from) return;
  out.linkKind[out.linkCount] = link;
  out.linkStart[out.linkCount] = from;
  out.linkEnd[out.linkCount++] = to;
}

/** Offset of the icid-value, mostly the first parameter; -1 where there is none. */
function icidAt(bytes: Uint8Array, start: number, end: number): number {
  if (startsWith(bytes, start, end, ICID_VALUE)) {
    const equals = skipSpace(bytes, start + ICID_VALUE.length, end);
    if (equals < end && bytes[equals] === EQUALS) return skipSpace(bytes, equals + 1, end);
  }
  return parameterAt(bytes, start, end, ICID_VALUE);
}
