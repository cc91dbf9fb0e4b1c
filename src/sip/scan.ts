/**
 * The hot path: one pass over the bytes of a message (RFC 3261 section 7 and 25.1, as it is met rather than as it should
 * be). In: bytes. Out: a ScannedMessage. No string and no object is made, no byte of a body is read (but multipart's), nothing
 * throws: what cannot be read leaves its field at "absent" and a bit in `faults`.
 */
import { COLON, CR, isSpace, LF, SPACE, skipSpace, TAB, TOKEN } from './ascii.js';
import { FAULT } from './faults.js';
import { HEADER, hashNameStep, placeAfter } from './header-names.js';
import { holdsSdp, scanHeader } from './header-scan.js';
import { scanLink } from './link-headers.js';
import { BODY, EXPIRY, MAX_HEADERS, type ScannedMessage } from './scanned-message.js';
import { scanStartLine } from './start-line-scan.js';
import { findLow } from './words.js';

/** Headers every message must have, as bits 1 << number. */
const MANDATORY = (1 << HEADER.Via) | (1 << HEADER.From) | (1 << HEADER.To) | (1 << HEADER.CallId) | (1 << HEADER.CSeq);
/** Headers that may appear once, among those with a number below 32. */
const SINGLE =
  (1 << HEADER.From) |
  (1 << HEADER.To) |
  (1 << HEADER.CallId) |
  (1 << HEADER.CSeq) |
  (1 << HEADER.ContentLength) |
  (1 << HEADER.ContentType) |
  (1 << HEADER.MaxForwards);

/** Scans the message at [start, end) of `bytes` into `out`. Empty lines before the start line are passed over. */
export function scanMessage(bytes: Uint8Array, start: number, end: number, out: ScannedMessage): void {
  clear(out, start, end);
  const view = out.words.of(bytes);
  let at = start;
  while (at < end && isSpace(bytes[at]!)) at++;

  let lineEnd = findLow(view, at, end);
  while (lineEnd < end && bytes[lineEnd] !== LF && bytes[lineEnd] !== CR) lineEnd = findLow(view, lineEnd + 1, end);
  scanStartLine(bytes, view, at, lineEnd, out);
  // A lone carriage return ends lines only in a message whose first line ends that way.
  const lonelyCr = lineEnd + 1 < end && bytes[lineEnd] === CR && bytes[lineEnd + 1] !== LF;
  at = lineEnd < end && bytes[lineEnd] === CR && !lonelyCr ? lineEnd + 2 : lineEnd + 1;
  scanHeaders(bytes, view, at, end, lonelyCr, out);

  // Text copied from a terminal has lost its carriage returns, and with them its length.
  if (out.contentLength > end - out.bodyStart && bytes[lineEnd] === CR) out.faults |= FAULT.ContentLength;
  if (out.isResponse === 0 && out.cseqMethodEnd > 0 && !isMethodOfCSeq(bytes, out)) out.faults |= FAULT.CSeqMethod;
  const { expiry } = out;
  if ((expiry & EXPIRY.ContactStays) === 0 && (expiry & (EXPIRY.HeaderZero | EXPIRY.ContactZero)) !== 0)
    out.expiresZero = 1;
  if (out.bodyStart < end && out.contentLength !== 0) {
    if (out.bodyKind === BODY.Sdp) out.sdp = 1;
    else if (out.bodyKind === BODY.Multipart && holdsSdp(bytes, out.bodyStart, end)) out.sdp = 1;
  }
}

