/**
 * The hot path: one pass over the bytes of a message (RFC 3261 section 7 and 25.1, as it is met rather than as it should be), as in src/sip/scan/scan.ts.
 * No byte of a body is read but multipart's, which TypeScript searches, and nothing traps: what cannot be read leaves its field at "absent" and a bit in
 * `faults`.
 */
import { sameBytes } from '../bytes';
import { CONTENT, CR, EXPIRY, FAULT, LAST_SCANNED, MANDATORY, MAX_HEADER_LINES, ONCE } from '../built/scan';
import { hashBytes } from '../hash';
import { holdsSdp } from '../host';
import { byteAt, skipBlank, skipSpace, tokenEnd } from './bytes';
import { expected, expectedNumber, headerNumber, placeAfter, remember } from './header-names';
import { scanHeader } from './header-scan';
import { colonAfter, endsWithLoneCr, foldedEnd, isLineEnd, lineEnd, nextLine } from './lines';
import { scanLastVia, scanLink } from './link-scan';
import { HEADERS, scanned } from './scanned';
import { scanStartLine } from './start-line-scan';

/** Scans the message at [start, end) into `scanned`; PADDING bytes behind it can be read. White space before the start line is passed over. */
export function scanMessage(start: usize, end: usize): void {
  scanned.clear(start, end);
  const at = skipSpace(start, end);
  const firstEnd = lineEnd(at, end, true);
  scanStartLine(at, firstEnd);
  const loneCr = endsWithLoneCr(firstEnd, end);
  scanHeaders(nextLine(firstEnd, end), end, loneCr);
  scanLastVia();
  scanned.headersHash = hashBytes(HEADERS, HEADERS + 2 * <usize>scanned.headerCount);

  // Text copied from a terminal has lost its carriage returns, and with them its length.
  const isShort = scanned.contentLength > <i64>(end - scanned.bodyStart);
  if (isShort && byteAt(firstEnd) === CR) scanned.faults |= FAULT.ContentLength;
  const hasCSeq = scanned.cseqMethodEnd > 0 && (scanned.faults & FAULT.CSeq) === 0;
  if (scanned.isResponse === 0 && hasCSeq && !isMethodOfCSeq()) scanned.faults |= FAULT.CSeqMethod;
  const toZero = scanned.expiry & (EXPIRY.HeaderZero | EXPIRY.ContactZero);
  if ((scanned.expiry & EXPIRY.ContactStays) === 0 && toZero !== 0) scanned.expiresZero = 1;
  if (scanned.bodyStart < end && scanned.contentLength !== 0) {
    if (scanned.bodyKind === CONTENT.Sdp) scanned.sdp = 1;
    else if (scanned.bodyKind === CONTENT.Multipart && hasSdpPart(end, loneCr)) scanned.sdp = 1;
  }
}

/** The header lines from `at` up to the empty line, and where the body begins. */
function scanHeaders(at: usize, end: usize, loneCr: bool): void {
  // Requests of one method, and responses of one class, mostly have the same headers in the same order.
  const kind = scanned.isResponse === 1 ? 16 + scanned.status / 100 : scanned.method;
  let seen = 0;
  let number = 0;
  while (at < end) {
    if (byteAt(at) <= CR && isLineEnd(at, end, loneCr)) {
      scanned.bodyStart = nextLine(at, end);
      break;
    }

    const place = placeAfter(number, kind);
    const length = expected(at, end, place);
    if (length > 0) {
      number = expectedNumber(place);
      at += length;
    } else {
      const nameEnd = tokenEnd(at, end);
      const colon = colonAfter(at, nameEnd, end);
      number = 0;
      if (colon !== 0) {
        number = headerNumber(at, nameEnd);
        if (number === 0) scanned.unlisted = 1;
        else if (colon === nameEnd) remember(at, nameEnd + 1 - at, place, number);
        at = colon + 1;
      } else {
        scanned.faults |= FAULT.HeaderLine;
      }
    }

    const value = skipBlank(at, end);
    const valueEnd = foldedEnd(value, end, loneCr);
    at = nextLine(valueEnd, end);
    if (number === 0) continue;

    listHeader(number);
    if (number > LAST_SCANNED) {
      scanLink(number, value, valueEnd);
      continue;
    }
    const bit = 1 << number;
    const repeated = (seen & bit) !== 0;
    seen |= bit;
    if (repeated && (ONCE & bit) !== 0) scanned.faults |= FAULT.RepeatedHeader;
    else scanHeader(number, skipSpace(value, valueEnd), valueEnd, repeated);
  }
  if (at >= end) scanned.faults |= FAULT.HeaderEnd;
  if ((seen & MANDATORY) !== MANDATORY) scanned.faults |= FAULT.MissingHeader;
}

/** A repeat next to itself is left out. */
function listHeader(number: i32): void {
  const last = HEADERS + 2 * <usize>scanned.headerCount;
  if (scanned.headerCount > 0 && <i32>load<u16>(last - 2) === number) return;
  if (scanned.headerCount === MAX_HEADER_LINES) {
    scanned.unlisted = 1;
    return;
  }
  store<u16>(last, <u16>number);
  scanned.headerCount++;
}

/** True where the method of a request is that in its CSeq. */
function isMethodOfCSeq(): bool {
  if (scanned.method !== 0 || scanned.cseqMethod !== 0) return scanned.method === scanned.cseqMethod;
  const length = scanned.methodEnd - scanned.methodStart;
  if (length !== scanned.cseqMethodEnd - scanned.cseqMethodStart) return false;
  return sameBytes(scanned.methodStart, scanned.cseqMethodStart, <u32>length);
}

/** True where the multipart body has a part that is SDP. */
function hasSdpPart(end: usize, loneCr: bool): bool {
  const bodyStart = scanned.bodyStart;
  const contentLength = scanned.contentLength;
  const isWhole = contentLength < 0 || contentLength > <i64>(end - bodyStart);
  const bodyEnd = isWhole ? end : bodyStart + <usize>contentLength;
  return holdsSdp(scanned.contentTypeStart, scanned.contentTypeEnd, bodyStart, bodyEnd, loneCr);
}
