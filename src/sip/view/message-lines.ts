/**
 * A message as the lines people read. In: the bytes of a message. Out: its lines in order with what each is: start line,
 * headers (RFC 3261 section 7.3), bodies by their type, the parts of a multipart body (RFC 2046 section 5.1), bytes that
 * are no text as hexadecimal. The texts are decoded but not made safe for a terminal.
 */
import { canonicalHeaderName } from '../headers/header-names.js';
import { decodeText, isText } from '../framing/text.js';

/** `before` are blank lines before the start line, `blank` those that end headers. */
export type LineKind = 'before' | 'start' | 'header' | 'blank' | 'sdp' | 'text' | 'boundary' | 'hex';

/** A header field; the value unfolded. */
export interface Field {
  name: string;
  value: string;
}

export interface MessageLine {
  kind: LineKind;
  text: string;
  /** Bytes of the line in the message, its line end not included. */
  start: number;
  end: number;
  /** The header the line belongs to; null for the others. A folded header's lines share one. */
  field: Field | null;
}

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
/** Bytes of a line in hexadecimal: it fits in half of an 80-column screen. */
const HEX_BYTES = 8;
/** Multipart within multipart deeper than this is shown as text. */
const MAX_DEPTH = 4;

/** Bodies that are text even where a byte of them is not. */
const TEXT_TYPES =
  /^\s*(?:text|message)\/|^\s*application\/(?:sdp|dtmf(?:-relay)?|simple-message-summary|json|xml|[\w.-]+\+(?:xml|json))\b/i;

/** The header field a line belongs to, for a filter on its value; null on other lines. */
export function fieldAt(lines: readonly MessageLine[], at: number): Field | null {
  return lines[at]?.field ?? null;
}

/** Bytes of a message, and whether a carriage return alone ends its lines, as it does where it ends the first. */
interface Source {
  bytes: Uint8Array;
  loneCr: boolean;
}

/** The lines of a message. Never throws; every byte but line ends is in exactly one line. O(length). */
export function messageLines(bytes: Uint8Array): MessageLine[] {
  const lines: MessageLine[] = [];
  const source = { bytes, loneCr: true };
  let at = 0;
  let first = lineEnd(source, 0, bytes.length);
  // Blank lines before the start line are allowed (RFC 3261 section 7.5).
  for (; first.end === at && at < bytes.length; first = lineEnd(source, at, bytes.length)) {
    lines.push(textLine(source, 'before', at, at));
    at = first.next;
  }
  lines.push(textLine(source, 'start', at, first.end));
  source.loneCr = bytes[first.end] === CR && bytes[first.end + 1] !== LF;
  const headers = headerLines(source, first.next, bytes.length, lines);
  if (headers.next < bytes.length) bodyLines(source, headers.next, bytes.length, headers.contentType, 0, lines);
  return lines;
}

/** Appends header lines up to and with the blank line; tells where the body begins and of which type it is. */
function headerLines(source: Source, start: number, end: number, lines: MessageLine[]) {
  let contentType = '';
  let field: Field | null = null;
  let at = start;
  while (at < end) {
    const { end: stop, next } = lineEnd(source, at, end);
    if (stop === at) {
      lines.push(textLine(source, 'blank', at, stop));
      return { next, contentType };
    }
    const line = textLine(source, 'header', at, stop);
    if ((source.bytes[at] === SPACE || source.bytes[at] === TAB) && field)
      field.value = `${field.value} ${line.text.trim()}`.trim();
    else field = fieldOf(line.text);
    if (field && canonicalHeaderName(field.name) === 'Content-Type') contentType = field.value;
    lines.push({ ...line, field });
    at = next;
  }
  return { next: at, contentType };
}

function bodyLines(
  source: Source,
  start: number,
  end: number,
  type: string,
  depth: number,
  lines: MessageLine[],
): void {
  const boundary = /^\s*multipart\//i.test(type) && depth < MAX_DEPTH ? boundaryOf(type) : null;
  if (boundary !== null) multipartLines(source, start, end, boundary, depth, lines);
  else if (!TEXT_TYPES.test(type) && !isText(source.bytes, start, end)) hexLines(source, start, end, lines);
  else textLines(source, start, end, type, lines);
}

