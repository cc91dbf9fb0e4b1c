/**
 * One message in full, for display and JSON (RFC 3261 section 7): start line, headers as they stand, where the body lies,
 * and every fault with its place. Made for one message at a time, never for all of a capture.
 */
import { isAscii } from 'node:buffer';
import { skipSpace } from '../framing/bytes.js';
import { contentLength } from '../framing/content.js';
import { behindEmptyLine, HeaderLine, readHeaderLine } from '../framing/header-lines.js';
import { endsWithLoneCr, lineEnd, nextLine } from '../framing/lines.js';
import { readStartLine, StartLine } from '../framing/start-line.js';
import { decodeText } from '../../bytes/text.js';
import { viewOf } from '../../bytes/words.js';
import { canonicalHeaderName } from '../headers/header-names.js';
import { trimmed } from '../headers/white-space.js';
import type { Fault } from './faults.js';
import { messageFaults } from './message-faults.js';
import type { HeaderField, ParsedMessage } from './parsed-message.js';

export interface SipMessage extends ParsedMessage {
  /** In the order of their places. */
  readonly faults: Fault[];
}

/** Text of a range of the bytes. */
type Decoder = (start: number, end: number) => string;

/** Parses the message that `bytes` hold. Never throws: what is no message at all gives its first line and faults. */
export function parseMessage(bytes: Uint8Array): SipMessage {
  const view = viewOf(bytes);
  const end = bytes.length;
  const decoded = decoderOf(bytes);
  const start = skipSpace(bytes, 0, end);
  const startEnd = lineEnd(bytes, view, start, end, true);
  const loneCr = endsWithLoneCr(bytes, startEnd, end);

  const fields: HeaderField[] = [];
  const line = new HeaderLine();
  let bodyStart = -1;
  for (let at = nextLine(bytes, startEnd, end); at < end; at = line.next) {
    bodyStart = behindEmptyLine(bytes, at, end, loneCr);
    if (bodyStart >= 0) break;
    readHeaderLine(bytes, view, at, end, loneCr, line);
    fields.push(headerField(line, decoded));
  }
  const headersEnded = bodyStart >= 0;
  if (!headersEnded) bodyStart = end;

  const stated = fields.find(field => field.canonical === 'Content-Length');
  const length = stated ? contentLength(bytes, stated.valueStart, stated.end) : -1;
  return new Parsed(bytes, {
    start,
    startLine: decoded(start, startEnd),
    startLineParts: startLineParts(bytes, start, startEnd, decoded),
    fields,
    headersEnded,
    loneCr,
    bodyStart,
    bodyEnd: length < 0 ? end : Math.min(end, bodyStart + length),
  });
}

type Parts = Omit<ParsedMessage, keyof StartLineParts | 'headers'> & { startLineParts: StartLineParts };

/** A class because an object literal with a getter takes five times as long as the parsing itself (Node 20). */
class Parsed implements SipMessage {
  readonly start: number;
  readonly startLine: string;
  readonly method: string | null;
  readonly uri: string | null;
  readonly status: number | null;
  readonly reason: string | null;
  readonly version: string | null;
  readonly headers: [name: string, value: string][];
  readonly fields: HeaderField[];
  readonly headersEnded: boolean;
  readonly loneCr: boolean;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  readonly #bytes: Uint8Array;
  #faults: Fault[] | undefined;

  constructor(bytes: Uint8Array, parts: Parts) {
    const { startLineParts, fields } = parts;
    this.start = parts.start;
    this.startLine = parts.startLine;
    this.method = startLineParts.method;
    this.uri = startLineParts.uri;
    this.status = startLineParts.status;
    this.reason = startLineParts.reason;
    this.version = startLineParts.version;
    this.headers = fields.filter(field => field.name !== '').map(field => [field.name, field.value]);
    this.fields = fields;
    this.headersEnded = parts.headersEnded;
    this.loneCr = parts.loneCr;
    this.bodyStart = parts.bodyStart;
    this.bodyEnd = parts.bodyEnd;
    this.#bytes = bytes;
  }

  /** Looked for on first use: it costs as much as all the rest, and most who parse do not ask. */
  get faults(): Fault[] {
    this.#faults ??= messageFaults(this.#bytes, this);
    return this.#faults;
  }
}

/** Value of the first header with this name, compact forms included; null if there is none. */
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

/** Cuts text from the whole where each byte is a character, which saves decoding every name and value. */
function decoderOf(bytes: Uint8Array): Decoder {
  if (!isAscii(bytes)) return (start, end) => decodeText(bytes, start, end);
  const text = decodeText(bytes);
  return (start, end) => text.slice(start, end);
}

function headerField({ start, nameEnd, valueStart, valueEnd, end }: HeaderLine, decoded: Decoder): HeaderField {
  const name = decoded(start, nameEnd);
  const value = unfold(decoded(valueStart, valueEnd));
  return { name, canonical: canonicalHeaderName(name), value, start, valueStart, end };
}

/** A value on one line: a line end with the white space around it is one space (section 7.3.1). */
export function unfold(value: string): string {
  if (!value.includes('\n') && !value.includes('\r')) return value;
  const lines = value.split(/[\r\n]+/);
  return lines.map(line => trimmed(line)).join(' ');
}

type StartLineParts = Pick<ParsedMessage, 'method' | 'uri' | 'status' | 'reason' | 'version'>;

function startLineParts(bytes: Uint8Array, start: number, end: number, decoded: Decoder): StartLineParts {
  const line = new StartLine();
  readStartLine(bytes, start, end, line);
  const first = decoded(line.firstStart, line.firstEnd);
  const second = decoded(line.secondStart, line.secondEnd);
  const third = decoded(line.thirdStart, line.thirdEnd);
  if (line.isResponse) {
    const status = /^\d{3}$/.test(second) ? Number(second) : null;
    return { method: null, uri: null, status, reason: third, version: first };
  }
  return { method: first || null, uri: second || null, status: null, reason: null, version: third || null };
}