/** The header lines from `at` up to the blank line, and where the body begins. */
function scanHeaders(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  lonelyCr: boolean,
  out: ScannedMessage,
): void {
  const { names } = out;
  // Requests of one method, and responses of one class, mostly have the same headers in the same order.
  const kind = out.isResponse === 1 ? 16 + Math.trunc(out.status / 100) : out.method;
  let seen = 0;
  let id = 0;
  while (at < end) {
    const first = bytes[at]!;
    if (first === LF || first === CR) {
      out.bodyStart = at + (first === CR && at + 1 < end && bytes[at + 1] === LF ? 2 : 1);
      break;
    }

    const place = placeAfter(id, kind);
    const expected = names.expected(view, at, end, place);
    if (expected > 0) {
      id = names.expectedNumber(place);
      at += expected;
    } else {
      const nameStart = at;
      let hash = 0;
      for (; at < end; at++) {
        const folded = TOKEN[bytes[at]!]!;
        if (folded === 0) break;
        hash = hashNameStep(hash, folded);
      }
      const nameEnd = at;
      while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
      id = 0;
      if (at < end && bytes[at] === COLON && nameEnd > nameStart) {
        id = names.number(bytes, nameStart, nameEnd, hash);
        if (at === nameEnd && id > 0) names.remember(view, nameStart, nameEnd + 1 - nameStart, place, id);
        at++;
      } else {
        out.faults |= FAULT.HeaderLine;
      }
    }

    while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
    const value = at;
    at = foldedLineEnd(bytes, view, at, end, lonelyCr);
    const valueStop = at;
    if (at < end) at += bytes[at] === CR && at + 1 < end && bytes[at + 1] === LF ? 2 : 1;
    if (id === 0) continue;

    if (out.headerCount < MAX_HEADERS && (out.headerCount === 0 || out.headers[out.headerCount - 1] !== id)) {
      out.headers[out.headerCount++] = id;
      out.shapeHash = (Math.imul(out.shapeHash, 0x01000193) ^ id) | 0;
    }
    if (id > HEADER.RetryAfter) {
      scanLink(id, bytes, value, valueStop, out);
      continue;
    }
    const bit = 1 << id;
    const repeated = (seen & bit) !== 0;
    seen |= bit;
    if (repeated && (SINGLE & bit) !== 0) out.faults |= FAULT.RepeatedHeader;
    else scanHeader(id, bytes, view, skipSpace(bytes, value, valueStop), valueStop, repeated, out);
  }
  if (at >= end) out.faults |= FAULT.HeaderEnd;
  if ((seen & MANDATORY) !== MANDATORY) out.faults |= FAULT.MissingHeader;
}

/** End of the line `at` stands in, or of the last of the lines folded onto it: the offset of its CR or LF, or `end`. */
function foldedLineEnd(bytes: Uint8Array, view: DataView, at: number, end: number, lonelyCr: boolean): number {
  for (;;) {
    at = findLow(view, at, end);
    if (at >= end) return end;
    const byte = bytes[at]!;
    let next = at + 1;
    if (byte === CR && next < end && bytes[next] === LF) next++;
    else if (byte !== LF && !(byte === CR && (lonelyCr || next >= end))) {
      at++;
      continue;
    }
    if (next >= end || (bytes[next] !== SPACE && bytes[next] !== TAB)) return at;
    at = next;
  }
}

function clear(out: ScannedMessage, start: number, end: number): void {
  out.isResponse = 0;
  out.method = 0;
  out.methodStart = out.methodEnd = start;
  out.status = 0;
  out.reasonStart = out.reasonEnd = start;
  out.uriStart = out.uriEnd = start;
  out.callIdStart = out.callIdEnd = start;
  out.cseq = 0;
  out.cseqMethod = 0;
  out.cseqMethodStart = out.cseqMethodEnd = 0;
  out.branch = out.fromTag = out.toTag = 0;
  out.fromStart = out.fromEnd = out.toStart = out.toEnd = start;
  out.fromUserStart = out.fromUserEnd = out.toUserStart = out.toUserEnd = start;
  out.numberCount = 0;
  out.linkCount = 0;
  out.headerCount = 0;
  out.shapeHash = 0;
  out.contentLength = -1;
  out.bodyStart = end;
  out.sdp = 0;
  out.agentStart = out.agentEnd = start;
  out.bodyKind = out.expiry = 0;
  out.expiresZero = out.authorization = out.rseq = 0;
  out.faults = out.suspect = 0;
}

/** True where the method of a request is that in its CSeq. */
function isMethodOfCSeq(bytes: Uint8Array, out: ScannedMessage): boolean {
  if (out.method !== 0 || out.cseqMethod !== 0) return out.method === out.cseqMethod;
  const length = out.methodEnd - out.methodStart;
  if (length !== out.cseqMethodEnd - out.cseqMethodStart) return false;
  for (let i = 0; i < length; i++) if (bytes[out.methodStart + i] !== bytes[out.cseqMethodStart + i]) return false;
  return true;
}
