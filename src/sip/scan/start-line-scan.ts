/**
 * The first line of a message, for the scanner (RFC 3261 sections 7.1 and 7.2): "SIP/2.0 200 OK" or "INVITE sip:b@example.com SIP/2.0",
 * with more white space than allowed where it is met. In: the line. Out: fields of a ScannedMessage.
 */
import { scanUserOfUri } from './address-scan.js';
import { ascii, AT, isSpace, SPACE, skipSpace, startsWith, TOKEN, trimEnd } from '../framing/bytes.js';
import { clearBareUri, clearHost } from './clearance.js';
import { FAULT } from '../message/faults.js';
import { SIP_SLASH } from '../framing/probe.js';
import { methodNumber } from '../headers/methods.js';
import { type ScannedMessage } from './scanned-message.js';
import { NUMBER } from '../headers/header-table.js';

const VERSION = ascii('sip/2.0');

/** Scans the line at [start, end) without its line end. */
export function scanStartLine(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  out: ScannedMessage,
): void {
  const lineEnd = end;
  end = trimEnd(bytes, start, end);
  if (end !== lineEnd) out.suspect = 1;
  if (startsWith(bytes, start, end, SIP_SLASH)) scanStatusLine(bytes, start, end, out);
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
  // One space, three digits, and one space or nothing: all else is looked at in full.
  if (digits !== start + 8 || (at < end && bytes[at] !== SPACE)) out.suspect = 1;
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
  if (!methodIsToken || !startsWith(bytes, version, end, SIP_SLASH)) out.faults |= FAULT.StartLine;
  else if (!isVersion(bytes, version, end)) out.faults |= FAULT.Version;
  out.uriStart = skipSpace(bytes, at, version);
  out.uriEnd = trimEnd(bytes, out.uriStart, version);
  if (out.uriEnd === out.uriStart) out.faults |= FAULT.StartLine;
  const { uriStart, uriEnd } = out;
  const userEnd = scanUserOfUri(bytes, view, uriStart, uriEnd, NUMBER.RequestUri, out);
  const cleared =
    userEnd < uriEnd && bytes[userEnd] === AT
      ? clearHost(bytes, view, userEnd + 1, uriEnd) === uriEnd
      : clearBareUri(bytes, uriStart, uriEnd);
  // One space between the parts, and a URI of more than one byte: all else is looked at in full.
  const spaced = bytes[at] === SPACE && bytes[version - 1] === SPACE;
  if (!cleared || !spaced || uriStart !== at + 1 || uriEnd !== version - 1) out.suspect = 1;
}

/** True for "SIP/2.0" and nothing else. */
function isVersion(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === VERSION.length && startsWith(bytes, start, end, VERSION);
}
