/**
 * The hot path: one pass over the bytes of a message (RFC 3261 section 7 and 25.1, as it is met rather than as it should
 * be). In: bytes. Out: a ScannedMessage. No string and no object is made, no byte of a body is read (but multipart's), nothing
 * throws: what cannot be read leaves its field at "absent" and a bit in `faults`.
 */
import { scanAddresses, scanUserOfUri } from './address-scan.js';
import {
  ascii,
  COLON,
  CR,
  isSpace,
  LF,
  parameterAt,
  SPACE,
  skipSpace,
  startsWith,
  TAB,
  TOKEN,
  trimEnd,
  valueEnd,
} from './ascii.js';
import { FAULT } from './faults.js';
import { findLow, hashBytes } from './words.js';
import { HEADER, hashNameStep, placeAfter } from './header-names.js';
import { METHOD, methodNumber } from './methods.js';
import { MAX_HEADERS, NUMBER, type ScannedMessage } from './scanned-message.js';

const SIP = ascii('sip/');
const VERSION = ascii('sip/2.0');
const BRANCH = ascii('branch');
const EXPIRES = ascii('expires');
const APPLICATION_SDP = ascii('application/sdp');
const MULTIPART = ascii('multipart/');

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
  const { names } = out;
  let at = start;
  while (at < end && isSpace(bytes[at]!)) at++;

  let lineEnd = findLow(view, at, end);
  while (lineEnd < end && bytes[lineEnd] !== LF && bytes[lineEnd] !== CR) lineEnd = findLow(view, lineEnd + 1, end);
  scanStartLine(bytes, view, at, lineEnd, out);
  // A lone carriage return ends lines only in a message whose first line ends that way.
  const lonelyCr = lineEnd + 1 < end && bytes[lineEnd] === CR && bytes[lineEnd + 1] !== LF;
  at = lineEnd < end && bytes[lineEnd] === CR && !lonelyCr ? lineEnd + 2 : lineEnd + 1;

  let seen = 0;
  let sdpType = 0;
  let contentTypeStart = 0;
  let expiresHeaderZero = false;
  let contactExpires = NO_CONTACT_EXPIRES;
  let ended = false;
  let id = 0;

  while (at < end) {
    const first = bytes[at]!;
    if (first === LF || first === CR) {
      at += first === CR && !lonelyCr && bytes[at + 1] === LF ? 2 : 1;
      ended = true;
      break;
    }

    const place = placeAfter(id, out.isResponse);
    const expected = names.expected(view, at, end, place);
    if (expected > 0) {
      id = names.expectedNumber(place);
      at += expected;
    } else {
      const nameStart = at;
      let hash = 0;
      for (;;) {
        const folded = at < end ? TOKEN[bytes[at]!]! : 0;
        if (folded === 0) break;
        hash = hashNameStep(hash, folded);
        at++;
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

    // Value, up to the end of a line that is not folded onto the next.
    while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
    let value = at;
    let next = end;
    for (;;) {
      at = findLow(view, at, end);
      if (at >= end) break;
      const byte = bytes[at]!;
      if (byte === CR && at + 1 < end && bytes[at + 1] === LF && !lonelyCr) next = at + 2;
      else if (byte === LF || (byte === CR && (lonelyCr || at + 1 >= end))) next = at + 1;
      else {
        at++;
        continue;
      }
      if (next < end && (bytes[next] === SPACE || bytes[next] === TAB)) {
        at = next;
        next = end;
        continue;
      }
      break;
    }
    const valueStop = at;
    at = next;
    if (id === 0) continue;

    if (out.headerCount < MAX_HEADERS && (out.headerCount === 0 || out.headers[out.headerCount - 1] !== id)) {
      out.headers[out.headerCount++] = id;
      out.shapeHash = (Math.imul(out.shapeHash, 0x01000193) ^ id) | 0;
    }
    if (id > HEADER.PCalledPartyId) continue;
    const bit = 1 << id;
    const repeated = (seen & bit) !== 0;
    seen |= bit;
    if (repeated && (SINGLE & bit) !== 0) {
      out.faults |= FAULT.RepeatedHeader;
      continue;
    }
    if (value < valueStop && (bytes[value] === CR || bytes[value] === LF)) value = skipSpace(bytes, value, valueStop);

    switch (id) {
      case HEADER.Via:
        if (!repeated) {
          const branch = parameterAt(bytes, value, valueStop, BRANCH);
          if (branch >= 0) out.branch = hashBytes(view, branch, valueEnd(bytes, branch, valueStop));
        }
        break;
      case HEADER.From:
        out.fromStart = value;
        out.fromEnd = valueStop;
        scanAddresses(bytes, view, value, valueStop, NUMBER.From, out);
        break;
      case HEADER.To:
        out.toStart = value;
        out.toEnd = valueStop;
        scanAddresses(bytes, view, value, valueStop, NUMBER.To, out);
        break;
      case HEADER.CallId:
        out.callIdStart = value;
        out.callIdEnd = trimEnd(bytes, value, valueStop);
        break;
      case HEADER.CSeq:
        scanCSeq(bytes, value, valueStop, out);
        break;
      case HEADER.Contact:
        scanAddresses(bytes, view, value, valueStop, NUMBER.Contact, out);
        if (out.method === METHOD.REGISTER) contactExpires |= contactExpiry(bytes, value, valueStop);
        break;
      case HEADER.ContentLength:
        out.contentLength = wholeNumber(bytes, value, valueStop);
        if (out.contentLength < 0) out.faults |= FAULT.ContentLength;
        break;
      case HEADER.ContentType:
        contentTypeStart = value;
        sdpType = startsWith(bytes, value, valueStop, APPLICATION_SDP)
          ? SDP
          : startsWith(bytes, value, valueStop, MULTIPART)
            ? SEVERAL_PARTS
            : 0;
        break;
      case HEADER.UserAgent:
      case HEADER.Server:
        if (out.agentStart === out.agentEnd) {
          out.agentStart = value;
          out.agentEnd = trimEnd(bytes, value, valueStop);
        }
        break;
      case HEADER.Expires:
        expiresHeaderZero = wholeNumber(bytes, value, valueStop) === 0;
        break;
      case HEADER.Authorization:
      case HEADER.ProxyAuthorization:
        out.authorization = 1;
        break;
      case HEADER.RSeq:
        out.rseq = Math.max(0, wholeNumber(bytes, value, valueStop));
        break;
      case HEADER.PAssertedIdentity:
      case HEADER.PPreferredIdentity:
      case HEADER.RemotePartyId:
      case HEADER.Diversion:
      case HEADER.HistoryInfo:
      case HEADER.ReferredBy:
      case HEADER.ReferTo:
      case HEADER.PCalledPartyId:
        scanAddresses(bytes, view, value, valueStop, id - HEADER.PAssertedIdentity + NUMBER.AssertedIdentity, out);
        break;
    }
  }

  out.bodyStart = ended ? at : end;
  if (!ended) out.faults |= FAULT.HeaderEnd;
  if ((seen & MANDATORY) !== MANDATORY) out.faults |= FAULT.MissingHeader;
  // Text copied from a terminal has lost its carriage returns, and with them its length.
  if (out.contentLength > end - out.bodyStart && bytes[lineEnd] === CR) out.faults |= FAULT.ContentLength;
  out.expiresZero =
    (contactExpires & CONTACT_STAYS) === 0 && (expiresHeaderZero || (contactExpires & CONTACT_GOES) !== 0) ? 1 : 0;
  if (sdpType === SDP) out.sdp = out.bodyStart < end ? 1 : 0;
  else if (sdpType === SEVERAL_PARTS) out.sdp = holdsSdp(bytes, out.bodyStart, end) ? 1 : 0;
  if (contentTypeStart > 0 && out.contentLength === 0) out.sdp = 0;
  if (out.isResponse === 0 && out.cseqMethodEnd > 0 && !sameMethod(bytes, out)) out.faults |= FAULT.CSeqMethod;
}

const SDP = 1;
const SEVERAL_PARTS = 2;
const NO_CONTACT_EXPIRES = 0;
const CONTACT_STAYS = 1;
const CONTACT_GOES = 2;

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
  out.headerCount = 0;
  out.shapeHash = 0;
  out.contentLength = -1;
  out.bodyStart = end;
  out.sdp = 0;
  out.agentStart = out.agentEnd = start;
  out.expiresZero = out.authorization = out.rseq = 0;
  out.faults = 0;
}

