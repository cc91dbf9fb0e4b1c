/**
 * Where lines end (RFC 3261 section 7, liberally), as in src/sip/framing/lines.ts and header-lines.ts: at CR LF, at a lone LF, and at a lone CR in
 * messages whose first line ends with one.
 */
import { COLON, CR, LF, SPACE, TAB } from '../built/scan';
import { byteAt, skipBlank } from './bytes';
import { findLow } from './search';

/** Address of the CR or LF that ends the line in which `at` stands; `end` if nothing ends it. */
export function lineEnd(at: usize, end: usize, loneCr: bool): usize {
  while (true) {
    at = findLow(at, end);
    if (at >= end || isLineEnd(at, end, loneCr)) return at;
    at++;
  }
}

/** True where the byte at `at`, which is before `end`, ends a line. A CR that is the last byte does. */
export function isLineEnd(at: usize, end: usize, loneCr: bool): bool {
  const byte = byteAt(at);
  return byte === LF || (byte === CR && (loneCr || at + 1 >= end || byteAt(at + 1) === LF));
}

/** Address of the line behind the one that ends at `at`. */
export function nextLine(at: usize, end: usize): usize {
  if (at >= end) return end;
  return byteAt(at) === CR && at + 1 < end && byteAt(at + 1) === LF ? at + 2 : at + 1;
}

/** The same as `lineEnd`, of the last of the lines that are folded onto this one (section 7.3.1). */
export function foldedEnd(at: usize, end: usize, loneCr: bool): usize {
  while (true) {
    at = findLow(at, end);
    if (at >= end) return end;
    const byte = byteAt(at);
    let next = at + 1;
    if (byte === CR && next < end && byteAt(next) === LF) next++;
    else if (byte !== LF && !(byte === CR && (loneCr || next >= end))) {
      at++;
      continue;
    }
    if (next >= end || (byteAt(next) !== SPACE && byteAt(next) !== TAB)) return at;
    at = next;
  }
}

/** True where the first line of a message, which ends at `at`, ends with a lone CR: so do the lines behind it. */
export function endsWithLoneCr(at: usize, end: usize): bool {
  return at + 1 < end && byteAt(at) === CR && byteAt(at + 1) !== LF;
}

/** Address of the colon behind the name at [start, nameEnd), on the same line; 0 if there is no name or no colon. */
export function colonAfter(start: usize, nameEnd: usize, end: usize): usize {
  if (nameEnd === start) return 0;
  const at = skipBlank(nameEnd, end);
  return at < end && byteAt(at) === COLON ? at : 0;
}
