/**
 * A message as the lines people read. In: the bytes of a message. Out: its lines in order with what each is: start line,
 * headers (RFC 3261 section 7.3), bodies by their type, the parts of a multipart body (RFC 2046 section 5.1), bytes that
 * are no text as hexadecimal. The texts are decoded but not made safe for a terminal.
 */
import { canonicalHeaderName } from './header-names.js';
import { decodeText, isText } from './text.js';

export type LineKind = 'start' | 'header' | 'blank' | 'sdp' | 'text' | 'boundary' | 'hex';

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
const HEX_BYTES = 16;
/** Multipart within multipart deeper than this is shown as text. */
const MAX_DEPTH = 4;

/** The header field a line belongs to, for a filter on its value; null on other lines. */
export function fieldAt(lines: readonly MessageLine[], at: number): Field | null {
  return lines[at]?.field ?? null;
}

/** The lines of a message. Never throws; every byte but line ends is in exactly one line. O(length). */
export function messageLines(bytes: Uint8Array): MessageLine[] {
  const lines: MessageLine[] = [];
  const first = lineEnd(bytes, 0, bytes.length);
  lines.push(textLine(bytes, 'start', 0, first.end));
  const headers = headerLines(bytes, first.next, bytes.length, lines);
  if (headers.next < bytes.length) bodyLines(bytes, headers.next, bytes.length, headers.contentType, 0, lines);
  return lines;
}

/** Appends header lines up to and with the blank line; tells where the body begins and of which type it is. */
function headerLines(bytes: Uint8Array, start: number, end: number, lines: MessageLine[]) {
  let contentType = '';
  let field: Field | null = null;
  let at = start;
  while (at < end) {
    const { end: stop, next } = lineEnd(bytes, at, end);
    if (stop === at) {
      lines.push(textLine(bytes, 'blank', at, stop));
      return { next, contentType };
    }
    const line = textLine(bytes, 'header', at, stop);
    if ((bytes[at] === SPACE || bytes[at] === TAB) && field) field.value = `${field.value} ${line.text.trim()}`.trim();
    else field = fieldOf(line.text);
    if (field && canonicalHeaderName(field.name) === 'Content-Type') contentType = field.value;
    lines.push({ ...line, field });
    at = next;
  }
  return { next: at, contentType };
}

function bodyLines(
  bytes: Uint8Array,
  start: number,
  end: number,
  type: string,
  depth: number,
  lines: MessageLine[],
): void {
  const boundary = /^\s*multipart\//i.test(type) && depth < MAX_DEPTH ? boundaryOf(type) : null;
  if (boundary !== null) multipartLines(bytes, start, end, boundary, depth, lines);
  else if (!isText(bytes, start, end)) hexLines(bytes, start, end, lines);
  else textLines(bytes, start, end, type, lines);
}

function textLines(bytes: Uint8Array, start: number, end: number, type: string, lines: MessageLine[]): void {
  const looksLikeSdp = type === '' && /^v=0\r?\n/.test(decodeText(bytes, start, Math.min(end, start + 5)));
  const kind: LineKind = looksLikeSdp || /^\s*application\/sdp\b/i.test(type) ? 'sdp' : 'text';
  for (let at = start; at < end; ) {
    const { end: stop, next } = lineEnd(bytes, at, end);
    lines.push(textLine(bytes, kind, at, stop));
    at = next;
  }
}

function multipartLines(
  bytes: Uint8Array,
  start: number,
  end: number,
  boundary: string,
  depth: number,
  lines: MessageLine[],
): void {
  const delimiter = `--${boundary}`;
  let partStart = start;
  let hasHeaders = false;
  const flush = (partEnd: number) => {
    if (partEnd <= partStart) return;
    const head = hasHeaders
      ? headerLines(bytes, partStart, partEnd, lines)
      : { next: partStart, contentType: 'text/plain' };
    if (head.next < partEnd) bodyLines(bytes, head.next, partEnd, head.contentType, depth + 1, lines);
  };
  for (let at = start; at < end; ) {
    const { end: stop, next } = lineEnd(bytes, at, end);
    if (isDelimiter(bytes, at, stop, delimiter)) {
      flush(at);
      lines.push(textLine(bytes, 'boundary', at, stop));
      partStart = next;
      // Behind the last delimiter is an epilogue without headers.
      hasHeaders = decodeText(bytes, at + delimiter.length, stop).trimEnd() !== '--';
    }
    at = next;
  }
  flush(end);
}

function isDelimiter(bytes: Uint8Array, start: number, end: number, delimiter: string): boolean {
  if (end - start < delimiter.length) return false;
  for (let i = 0; i < delimiter.length; i++) if (bytes[start + i] !== delimiter.charCodeAt(i)) return false;
  const rest = decodeText(bytes, start + delimiter.length, end).trimEnd();
  return rest === '' || rest === '--';
}

function boundaryOf(type: string): string | null {
  const found = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;,"]{1,200}))/i.exec(type);
  return found ? (found[1] ?? found[2]!) : null;
}

/** "0010  02 01 ff …  ...": sixteen bytes a line, offsets from the start of the body. */
function hexLines(bytes: Uint8Array, start: number, end: number, lines: MessageLine[]): void {
  for (let at = start; at < end; at += HEX_BYTES) {
    const stop = Math.min(end, at + HEX_BYTES);
    let hex = '';
    let characters = '';
    for (let i = at; i < stop; i++) {
      const byte = bytes[i]!;
      hex += `${byte.toString(16).padStart(2, '0')}${i - at === 7 ? '  ' : ' '}`;
      characters += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
    }
    const text = `${(at - start).toString(16).padStart(4, '0')}  ${hex.padEnd(HEX_BYTES * 3 + 1)} ${characters}`;
    lines.push({ kind: 'hex', text, start: at, end: stop, field: null });
  }
}

function fieldOf(text: string): Field | null {
  const colon = text.indexOf(':');
  return colon > 0 ? { name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() } : null;
}

function textLine(bytes: Uint8Array, kind: LineKind, start: number, end: number): MessageLine {
  return { kind, text: decodeText(bytes, start, end), start, end, field: null };
}

/** End of the line that begins at `at`, and where the next begins; LF ends a line, with or without CR. */
function lineEnd(bytes: Uint8Array, at: number, end: number): { end: number; next: number } {
  const found = bytes.indexOf(LF, at);
  if (found < 0 || found >= end) return { end, next: end };
  return { end: found > at && bytes[found - 1] === CR ? found - 1 : found, next: found + 1 };
}
