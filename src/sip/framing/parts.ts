/**
 * Takes a body apart: multipart into its parts (RFC 2046 section 5.1), nested ones too. What is decided here:
 * - a delimiter is a whole line: "--", the boundary, "--" on the last, white space. A longer line is content, so that
 *   "b" and "b2" can be boundaries of nested bodies;
 * - the line end before a delimiter belongs to the delimiter;
 * - text before the first and behind the last delimiter is no part;
 * - without a closing delimiter the last part ends with the body;
 * - a part's own headers may be in compact form, and its first Content-Type counts; a part without an empty line is
 *   headers alone;
 * - where there is no boundary, or it is never met, the body is one part.
 */
import { isSpace, MINUS } from './bytes.js';
import { type Boundary, boundaryOf, CONTENT, contentKind } from './content.js';
import { behindEmptyLine, HeaderLine, readHeaderLine } from './header-lines.js';
import { lineEnd, nextLine, previousEnd } from './lines.js';
import { CONTENT_TYPE, isHeader } from '../headers/header-rules.js';

/** Deeper nesting, and more parts of one body, are left as they are. */
const MAX_DEPTH = 4;
const MAX_PARTS = 64;

/** The events of a body, in the order of its bytes; every byte but line ends at a delimiter is in one of the spans. */
export interface BodyVisitor {
  /** A body or part that is not taken apart; it is not empty. Its Content-Type is at [typeStart, typeEnd), `kind` of CONTENT. */
  content(kind: number, typeStart: number, typeEnd: number, start: number, end: number): void;
  /** Text around the parts of a multipart body. */
  surround?(start: number, end: number): void;
  /** A delimiter line. */
  delimiter?(start: number, end: number): void;
  /** The headers of a part and the empty line behind them. */
  head?(start: number, end: number): void;
}

/** A body and what is needed to read its lines. */
export interface BodySource {
  bytes: Uint8Array;
  view: DataView;
  /** See `lineEnd`. */
  loneCr: boolean;
}

const line = new HeaderLine();

/** Visits the body at [start, end), whose Content-Type is at [typeStart, typeEnd). Nothing where it is empty. */
export function visitBody(
  source: BodySource,
  typeStart: number,
  typeEnd: number,
  start: number,
  end: number,
  visitor: BodyVisitor,
): void {
  visit(source, typeStart, typeEnd, start, end, visitor, 0);
}

function visit(
  source: BodySource,
  typeStart: number,
  typeEnd: number,
  start: number,
  end: number,
  visitor: BodyVisitor,
  depth: number,
): void {
  if (start >= end) return;
  const { bytes } = source;
  const kind = contentKind(bytes, typeStart, typeEnd);
  const divided = kind === CONTENT.Multipart && depth < MAX_DEPTH;
  const boundary = divided ? boundaryOf(bytes, typeStart, typeEnd) : undefined;
  const first = boundary ? delimiterAt(source, boundary, start, end) : -1;
  if (boundary && first >= 0) visitParts(source, boundary, start, first, end, visitor, depth);
  else visitor.content(kind, typeStart, typeEnd, start, end);
}

/** The parts behind the delimiter line at `delimiter`, the first of the body at [start, end). */
function visitParts(
  source: BodySource,
  boundary: Boundary,
  start: number,
  delimiter: number,
  end: number,
  visitor: BodyVisitor,
  depth: number,
): void {
  const { bytes, view, loneCr } = source;
  if (delimiter > start) visitor.surround?.(start, previousEnd(bytes, start, delimiter));
  for (let parts = 0; ; parts++) {
    const stop = lineEnd(bytes, view, delimiter, end, loneCr);
    visitor.delimiter?.(delimiter, stop);
    const partStart = nextLine(bytes, stop, end);
    const closing = bytes[delimiter + 2 + boundary.end - boundary.start] === MINUS;
    if (closing || parts === MAX_PARTS) {
      if (partStart < end) visitor.surround?.(partStart, end);
      return;
    }
    const next = delimiterAt(source, boundary, partStart, end);
    visitPart(source, partStart, next < 0 ? end : previousEnd(bytes, partStart, next), visitor, depth);
    if (next < 0) return;
    delimiter = next;
  }
}

/** One part: its own headers, an empty line, its content. */
function visitPart(source: BodySource, start: number, end: number, visitor: BodyVisitor, depth: number): void {
  const { bytes, view, loneCr } = source;
  let typeStart = start;
  let typeEnd = start;
  let content = -1;
  let at = start;
  while (at < end) {
    content = behindEmptyLine(bytes, at, end, loneCr);
    if (content >= 0) break;
    readHeaderLine(bytes, view, at, end, loneCr, line);
    if (typeEnd === typeStart && isHeader(bytes, line.start, line.nameEnd, CONTENT_TYPE)) {
      typeStart = line.valueStart;
      typeEnd = line.valueEnd;
    }
    at = line.next;
  }
  if (content < 0) content = end;
  if (content > start) visitor.head?.(start, content);
  visit(source, typeStart, typeEnd, content, end, visitor, depth + 1);
}

/** Offset of the first delimiter line that begins at `at` or at a line behind it; -1 if there is none. */
function delimiterAt({ bytes, view, loneCr }: BodySource, boundary: Boundary, at: number, end: number): number {
  while (at < end) {
    const stop = lineEnd(bytes, view, at, end, loneCr);
    if (bytes[at] === MINUS && isDelimiter(bytes, boundary, at, stop)) return at;
    at = nextLine(bytes, stop, end);
  }
  return -1;
}

function isDelimiter(bytes: Uint8Array, boundary: Boundary, start: number, end: number): boolean {
  const length = boundary.end - boundary.start;
  if (end - start < length + 2 || bytes[start + 1] !== MINUS) return false;
  for (let i = 0; i < length; i++) if (bytes[start + 2 + i] !== bytes[boundary.start + i]) return false;
  let rest = start + 2 + length;
  if (end - rest >= 2 && bytes[rest] === MINUS && bytes[rest + 1] === MINUS) rest += 2;
  while (rest < end && isSpace(bytes[rest]!)) rest++;
  return rest === end;
}
