/**
 * Where lines end (RFC 3261 section 7, liberally): at CR LF, at a lone LF, and at a lone CR in messages whose first line
 * ends with one. In any other message a lone CR is a byte like the rest, so that nothing can be hidden behind it.
 */
import { CR, LF, SPACE, TAB } from './bytes.js';
import { findLow } from '../../bytes/words.js';

/**
 * Offset of the CR or LF that ends the line in which `at` stands; `end` if nothing ends it.
 * @param loneCr A lone CR ends lines, too. Of a first line, where that is not known yet, it always does.
 */
export function lineEnd(bytes: Uint8Array, view: DataView, at: number, end: number, loneCr: boolean): number {
  for (;;) {
    at = findLow(view, at, end);
    if (at >= end || isLineEnd(bytes, at, end, loneCr)) return at;
    at++;
  }
}

/** True where the byte at `at`, which is before `end`, ends a line. A CR that is the last byte does. */
export function isLineEnd(bytes: Uint8Array, at: number, end: number, loneCr: boolean): boolean {
  const byte = bytes[at]!;
  return byte === LF || (byte === CR && (loneCr || at + 1 >= end || bytes[at + 1] === LF));
}

/** Offset of the line behind the one that ends at `at`, as `lineEnd` found it. */
export function nextLine(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return end;
  return bytes[at] === CR && at + 1 < end && bytes[at + 1] === LF ? at + 2 : at + 1;
}

/**
 * The same as `lineEnd`, of the last of the lines that are folded onto this one (section 7.3.1). It asks what `isLineEnd`,
 * `nextLine` and `isBlank` ask, in one go: it runs for every header line, and calling them costs a scan 5 %.
 */
export function foldedEnd(bytes: Uint8Array, view: DataView, at: number, end: number, loneCr: boolean): number {
  for (;;) {
    at = findLow(view, at, end);
    if (at >= end) return end;
    const byte = bytes[at]!;
    let next = at + 1;
    if (byte === CR && next < end && bytes[next] === LF) next++;
    else if (byte !== LF && !(byte === CR && (loneCr || next >= end))) {
      at++;
      continue;
    }
    if (next >= end || (bytes[next] !== SPACE && bytes[next] !== TAB)) return at;
    at = next;
  }
}

/** True where the first line of a message, which ends at `at`, ends with a lone CR: so do the lines behind it. */
export function endsWithLoneCr(bytes: Uint8Array, at: number, end: number): boolean {
  return at + 1 < end && bytes[at] === CR && bytes[at + 1] !== LF;
}

/** Offset of the line end before the line that begins at `at`; no less than `start`. */
export function previousEnd(bytes: Uint8Array, start: number, at: number): number {
  if (at > start && bytes[at - 1] === LF) at--;
  else if (at > start && bytes[at - 1] === CR) return at - 1;
  else return at;
  return at > start && bytes[at - 1] === CR ? at - 1 : at;
}