/** "SIP/2.0 200 OK" or "INVITE sip:b@example.com SIP/2.0", with more white space than allowed where it is met. */
function scanStartLine(bytes: Uint8Array, view: DataView, start: number, end: number, out: ScannedMessage): void {
  end = trimEnd(bytes, start, end);
  if (startsWith(bytes, start, end, SIP)) scanStatusLine(bytes, start, end, out);
  else scanRequestLine(bytes, view, start, end, out);
}

function scanStatusLine(bytes: Uint8Array, start: number, end: number, out: ScannedMessage): void {
  out.isResponse = 1;
  let at = start;
  while (at < end && bytes[at]! > SPACE) at++;
  if (!isVersion(bytes, start, at)) out.faults |= FAULT.Version;
  at = skipSpace(bytes, at, end);
  const digits = at;
  while (at < end && bytes[at]! >= 48 && bytes[at]! <= 57) {
    out.status = Math.min(1000, out.status * 10 + bytes[at]! - 48);
    at++;
  }
  if (at - digits !== 3) out.status = 0;
  if (out.status < 100 || out.status > 699) out.faults |= FAULT.Status;
  out.reasonStart = skipSpace(bytes, at, end);
  out.reasonEnd = end;
}

function scanRequestLine(bytes: Uint8Array, view: DataView, start: number, end: number, out: ScannedMessage): void {
  let at = start;
  while (at < end && TOKEN[bytes[at]!] !== 0) at++;
  out.methodStart = start;
  out.methodEnd = at;
  out.method = methodNumber(bytes, start, at);
  const methodIsToken = at > start && at < end && isSpace(bytes[at]!);
  // The version is the last word, so that white space inside the URI stays in the URI.
  let version = end;
  while (version > at && bytes[version - 1]! > SPACE) version--;
  if (!methodIsToken || !startsWith(bytes, version, end, SIP)) out.faults |= FAULT.StartLine;
  else if (!isVersion(bytes, version, end)) out.faults |= FAULT.Version;
  out.uriStart = skipSpace(bytes, at, version);
  out.uriEnd = trimEnd(bytes, out.uriStart, version);
  if (out.uriEnd === out.uriStart) out.faults |= FAULT.StartLine;
  scanUserOfUri(bytes, view, out.uriStart, out.uriEnd, NUMBER.RequestUri, out);
}

