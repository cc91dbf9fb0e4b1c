/**
 * Cuts a byte stream into SIP messages. In: the bytes at hand, again and again as more arrive. Out: the span of the next
 * message, keep-alive or noise. RFC 3261 18.3 and 20.14 (Content-Length is what ends a message), RFC 5626 3.5.1 (CRLF
 * keep-alives). Where the length is missing or wrong the next start line ends the message.
 */
import { METHOD_NAMES } from './methods.js';
import { probeSip, probeStartLine } from './probe.js';

/** `more`: nothing can be cut before more bytes are there. */
export type Cut = 'message' | 'keep-alive' | 'noise' | 'more';

/** Longest header part and longest body that are believed; a message beyond them is cut there. */
export const MAX_HEADERS = 65_536;
export const MAX_BODY = 1_048_576;

const CR = 13;
const LF = 10;
/** A length no header states: the body ends at the next start line or with the stream. */
const UNSTATED = -1;

/** The cutter of one stream; it remembers how far it has searched, so that bytes are looked at once. */
export class FrameCutter {
  /** The span just cut. */
  start = 0;
  end = 0;
  /** Bytes the message just cut is known to lack at its end. */
  missing = 0;

  /** All relative to the beginning of the message: searched so far, end of the headers (0: not found), end (or UNSTATED). */
  #searched = 0;
  #headersEnd = 0;
  #length = UNSTATED;
  /** The body's type may hold SIP itself (message/*, multipart/*, text/*): a start line in it means nothing. */
  #mayHoldSip = false;

  /**
   * Looks at bytes[start, end), which begins where the last cut ended. After "more" it is called with the same bytes and
   * those that followed. `final`: nothing follows, what is there is cut.
   */
  next(bytes: Uint8Array, start: number, end: number, final: boolean): Cut {
    this.start = start;
    this.end = start;
    this.missing = 0;
    if (start >= end) return 'more';
    if (this.#searched === 0) {
      const begun = this.#begin(bytes, start, end, final);
      if (begun !== 'message') return begun;
      this.#searched = 1;
    }
    if (this.#headersEnd === 0 && !this.#findHeadersEnd(bytes, start, end)) {
      if (end - start >= MAX_HEADERS) return this.#message(start, start + MAX_HEADERS, 1);
      return final ? this.#message(start, end, 1) : 'more';
    }
    return this.#cutBody(bytes, start, end, final);
  }

  /** What stands at the beginning: "message" for a start line. */
  #begin(bytes: Uint8Array, start: number, end: number, final: boolean): Cut {
    let at = start;
    while (at < end && (bytes[at] === CR || bytes[at] === LF)) at++;
    if (at > start) {
      this.end = at;
      return 'keep-alive';
    }
    const probe = probeSip(bytes, start, end);
    if (probe === 'certain') return 'message';
    if (probe === 'unsure' && !final) return 'more';
    const next = findStartLine(bytes, start, end, end, mayBeStartLine);
    this.end = next < 0 ? end : next;
    return 'noise';
  }

  /** Searches the empty line that ends the headers, and reads the two headers that matter. */
  #findHeadersEnd(bytes: Uint8Array, start: number, end: number): boolean {
    const limit = Math.min(end, start + MAX_HEADERS);
    let at = start + this.#searched;
    for (; at < limit; at++) {
      const byte = bytes[at];
      if (byte !== LF && byte !== CR) continue;
      const next = at + 1;
      if (next >= limit) break;
      if (bytes[next] === byte) {
        this.#headersEnd = next + 1 - start;
      } else if (byte === LF && bytes[next] === CR) {
        if (next + 1 >= limit) break;
        if (bytes[next + 1] === LF) this.#headersEnd = next + 2 - start;
      }
      if (this.#headersEnd > 0) {
        this.#readHeaders(bytes, start, start + this.#headersEnd);
        this.#searched = this.#headersEnd;
        return true;
      }
    }
    this.#searched = Math.max(1, at - start);
    return false;
  }

  /** Content-Length and Content-Type, in their long and compact forms (RFC 3261 7.3.3). The first of each counts. */
  #readHeaders(bytes: Uint8Array, start: number, end: number): void {
    let length = UNSTATED;
    let stated = false;
    let typed = false;
    this.#mayHoldSip = false;
    for (let line = nextLine(bytes, start, end); line < end; line = nextLine(bytes, line, end)) {
      const first = bytes[line]! | 0x20;
      if (first !== 0x63 && first !== 0x6c) continue;
      if (!stated) {
        const value = headerValue(bytes, line, end, 'content-length', 'l');
        if (value >= 0) {
          stated = true;
          length = readLength(bytes, value, end);
        }
      }
      if (!typed) {
        const value = headerValue(bytes, line, end, 'content-type', 'c');
        if (value >= 0) {
          typed = true;
          this.#mayHoldSip = TYPES_WITH_SIP.some(type => startsWith(bytes, value, end, type));
        }
      }
    }
    const headers = end - start;
    if (length > MAX_BODY) length = UNSTATED;
    if (length !== UNSTATED) this.#length = headers + length;
    else this.#length = typed || stated ? UNSTATED : headers;
  }

  #cutBody(bytes: Uint8Array, start: number, end: number, final: boolean): Cut {
    const stated = this.#length !== UNSTATED;
    const bodyEnd = start + (stated ? this.#length : this.#headersEnd + MAX_BODY);
    const available = Math.min(end, bodyEnd);
    if (!stated || !this.#mayHoldSip) {
      const from = start + this.#searched;
      const suspect = stated ? mayBeUsualStartLine : mayBeStartLine;
      const atBody = from === start + this.#headersEnd && from < available;
      const next = atBody && suspect(bytes, from, end) ? from : findStartLine(bytes, from, available, end, suspect);
      if (next >= 0 && probeStartLine(bytes, next, end) === 'certain') {
        return this.#message(start, next, stated ? bodyEnd - next : 0);
      }
      if (next >= 0 && !final) {
        this.#searched = next - start - 1;
        return 'more';
      }
      // The line end just before the bytes to come belongs to the search to come.
      this.#searched = Math.max(this.#headersEnd, available - start - 1);
    }
    if (end >= bodyEnd) return this.#message(start, bodyEnd, 0);
    if (!final) return 'more';
    return this.#message(start, end, stated ? bodyEnd - end : 0);
  }

  #message(start: number, end: number, missing: number): Cut {
    this.start = start;
    this.end = end;
    this.missing = missing;
    this.#searched = 0;
    this.#headersEnd = 0;
    this.#length = UNSTATED;
    return 'message';
  }
}

