/**
 * One header line as offsets (RFC 3261 section 7.3.1): its name, and its value over all lines it is folded onto. White
 * space before the colon is allowed. A line without a name and a colon is a value alone.
 */
import { COLON, isBlank, skipSpace, tokenEnd, trimEnd } from './bytes.js';
import { foldedEnd, isLineEnd, nextLine } from './lines.js';

/** Filled by `readHeaderLine`; one object is used again for every line. */
export class HeaderLine {
  start = 0;
  /** Behind the name; `start` where there is none. */
  nameEnd = 0;
  /** The value without white space around it; line ends are inside where it is folded. */
  valueStart = 0;
  valueEnd = 0;
  /** Of the last line, its line end not included. */
  end = 0;
  /** Where the next line begins. */
  next = 0;
}

/** Reads the header line at `at`, which is not at `end` and not an empty line. */
export function readHeaderLine(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  loneCr: boolean,
  line: HeaderLine,
): void {
  line.start = at;
  const nameEnd = tokenEnd(bytes, at, end);
  const colon = colonAfter(bytes, at, nameEnd, end);
  line.nameEnd = colon < 0 ? at : nameEnd;
  const value = colon < 0 ? at : colon + 1;
  line.end = foldedEnd(bytes, view, value, end, loneCr);
  line.next = nextLine(bytes, line.end, end);
  line.valueStart = skipSpace(bytes, value, line.end);
  line.valueEnd = trimEnd(bytes, line.valueStart, line.end);
}

/** Offset of the colon behind the name at [start, nameEnd), on the same line; -1 if there is no name or no colon. */
export function colonAfter(bytes: Uint8Array, start: number, nameEnd: number, end: number): number {
  if (nameEnd === start) return -1;
  let at = nameEnd;
  while (at < end && isBlank(bytes[at]!)) at++;
  return at < end && bytes[at] === COLON ? at : -1;
}

/** Offset behind the empty line at `at`; -1 where a header line stands there. */
export function behindEmptyLine(bytes: Uint8Array, at: number, end: number, loneCr: boolean): number {
  return isLineEnd(bytes, at, end, loneCr) ? nextLine(bytes, at, end) : -1;
}