/** True for "SIP/2.0" and nothing else. */
function isVersion(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === VERSION.length && startsWith(bytes, start, end, VERSION);
}

/** "102 INVITE". */
function scanCSeq(bytes: Uint8Array, start: number, end: number, out: ScannedMessage): void {
  let at = start;
  let number = 0;
  while (at < end && bytes[at]! >= 48 && bytes[at]! <= 57) {
    number = Math.min(0xffffffff, number * 10 + bytes[at]! - 48);
    at++;
  }
  const digits = at - start;
  at = skipSpace(bytes, at, end);
  out.cseq = number;
  out.cseqMethodStart = at;
  while (at < end && TOKEN[bytes[at]!] !== 0) at++;
  out.cseqMethodEnd = at;
  out.cseqMethod = methodNumber(bytes, out.cseqMethodStart, at);
  if (digits === 0 || number > 0x7fffffff || at === out.cseqMethodStart) out.faults |= FAULT.CSeq;
}

function sameMethod(bytes: Uint8Array, out: ScannedMessage): boolean {
  if (out.method !== 0 || out.cseqMethod !== 0) return out.method === out.cseqMethod;
  const length = out.methodEnd - out.methodStart;
  if (length !== out.cseqMethodEnd - out.cseqMethodStart) return false;
  for (let i = 0; i < length; i++) if (bytes[out.methodStart + i] !== bytes[out.cseqMethodStart + i]) return false;
  return true;
}

/** The decimal number at the start of a value, saturating at 2^32 - 1; -1 where there is none. */
function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  let number = -1;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) break;
    number = Math.min(0xffffffff, (number < 0 ? 0 : number * 10) + digit);
  }
  return number;
}

/** What the first address of a REGISTER's Contact says about its own expiry. */
function contactExpiry(bytes: Uint8Array, start: number, end: number): number {
  const at = parameterAt(bytes, start, end, EXPIRES);
  if (at < 0) return NO_CONTACT_EXPIRES;
  return wholeNumber(bytes, at, end) === 0 ? CONTACT_GOES : CONTACT_STAYS;
}

/** True where "application/sdp" stands somewhere in a multipart body. */
function holdsSdp(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at + APPLICATION_SDP.length <= end; at++) {
    if ((bytes[at]! | 0x20) === 97 && startsWith(bytes, at, end, APPLICATION_SDP)) return true;
  }
  return false;
}
