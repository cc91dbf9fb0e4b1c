/**
 * Cuts a byte stream into SIP messages. In: the bytes at hand, again and again as more arrive. Out: the span of the next
 * message, keep-alive or noise. RFC 3261 18.3 and 20.14 (Content-Length is what ends a message), RFC 5626 3.5.1 (CRLF
 * keep-alives). Where the length is missing or wrong the next start line ends the message.
 */
import { METHOD_NAMES } from '../headers/methods.js';
import { probeSip, probeStartLine } from './probe.js';
import { findLow, WordView } from './words.js';

/** `more`: nothing can be cut before more bytes are there. */
export type Cut = 'message' | 'keep-alive' | 'noise' | 'more';

/** Longest header part and longest body that are believed; a message beyond them is cut there. */
export const MAX_HEADERS = 65_536;
export const MAX_BODY = 1_048_576;

const CR = 13;
const LF = 10;
/** A length no header states: the body ends at the next start line or with the stream. */
const UNSTATED = -1;

/** The bytes looked at last, as words. */
const words = new WordView();

/** The cutter of one stream; it remembers how far it has searched, so that bytes are looked at once. */
export class FrameCutter {
  /** The span just cut. */
  start = 0;
  end = 0;
  /** Bytes the message just cut is known to lack at its end. */
  missing = 0;

  /** All relative to the beginning of the message: searched so far, beginning of the line that was come to. */
  #searched = 0;
  #line = 0;
  /** Lines of the first Content-Length and Content-Type; 0 where there is none. */
  #lengthLine = 0;
  #typeLine = 0;
  /** End of the headers (0: not found), end of the message (or UNSTATED). */
  #headersEnd = 0;
  #length = UNSTATED;
  /** The body's type may hold SIP itself (message/*, multipart/*, text/*): a start line in it means nothing. */
  #mayHoldSip = false;

  /** It has seen the beginning of a message whose end it has not found. */
  get inside(): boolean {
    return this.#searched > 0;
  }

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
    }
    if (this.#headersEnd === 0 && !this.#findHeadersEnd(bytes, start, Math.min(end, start + MAX_HEADERS))) {
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

  /** Goes on, line by line, to the empty line that ends the headers. False where it is not among the bytes. */
  #findHeadersEnd(bytes: Uint8Array, start: number, end: number): boolean {
    const view = words.of(bytes);
    let line = start + this.#line;
    let at = findLow(view, start + this.#searched, end);
    for (; at < end; at = findLow(view, at + 1, end)) {
      const byte = bytes[at]!;
      if (byte !== LF && byte !== CR) continue;
      // Whether a CR is followed by LF must be known.
      if (byte === CR && at + 1 === end) break;
      const next = byte === CR && bytes[at + 1] === LF ? at + 2 : at + 1;
      if (at === line) {
        this.#headersEnd = next - start;
        this.#searched = this.#headersEnd;
        this.#readHeaders(bytes, start, next);
        return true;
      }
      this.#noteLine(bytes, line, end, start);
      line = next;
      at = next - 1;
    }
    this.#line = line - start;
    // 0 would ask for the start line again.
    this.#searched = Math.max(1, at - start);
    return false;
  }

  /** Remembers the line where it is the first of one of the two headers that matter, in long or compact form (7.3.3). */
  #noteLine(bytes: Uint8Array, line: number, end: number, start: number): void {
    const first = bytes[line]! | 0x20;
    if (first === 0x6c) {
      if (this.#lengthLine === 0 && headerValue(bytes, line, end, 'l') >= 0) this.#lengthLine = line - start;
    } else if (first === 0x63) {
      if (this.#lengthLine === 0 && headerValue(bytes, line, end, 'content-length') >= 0) {
        this.#lengthLine = line - start;
      } else if (
        this.#typeLine === 0 &&
        (headerValue(bytes, line, end, 'content-type') >= 0 || headerValue(bytes, line, end, 'c') >= 0)
      ) {
        this.#typeLine = line - start;
      }
    }
  }

  /** Content-Length and Content-Type decide where the message ends. */
  #readHeaders(bytes: Uint8Array, start: number, end: number): void {
    const stated = this.#lengthLine > 0;
    const typed = this.#typeLine > 0;
    const length = stated ? readLength(bytes, valueStart(bytes, start + this.#lengthLine, end), end) : UNSTATED;
    if (length !== UNSTATED && length <= MAX_BODY) this.#length = this.#headersEnd + length;
    else this.#length = typed || stated ? UNSTATED : this.#headersEnd;
    const type = typed ? valueStart(bytes, start + this.#typeLine, end) : end;
    this.#mayHoldSip = TYPES_WITH_SIP.some(prefix => startsWith(bytes, type, end, prefix));
  }

  #cutBody(bytes: Uint8Array, start: number, end: number, final: boolean): Cut {
    const stated = this.#length !== UNSTATED;
    const bodyEnd = start + (stated ? this.#length : this.#headersEnd + MAX_BODY);
    const available = Math.min(end, bodyEnd);
    const from = start + this.#searched;
    const plain = stated && end >= bodyEnd && isPlainBody(bytes, from, bodyEnd, end);
    if (!plain && !(stated && this.#mayHoldSip)) {
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
    this.#line = 0;
    this.#lengthLine = 0;
    this.#typeLine = 0;
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
    if (bytes[at]! > CR) continue;
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

/** 1 for the letters of "SIP/" in either case. */
const OF_SIP = new Uint8Array(256);
for (const character of 'SIPsip/') OF_SIP[character.charCodeAt(0)] = 1;

/**
 * No start line begins in the body [from, to): "SIP/" stands nowhere in it, looked for at every fourth byte, and its last
 * line, which may reach beyond it, does not begin like one.
 */
export function isPlainBody(bytes: Uint8Array, from: number, to: number, end: number): boolean {
  for (let at = from + 3; at < to; at += 4) {
    if (OF_SIP[bytes[at]!] === 0) continue;
    for (let first = at - 3; first <= at; first++) if (startsWith(bytes, first, to, 'sip/')) return false;
  }
  let line = to;
  while (line > from && bytes[line - 1] !== LF && bytes[line - 1] !== CR) line--;
  return line === to || !mayBeUsualStartLine(bytes, line, end);
}

/** Offset of the value of the header at `line` if it has that name, else -1. */
function headerValue(bytes: Uint8Array, line: number, end: number, name: string): number {
  if (!startsWith(bytes, line, end, name)) return -1;
  const colon = skipSpace(bytes, line + name.length, end);
  return bytes[colon] === 0x3a ? colon + 1 : -1;
}

/** Offset of the value of the header at `line`, white space and folds before it passed over. */
function valueStart(bytes: Uint8Array, line: number, end: number): number {
  let at = line;
  while (at < end && bytes[at] !== 0x3a) at++;
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
