/**
 * One message in full, for display and JSON (RFC 3261 section 7). In: its bytes. Out: start line, headers as they stand, where
 * the body lies, and every fault with its place. Made for one message at a time, never for all of a capture.
 */
import { isAscii } from 'node:buffer';
import { COLON, CR, isSpace, LF, SPACE, TAB, TOKEN, trimEnd } from '../framing/bytes.js';
import type { Fault } from './faults.js';
import { canonicalHeaderName } from '../headers/header-names.js';
import { messageFaults } from './message-faults.js';
import { decodeText } from '../framing/text.js';

/** One header line: offsets are bytes from the start of the message. */
export interface HeaderField {
  /** As spelled; "" where the line has no colon. */
  name: string;
  /** In canonical spelling: "i" is "Call-ID". */
  canonical: string;
  /** Unfolded: line ends and the white space around them are one space. */
  value: string;
  start: number;
  valueStart: number;
  /** End of the last line of the value. */
  end: number;
}

export interface SipMessage {
  startLine: string;
  /** Null for a response. */
  method: string | null;
  /** Request-URI; null for a response. */
  uri: string | null;
  /** Null for a request, and where it is no number. */
  status: number | null;
  /** Null for a request; "" where a response has none. */
  reason: string | null;
  version: string | null;
  /** Order, spelling and repeats as they stand. */
  headers: [name: string, value: string][];
  fields: HeaderField[];
  /** The body's bytes: as many as Content-Length says, as far as they are there. */
  bodyStart: number;
  bodyEnd: number;
  readonly faults: Fault[];
}

/** Parses the message that `bytes` hold. Never throws: what is no message at all gives its first line and faults. */
export function parseMessage(bytes: Uint8Array): SipMessage {
  let at = 0;
  while (at < bytes.length && isSpace(bytes[at]!)) at++;
  const start = at;
  const startEnd = lineEnd(bytes, at, false);
  const lonelyCr = bytes[startEnd] === CR && bytes[startEnd + 1] !== LF;
  const decoded = decoderOf(bytes);
  const startLine = decoded(start, startEnd);
  at = nextLine(bytes, startEnd);

  const fields: HeaderField[] = [];
  let ended = false;
  while (at < bytes.length) {
    if (bytes[at] === CR || bytes[at] === LF) {
      at = nextLine(bytes, at);
      ended = true;
      break;
    }
    let end = lineEnd(bytes, at, !lonelyCr);
    let next = nextLine(bytes, end);
    while (next < bytes.length && (bytes[next] === SPACE || bytes[next] === TAB)) {
      end = lineEnd(bytes, next, !lonelyCr);
      next = nextLine(bytes, end);
    }
    fields.push(headerField(bytes, at, end, decoded));
    at = next;
  }

  const bodyStart = ended ? at : bytes.length;
  const announced = fields.find(field => field.canonical === 'Content-Length')?.value ?? '';
  const length = /^\d{1,10}$/.test(announced) ? Number(announced) : bytes.length;
  let faults: Fault[] | undefined;
  return {
    startLine,
    ...startLineParts(startLine),
    headers: fields.filter(field => field.name !== '').map(field => [field.name, field.value]),
    fields,
    bodyStart,
    bodyEnd: Math.min(bytes.length, bodyStart + length),
    // Looking for faults costs as much as all the rest, and most who parse do not ask.
    get faults() {
      faults ??= messageFaults(bytes, this, start, ended);
      return faults;
    },
  };
}

/** Value of the first header with this name, compact forms included; null where there is none. */
export function headerValue(message: SipMessage, name: string): string | null {
  return message.fields.find(sameName(name))?.value ?? null;
}

/** Values of all headers with this name, in order. */
export function headerValues(message: SipMessage, name: string): string[] {
  return message.fields.filter(sameName(name)).map(field => field.value);
}

/** Tells the fields of a name in any case. */
function sameName(name: string): (field: HeaderField) => boolean {
  const canonical = canonicalHeaderName(name);
  const small = canonical.toLowerCase();
  return field =>
    field.canonical === canonical ||
    (field.canonical.length === canonical.length && field.canonical.toLowerCase() === small);
}

/** Offset of the line feed or carriage return that ends a line. A lone carriage return does only where `paired` is false. */
function lineEnd(bytes: Uint8Array, at: number, paired: boolean): number {
  while (at < bytes.length) {
    if (bytes[at] === LF) return at;
    if (bytes[at] === CR && (!paired || bytes[at + 1] === LF || at + 1 === bytes.length)) return at;
    at++;
  }
  return at;
}

function nextLine(bytes: Uint8Array, end: number): number {
  return Math.min(bytes.length, bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1);
}

/** Text of a range of the bytes: cut from the whole where each byte is a character, which saves decoding every name and value. */
function decoderOf(bytes: Uint8Array): (start: number, end: number) => string {
  if (!isAscii(bytes)) return (start, end) => decodeText(bytes, start, end);
  const text = decodeText(bytes);
  return (start, end) => text.slice(start, end);
}

function headerField(
  bytes: Uint8Array,
  start: number,
  end: number,
  decoded: (start: number, end: number) => string,
): HeaderField {
  let at = start;
  while (at < end && TOKEN[bytes[at]!] !== 0) at++;
  const nameEnd = at;
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  const named = nameEnd > start && bytes[at] === COLON;
  const name = named ? decoded(start, nameEnd) : '';
  if (named) at++;
  else at = start;
  while (at < end && isSpace(bytes[at]!)) at++;
  return {
    name,
    canonical: canonicalHeaderName(name),
    value: unfold(decoded(at, trimEnd(bytes, at, end))),
    start,
    valueStart: at,
    end,
  };
}

/** A value on one line: a line end with the white space around it is one space (section 7.3.1). */
function unfold(value: string): string {
  if (!value.includes('\n') && !value.includes('\r')) return value;
  const lines = value.split(/[\r\n]+/);
  // Not trim(): only these are white space to SIP (LWS, section 25.1).
  return lines.map(line => line.replace(/^[ \t]+|[ \t]+$/g, '')).join(' ');
}

/** Parts of the first line; the version is its last word, so that white space inside a Request-URI stays there. */
function startLineParts(line: string): Pick<SipMessage, 'method' | 'uri' | 'status' | 'reason' | 'version'> {
  const text = line.trim();
  const gap = text.search(/\s/);
  const first = gap < 0 ? text : text.slice(0, gap);
  const rest = gap < 0 ? '' : text.slice(gap).trim();
  if (/^sip\//i.test(first)) {
    const code = /^\S*/.exec(rest)?.[0] ?? '';
    const status = /^\d{3}$/.test(code) ? Number(code) : null;
    return { method: null, uri: null, status, reason: rest.slice(code.length).trim(), version: first };
  }
  let word = rest.length;
  while (word > 0 && !/\s/.test(rest[word - 1]!)) word--;
  const version = /^sip\//i.test(rest.slice(word)) ? rest.slice(word) : null;
  const uri = version === null ? rest : rest.slice(0, word).trim();
  return { method: first || null, uri: uri || null, status: null, reason: null, version };
}
