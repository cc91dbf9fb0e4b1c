/** The values of the headers that link the legs of a call, as in src/sip/scan/link-scan.ts. LINK_HEADERS says which they are and why. */
import {
  CHARGING_VECTOR,
  EQUALS,
  HEADERS as REGISTERED,
  LINKING,
  MAX_LINKS,
  MAX_TRACE,
  METHOD,
  MIN_TRACE,
  QUOTE,
  T_ICID_VALUE,
  VIA,
} from '../built/scan';
import { byteAt, classOf, parameterAt, skipSpace, startsWith, textLength, trimEnd, valueEnd } from './bytes';
import { LINKS, PART_BYTES, putPart, scanned } from './scanned';

/** Notes the value at [start, end) if the header with this number may link legs. */
export function scanLink(number: i32, start: usize, end: usize): void {
  const isTrace = number > REGISTERED;
  if (isTrace ? !isInvite() : classOf(LINKING, number) === 0) return;
  let from = skipSpace(start, end);
  let to = trimEnd(from, end);
  if (isTrace && (to < from + MIN_TRACE || to > from + MAX_TRACE)) return;
  if (number === CHARGING_VECTOR) {
    from = icidAt(from, to);
    if (from === 0) return;
    to = valueEnd(from, to);
    if (to - from >= 2 && byteAt(from) === QUOTE && byteAt(to - 1) === QUOTE) {
      from++;
      to--;
    }
  }
  putLink(number, from, to);
}

/** Notes the branch of the last Via of an INVITE that has several: the sender's own, where those behind it keep it. */
export function scanLastVia(): void {
  if (scanned.lastBranchEnd > scanned.lastBranchStart && isInvite() && scanned.toTag === 0)
    putLink(VIA, scanned.lastBranchStart, scanned.lastBranchEnd);
}

function isInvite(): bool {
  return scanned.isResponse === 0 && scanned.method === METHOD.INVITE;
}

function putLink(number: i32, from: usize, to: usize): void {
  if (to <= from) return;
  if (scanned.linkCount === MAX_LINKS) {
    scanned.linksLeft++;
    return;
  }
  putPart(LINKS + <usize>scanned.linkCount * PART_BYTES, number, from, to);
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
