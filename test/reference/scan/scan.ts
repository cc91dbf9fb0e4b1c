/**
 * The hot path: one pass over the bytes of a message (RFC 3261 section 7 and 25.1, as it is met rather than as it should
 * be). No string and no object is made, no byte of a body is read (but multipart's), and nothing throws: what cannot be
 * read leaves its field at "absent" and a bit in `faults`. The lines are cut by the same functions as the parser's
 * (framing/); only names that are expected where they stand are not read again.
 */
import { CR, isBlank, isSpace, skipSpace, tokenEnd } from '../../../src/sip/framing/bytes.js';
import { CONTENT } from '../../../src/sip/framing/content.js';
import { behindEmptyLine, colonAfter } from '../../../src/sip/framing/header-lines.js';
import { endsWithLoneCr, foldedEnd, lineEnd, nextLine } from '../../../src/sip/framing/lines.js';
import { placeAfter } from './reference-names.js';
import type { ReferenceScan } from './reference-scan.js';
import { LAST_SCANNED, MANDATORY, ONCE } from '../../../src/sip/headers/header-rules.js';
import { FAULT } from '../../../src/sip/message/faults.js';
import { scanHeader } from './header-scan.js';
import { EXPIRY, MAX_HEADER_LINES, type ScannedMessage } from '../../../src/sip/scan/scanned-message.js';
import { scanLastVia, scanLink } from './link-scan.js';
import { scanStartLine } from './start-line-scan.js';
import { holdsSdp } from '../../../src/sip/scan/sdp-search.js';

/** Scans the message at [start, end) of `bytes` into `out`. White space before the start line is passed over. */
export function scanMessage(bytes: Uint8Array, start: number, end: number, out: ReferenceScan): void {
  clear(out, start, end);
  const view = out.words.of(bytes);
  let at = start;
  while (at < end && isSpace(bytes[at]!)) at++;

  const firstEnd = lineEnd(bytes, view, at, end, true);
  scanStartLine(bytes, view, at, firstEnd, out);
  const loneCr = endsWithLoneCr(bytes, firstEnd, end);
  scanHeaders(bytes, view, nextLine(bytes, firstEnd, end), end, loneCr, out);
  scanLastVia(out.lastBranch.start, out.lastBranch.end, out);

  // Text copied from a terminal has lost its carriage returns, and with them its length.
  if (out.contentLength > end - out.bodyStart && bytes[firstEnd] === CR) out.faults |= FAULT.ContentLength;
  const hasCSeq = out.cseqMethodEnd > 0 && (out.faults & FAULT.CSeq) === 0;
  if (out.isResponse === 0 && hasCSeq && !isMethodOfCSeq(bytes, out)) out.faults |= FAULT.CSeqMethod;
  const { expiry } = out;
  if ((expiry & EXPIRY.ContactStays) === 0 && (expiry & (EXPIRY.HeaderZero | EXPIRY.ContactZero)) !== 0)
    out.expiresZero = 1;
  if (out.bodyStart < end && out.contentLength !== 0) {
    if (out.bodyKind === CONTENT.Sdp) out.sdp = 1;
    else if (out.bodyKind === CONTENT.Multipart && holdsSdp(bytes, view, end, loneCr, out)) out.sdp = 1;
  }
}

/** The header lines from `at` up to the empty line, and where the body begins. */
function scanHeaders(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  loneCr: boolean,
  out: ReferenceScan,
): void {
  const { names } = out;
  // Requests of one method, and responses of one class, mostly have the same headers in the same order.
  const kind = out.isResponse === 1 ? 16 + Math.trunc(out.status / 100) : out.method;
  let seen = 0;
  let id = 0;
  while (at < end) {
    if (bytes[at]! <= CR) {
      const body = behindEmptyLine(bytes, at, end, loneCr);
      if (body >= 0) {
        out.bodyStart = body;
        break;
      }
    }

    const place = placeAfter(id, kind);
    const expected = names.expected(view, at, end, place);
    if (expected > 0) {
      id = names.expectedNumber(place);
      at += expected;
    } else {
      const nameEnd = tokenEnd(bytes, at, end);
      const colon = colonAfter(bytes, at, nameEnd, end);
      id = 0;
      if (colon >= 0) {
        id = names.number(bytes, at, nameEnd);
        if (id === 0) out.unlisted = 1;
        else if (colon === nameEnd) names.remember(view, at, nameEnd + 1 - at, place, id);
        at = colon + 1;
      } else {
        out.faults |= FAULT.HeaderLine;
      }
    }

    while (at < end && isBlank(bytes[at]!)) at++;
    const value = at;
    const valueEnd = foldedEnd(bytes, view, at, end, loneCr);
    at = nextLine(bytes, valueEnd, end);
    if (id === 0) continue;

    if (out.headerCount === 0 || out.headers[out.headerCount - 1] !== id) {
      if (out.headerCount < MAX_HEADER_LINES) out.headers[out.headerCount++] = id;
      else out.unlisted = 1;
    }
    if (id > LAST_SCANNED) {
      scanLink(id, bytes, value, valueEnd, out);
      continue;
    }
    const bit = 1 << id;
    const repeated = (seen & bit) !== 0;
    seen |= bit;
    if (repeated && (ONCE & bit) !== 0) out.faults |= FAULT.RepeatedHeader;
    else scanHeader(id, bytes, view, skipSpace(bytes, value, valueEnd), valueEnd, repeated, out);
  }
  if (at >= end) out.faults |= FAULT.HeaderEnd;
  if ((seen & MANDATORY) !== MANDATORY) out.faults |= FAULT.MissingHeader;
}

function clear(out: ReferenceScan, start: number, end: number): void {
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
  out.lastBranch.start = out.lastBranch.end = start;
  out.fromStart = out.fromEnd = out.toStart = out.toEnd = start;
  out.fromUserStart = out.fromUserEnd = out.toUserStart = out.toUserEnd = start;
  out.numberCount = out.numbersLeft = 0;
  out.linkCount = out.linksLeft = 0;
  out.headerCount = 0;
  out.unlisted = 0;
  out.contentLength = -1;
  out.bodyStart = end;
  out.sdp = 0;
  out.agentStart = out.agentEnd = start;
  out.contentTypeStart = out.contentTypeEnd = start;
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
