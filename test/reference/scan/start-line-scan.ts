/**
 * The first line of a message, for the scanner (RFC 3261 sections 7.1 and 7.2): "SIP/2.0 200 OK" or "INVITE
 * sip:b@example.com SIP/2.0". Whatever is not spaced exactly so is looked at in full.
 */
import { ascii, AT, isDigit, SPACE, startsWith, tokenEnd } from '../../../src/sip/framing/bytes.js';
import { readStartLine, StartLine } from '../../../src/sip/framing/start-line.js';
import { NUMBER } from '../../../src/sip/headers/header-table.js';
import { methodNumber } from './methods.js';
import { FAULT } from '../../../src/sip/message/faults.js';
import { scanUserOfUri } from './address-scan.js';
import { clearBareUri, clearHost } from './clearance.js';
import type { ScannedMessage } from '../../../src/sip/scan/scanned-message.js';

const VERSION = ascii('sip/2.0');

const line = new StartLine();

/** Scans the line at [start, end) without its line end. */
export function scanStartLine(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  out: ScannedMessage,
): void {
  readStartLine(bytes, start, end, line);
  if (line.thirdEnd !== end || bytes[line.firstEnd] !== SPACE || line.secondStart !== line.firstEnd + 1)
    out.suspect = 1;
  if (line.isResponse) scanStatusLine(bytes, out);
  else scanRequestLine(bytes, view, out);
}

function scanStatusLine(bytes: Uint8Array, out: ScannedMessage): void {
  const { secondStart, secondEnd, thirdStart, thirdEnd } = line;
  out.isResponse = 1;
  if (!isVersion(bytes, line.firstStart, line.firstEnd)) out.faults |= FAULT.Version;
  out.status = statusCode(bytes, secondStart, secondEnd);
  if (out.status < 100 || out.status > 699) out.faults |= FAULT.Status;
  if (thirdStart < thirdEnd && bytes[secondEnd] !== SPACE) out.suspect = 1;
  out.reasonStart = thirdStart;
  out.reasonEnd = thirdEnd;
}

/** The number of a word of three digits; 0 for any other. */
function statusCode(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 3) return 0;
  let code = 0;
  for (let at = start; at < end; at++) {
    if (!isDigit(bytes[at]!)) return 0;
    code = code * 10 + bytes[at]! - 48;
  }
  return code;
}

function scanRequestLine(bytes: Uint8Array, view: DataView, out: ScannedMessage): void {
  const { firstStart, firstEnd, secondStart: uriStart, secondEnd: uriEnd, thirdStart, thirdEnd } = line;
  out.methodStart = firstStart;
  out.methodEnd = firstEnd;
  out.method = methodNumber(bytes, firstStart, firstEnd);
  const isToken = firstEnd > firstStart && tokenEnd(bytes, firstStart, firstEnd) === firstEnd;
  if (!isToken || thirdStart === thirdEnd) out.faults |= FAULT.StartLine;
  else if (!isVersion(bytes, thirdStart, thirdEnd)) out.faults |= FAULT.Version;
  out.uriStart = uriStart;
  out.uriEnd = uriEnd;
  const userEnd = scanUserOfUri(bytes, view, uriStart, uriEnd, NUMBER.RequestUri, out);
  const cleared =
    userEnd < uriEnd && bytes[userEnd] === AT
      ? clearHost(bytes, view, userEnd + 1, uriEnd) === uriEnd
      : clearBareUri(bytes, uriStart, uriEnd);
  if (!cleared || bytes[uriEnd] !== SPACE || thirdStart !== uriEnd + 1) out.suspect = 1;
}

/** True for "SIP/2.0" and nothing else. */
function isVersion(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === VERSION.length && startsWith(bytes, start, end, VERSION);
}
