/** The values of the headers that link the legs of a call, as offsets. LINK_HEADERS says which they are and why. */
import {
  ascii,
  EQUALS,
  parameterAt,
  QUOTE,
  skipSpace,
  startsWith,
  trimEnd,
  valueEnd,
} from '../../../src/sip/framing/bytes.js';
import { LINK_OF } from '../../../src/sip/headers/header-rules.js';
import { LINK_HEADERS } from '../../../src/sip/headers/header-table.js';
import { MAX_LINKS, type ScannedMessage } from '../../../src/sip/scan/scanned-message.js';

const CHARGING_VECTOR = LINK_HEADERS.indexOf('P-Charging-Vector');
const ICID_VALUE = ascii('icid-value');

/** Notes the value at [start, end) where the header numbered `id` links legs. */
export function scanLink(id: number, bytes: Uint8Array, start: number, end: number, out: ScannedMessage): void {
  const link = id < LINK_OF.length ? LINK_OF[id]! - 1 : -1;
  if (link < 0) return;
  if (out.linkCount === MAX_LINKS) {
    out.linksLeft++;
    return;
  }
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

/** Offset of the icid-value, mostly the first parameter; -1 if there is none. */
function icidAt(bytes: Uint8Array, start: number, end: number): number {
  if (startsWith(bytes, start, end, ICID_VALUE)) {
    const equals = skipSpace(bytes, start + ICID_VALUE.length, end);
    if (equals < end && bytes[equals] === EQUALS) return skipSpace(bytes, equals + 1, end);
  }
  return parameterAt(bytes, start, end, ICID_VALUE);
}
