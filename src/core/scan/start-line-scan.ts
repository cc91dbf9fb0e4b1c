/**
 * The first line of a message (RFC 3261 sections 7.1 and 7.2), as in src/sip/scan/start-line-scan.ts and framing/start-line.ts: "SIP/2.0 200 OK" or
 * "INVITE sip:b@example.com SIP/2.0". Whatever is not spaced exactly so is looked at in full.
 */
import { AT, FAULT, NUMBER, SPACE, T_SIP_SLASH, T_SIP_VERSION } from '../built/scan';
import { scanUserOfUri } from './address-scan';
import { byteAt, isBlank, isDigit, methodNumber, skipBlank, startsWith, textLength, tokenEnd, trimEnd } from './bytes';
import { clearBareUri, clearHost } from './clearance';
import { scanned } from './scanned';

/** Scans the line at [start, lineEnd) without its line end. */
export function scanStartLine(start: usize, lineEnd: usize): void {
  const end = trimEnd(start, lineEnd);
  const firstEnd = wordEnd(start, end);
  const second = skipBlank(firstEnd, end);
  if (end !== lineEnd || second !== firstEnd + 1 || byteAt(firstEnd) !== SPACE) scanned.suspect = 1;
  if (startsWith(start, end, T_SIP_SLASH)) scanStatusLine(start, firstEnd, second, end);
  else scanRequestLine(start, firstEnd, second, end);
}

function wordEnd(at: usize, end: usize): usize {
  while (at < end && !isBlank(byteAt(at))) at++;
  return at;
}

function scanStatusLine(start: usize, versionEnd: usize, code: usize, end: usize): void {
  scanned.isResponse = 1;
  if (!isVersion(start, versionEnd)) scanned.faults |= FAULT.Version;
  const codeEnd = wordEnd(code, end);
  scanned.status = statusCode(code, codeEnd);
  if (scanned.status < 100 || scanned.status > 699) scanned.faults |= FAULT.Status;
  const reason = skipBlank(codeEnd, end);
  if (reason < end && byteAt(codeEnd) !== SPACE) scanned.suspect = 1;
  scanned.reasonStart = reason;
  scanned.reasonEnd = end;
}

/** The number of a word of three digits; 0 for any other. */
function statusCode(start: usize, end: usize): i32 {
  if (end - start !== 3) return 0;
  let code = 0;
  for (let at = start; at < end; at++) {
    if (!isDigit(byteAt(at))) return 0;
    code = code * 10 + byteAt(at) - 48;
  }
  return code;
}

function scanRequestLine(start: usize, methodEnd: usize, uriStart: usize, end: usize): void {
  // A version is the last word, so that white space inside a Request-URI stays there.
  let version = end;
  while (version > uriStart && !isBlank(byteAt(version - 1))) version--;
  if (!startsWith(version, end, T_SIP_SLASH)) version = end;
  const uriEnd = trimEnd(uriStart, version);
  scanned.methodStart = start;
  scanned.methodEnd = methodEnd;
  scanned.method = methodNumber(start, methodEnd);
  const isToken = methodEnd > start && tokenEnd(start, methodEnd) === methodEnd;
  if (!isToken || version === end) scanned.faults |= FAULT.StartLine;
  else if (!isVersion(version, end)) scanned.faults |= FAULT.Version;
  scanned.uriStart = uriStart;
  scanned.uriEnd = uriEnd;
  const userEnd = scanUserOfUri(uriStart, uriEnd, NUMBER.RequestUri);
  const cleared =
    userEnd < uriEnd && byteAt(userEnd) === AT
      ? clearHost(userEnd + 1, uriEnd) === uriEnd
      : clearBareUri(uriStart, uriEnd);
  if (!cleared || version !== uriEnd + 1 || byteAt(uriEnd) !== SPACE) scanned.suspect = 1;
}

/** True for "SIP/2.0" and nothing else. */
function isVersion(start: usize, end: usize): bool {
  return end - start === textLength(T_SIP_VERSION) && startsWith(start, end, T_SIP_VERSION);
}