const TYPES_WITH_SIP = ['message/', 'multipart/', 'text/'];

/** Offset of the first line that begins in (from, limit) and that `suspect` says yes to; -1 where there is none. */
function findStartLine(
  bytes: Uint8Array,
  from: number,
  limit: number,
  end: number,
  suspect: (bytes: Uint8Array, at: number, end: number) => boolean,
): number {
  for (let at = from; at + 1 < limit; at++) {
    if ((bytes[at] === LF || bytes[at] === CR) && suspect(bytes, at + 1, end)) return at + 1;
  }
  return -1;
}

/** A start line stands there, or what may become one with more bytes. */
function mayBeStartLine(bytes: Uint8Array, at: number, end: number): boolean {
  return bytes[at] !== LF && bytes[at] !== CR && probeStartLine(bytes, at, end) !== 'no';
}

/** The same of a response or a registered method: all that a body of stated length is suspected of. */
function mayBeUsualStartLine(bytes: Uint8Array, at: number, end: number): boolean {
  if (!mayBeStartLine(bytes, at, end)) return false;
  return USUAL_BEGINNINGS.some(text => startsWith(bytes, at, end, text.slice(0, end - at)));
}

const USUAL_BEGINNINGS = ['sip/', ...METHOD_NAMES.slice(1).map(name => `${name.toLowerCase()} `)];

/** Beginning of the line after the one at `at`. */
function nextLine(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at] !== LF && bytes[at] !== CR) at++;
  if (bytes[at] === CR && bytes[at + 1] === LF) at++;
  return at + 1;
}

/** Offset of the value of the header at `line` if it has that name, else -1. White space and folds before it are passed over. */
function headerValue(bytes: Uint8Array, line: number, end: number, name: string, compact: string): number {
  let at = line;
  if (startsWith(bytes, line, end, name)) at += name.length;
  else if (startsWith(bytes, line, end, compact)) at += 1;
  else return -1;
  at = skipSpace(bytes, at, end);
  if (bytes[at] !== 0x3a) return -1;
  return skipSpace(bytes, at + 1, end);
}

/** The number at `at`, or UNSTATED where there is none that can be meant. */
function readLength(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  const first = at;
  for (; at < end && bytes[at]! >= 0x30 && bytes[at]! <= 0x39; at++)
    value = Math.min(value * 10 + bytes[at]! - 0x30, 1e15);
  return at === first ? UNSTATED : value;
}

function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === CR || bytes[at] === LF)) at++;
  return at;
}

/** Compares with lower-case ASCII, ignoring case. */
function startsWith(bytes: Uint8Array, at: number, end: number, text: string): boolean {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[at + i]!;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower !== text.charCodeAt(i)) return false;
  }
  return true;
}
