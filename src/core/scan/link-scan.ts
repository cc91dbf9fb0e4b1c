/** The values of the headers that link the legs of a call, as in src/sip/scan/link-scan.ts. LINK_HEADERS says which they are and why. */
import { CHARGING_VECTOR, EQUALS, HEADERS as REGISTERED, LINK_OF, MAX_LINKS, QUOTE, T_ICID_VALUE } from '../built/scan';
import { byteAt, classOf, parameterAt, skipSpace, startsWith, textLength, trimEnd, valueEnd } from './bytes';
import { LINKS, PART_BYTES, putPart, scanned } from './scanned';

/** Notes the value at [start, end) where the header with this number links legs. */
export function scanLink(number: i32, start: usize, end: usize): void {
  const link = number <= REGISTERED ? classOf(LINK_OF, number) - 1 : -1;
  if (link < 0) return;
  if (scanned.linkCount === MAX_LINKS) {
    scanned.linksLeft++;
    return;
  }
  let from = skipSpace(start, end);
  let to = trimEnd(from, end);
  if (link === CHARGING_VECTOR) {
    from = icidAt(from, to);
    if (from === 0) return;
    to = valueEnd(from, to);
    if (to - from >= 2 && byteAt(from) === QUOTE && byteAt(to - 1) === QUOTE) {
      from++;
      to--;
    }
  }
  if (to <= from) return;
  putPart(LINKS + <usize>scanned.linkCount * PART_BYTES, link, from, to);
  scanned.linkCount++;
}

/** Address of the icid-value, mostly the first parameter; 0 if there is none. */
function icidAt(start: usize, end: usize): usize {
  if (startsWith(start, end, T_ICID_VALUE)) {
    const equals = skipSpace(start + textLength(T_ICID_VALUE), end);
    if (equals < end && byteAt(equals) === EQUALS) return skipSpace(equals + 1, end);
  }
  return parameterAt(start, end, T_ICID_VALUE);
}