function textLines(source: Source, start: number, end: number, type: string, lines: MessageLine[]): void {
  const looksLikeSdp = type === '' && /^v=0\r?\n/.test(decodeText(source.bytes, start, Math.min(end, start + 5)));
  const kind: LineKind = looksLikeSdp || /^\s*application\/sdp\b/i.test(type) ? 'sdp' : 'text';
  for (let at = start; at < end; ) {
    const { end: stop, next } = lineEnd(source, at, end);
    lines.push(textLine(source, kind, at, stop));
    at = next;
  }
}

function multipartLines(
  source: Source,
  start: number,
  end: number,
  boundary: string,
  depth: number,
  lines: MessageLine[],
): void {
  const delimiter = `--${boundary}`;
  let partStart = start;
  let hasHeaders = false;
  // The line end before a delimiter belongs to the delimiter.
  let before = start;
  const flush = (partEnd: number) => {
    if (partEnd <= partStart) return;
    const head = hasHeaders
      ? headerLines(source, partStart, partEnd, lines)
      : { next: partStart, contentType: 'text/plain' };
    if (head.next < partEnd) bodyLines(source, head.next, partEnd, head.contentType, depth + 1, lines);
  };
  for (let at = start; at < end; ) {
    const { end: stop, next } = lineEnd(source, at, end);
    if (isDelimiter(source, at, stop, delimiter)) {
      flush(before);
      lines.push(textLine(source, 'boundary', at, stop));
      partStart = next;
      // Behind the last delimiter is an epilogue without headers.
      hasHeaders = decodeText(source.bytes, at + delimiter.length, stop).trimEnd() !== '--';
    }
    before = stop;
    at = next;
  }
  flush(end);
}

function isDelimiter(source: Source, start: number, end: number, delimiter: string): boolean {
  if (end - start < delimiter.length) return false;
  for (let i = 0; i < delimiter.length; i++) if (source.bytes[start + i] !== delimiter.charCodeAt(i)) return false;
  const rest = decodeText(source.bytes, start + delimiter.length, end).trimEnd();
  return rest === '' || rest === '--';
}

function boundaryOf(type: string): string | null {
  const found = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;,"]{1,200}))/i.exec(type);
  return found ? (found[1] ?? found[2]!) : null;
}

/** "0010  02 01 ff …  ...": offsets are from the start of the body. */
function hexLines(source: Source, start: number, end: number, lines: MessageLine[]): void {
  for (let at = start; at < end; at += HEX_BYTES) {
    const stop = Math.min(end, at + HEX_BYTES);
    let hex = '';
    let characters = '';
    for (let i = at; i < stop; i++) {
      const byte = source.bytes[i]!;
      hex += `${byte.toString(16).padStart(2, '0')} `;
      characters += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
    }
    const text = `${(at - start).toString(16).padStart(4, '0')}  ${hex.padEnd(HEX_BYTES * 3)} ${characters}`;
    lines.push({ kind: 'hex', text, start: at, end: stop, field: null });
  }
}

function fieldOf(text: string): Field | null {
  const colon = text.indexOf(':');
  return colon > 0 ? { name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() } : null;
}

function textLine(source: Source, kind: LineKind, start: number, end: number): MessageLine {
  return { kind, text: decodeText(source.bytes, start, end), start, end, field: null };
}

/** End of the line that begins at `at`, and where the next begins. */
function lineEnd({ bytes, loneCr }: Source, at: number, end: number): { end: number; next: number } {
  for (let stop = at; stop < end; stop++) {
    if (bytes[stop] === LF) return { end: stop, next: stop + 1 };
    if (bytes[stop] !== CR) continue;
    if (stop + 1 < end && bytes[stop + 1] === LF) return { end: stop, next: stop + 2 };
    if (loneCr || stop + 1 === end) return { end: stop, next: stop + 1 };
  }
  return { end, next: end };
}
