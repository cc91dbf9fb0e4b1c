/**
 * Cuts a byte stream into SIP messages, keep-alives and noise, from the bytes at hand, again and again as more arrive.
 * Content-Length ends a message (RFC 3261 sections 18.3 and 20.14); where it is missing or wrong, the next start line
 * does. CRLF between messages are keep-alives (RFC 5626 section 3.5.1).
 */
import { CONTENT_LENGTH, CONTENT_TYPE, isHeader } from '../headers/header-rules.js';
import { METHOD_NAMES } from '../headers/methods.js';
import { ascii, CR, LF, startsWith } from './bytes.js';
import { CONTENT, contentKind, contentLength, mayHoldSip } from './content.js';
import { HeaderLine, readHeaderLine } from './header-lines.js';
import { endsWithLoneCr, lineEnd, nextLine } from './lines.js';
import { probeSip, probeStartLine, SIP_SLASH } from './probe.js';
import { WordView } from '../../bytes/words.js';

/** `more`: nothing can be cut before more bytes are there. */
export type Cut = 'message' | 'keep-alive' | 'noise' | 'more';

/** Longest header part and longest body that are believed; a message beyond them is cut there. */
export const MAX_HEADER_BYTES = 65_536;
export const MAX_BODY = 1_048_576;

/** A length no header states: the body ends at the next start line or with the stream. */
const UNSTATED = -1;

/** The bytes looked at last, as words. */
const words = new WordView();
const header = new HeaderLine();

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
  /** The first line has been passed; it ended with a lone CR. */
  #started = false;
  #loneCr = false;
  /** End of the headers (0: not found), end of the message (or UNSTATED). */
  #headersEnd = 0;
  #length = UNSTATED;
  /** A start line in the body means nothing. */
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
    if (this.#headersEnd === 0 && !this.#findHeadersEnd(bytes, start, Math.min(end, start + MAX_HEADER_BYTES))) {
      if (end - start >= MAX_HEADER_BYTES) return this.#message(start, start + MAX_HEADER_BYTES, 1);
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
    let from = start + this.#searched;
    for (;;) {
      const at = lineEnd(bytes, view, from, end, !this.#started || this.#loneCr);
      // Whether a CR is followed by LF must be known.
      if (at >= end || (bytes[at] === CR && at + 1 === end)) {
        this.#line = line - start;
        // 0 would ask for the start line again.
        this.#searched = Math.max(1, at - start);
        return false;
      }
      if (!this.#started) {
        this.#started = true;
        this.#loneCr = endsWithLoneCr(bytes, at, end);
      }
      from = nextLine(bytes, at, end);
      if (at === line) {
        this.#headersEnd = from - start;
        this.#searched = this.#headersEnd;
        this.#readHeaders(bytes, view, start, from);
        return true;
      }
      line = from;
    }
  }

  /** The first Content-Length and the first Content-Type decide where the message ends, which `end` the headers. */
  #readHeaders(bytes: Uint8Array, view: DataView, start: number, end: number): void {
    let length = UNSTATED;
    let stated = false;
    let kind: number = CONTENT.Other;
    let typed = false;
    let at = nextLine(bytes, lineEnd(bytes, view, start, end, true), end);
    for (; at < end; at = header.next) {
      readHeaderLine(bytes, view, at, end, this.#loneCr, header);
      if (!stated && isHeader(bytes, at, header.nameEnd, CONTENT_LENGTH)) {
        stated = true;
        length = contentLength(bytes, header.valueStart, header.valueEnd);
      } else if (!typed && isHeader(bytes, at, header.nameEnd, CONTENT_TYPE)) {
        typed = true;
        kind = contentKind(bytes, header.valueStart, header.valueEnd);
      }
    }
    if (length >= 0 && length <= MAX_BODY) this.#length = this.#headersEnd + length;
    else this.#length = typed || stated ? UNSTATED : this.#headersEnd;
    this.#mayHoldSip = mayHoldSip(kind);
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
    this.#started = false;
    this.#loneCr = false;
    this.#headersEnd = 0;
    this.#length = UNSTATED;
    return 'message';
  }
}

/** Offset of the first line that begins in (from, limit) and that `suspect` says yes to; -1 if there is none. */
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
  return USUAL_BEGINNINGS.some(text => startsWith(bytes, at, end, text.subarray(0, end - at)));
}

const USUAL_BEGINNINGS = [SIP_SLASH, ...METHOD_NAMES.slice(1).map(name => ascii(`${name.toLowerCase()} `))];

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
    for (let first = at - 3; first <= at; first++) if (startsWith(bytes, first, to, SIP_SLASH)) return false;
  }
  let line = to;
  while (line > from && bytes[line - 1] !== LF && bytes[line - 1] !== CR) line--;
  return line === to || !mayBeUsualStartLine(bytes, line, end);
}
