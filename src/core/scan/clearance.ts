/**
 * Clears a value of the faults that only message-faults.ts tells apart, as src/sip/scan/clearance.ts: one pass, and most values pass. A wrong "not
 * cleared" costs time and never gives a wrong answer. Addresses are answered; 0 is "not cleared".
 */
import {
  AT,
  BACKSLASH,
  BAD,
  COLON,
  COMMA,
  DISPLAY,
  GREATER_THAN,
  LESS_THAN,
  MARK,
  PARAMETER,
  PARAMETER_MARKS,
  PERCENT,
  PLAIN,
  QUOTE,
  SEMICOLON,
  T_SIP,
  T_SIPS,
  T_TEL,
  URI,
  URI_MARKS,
} from '../built/scan';
import { byteAt, classOf, isHex, skipBlank, startsWith } from './bytes';
import { findByte, findClass } from './search';

const ASTERISK: i32 = 42;
const QUESTION: i32 = 63;
const OPEN_BRACKET: i32 = 91;

/** The URI that begins at `at` and ends at `end`, or before that at ">" where one follows: where it ends. */
export function clearUri(at: usize, end: usize): usize {
  const tel = startsWith(at, end, T_TEL);
  if (tel || startsWith(at, end, T_SIP)) at += 4;
  else if (startsWith(at, end, T_SIPS)) at += 5;
  else return 0;
  let host = at;
  let hostEnd: usize = 0;
  let colons = 0;
  let user = false;
  for (; ; at++) {
    at = findClass(at, end, URI_MARKS);
    if (at >= end) break;
    const byte = byteAt(at);
    if (classOf(URI, byte) === BAD) {
      if (byte === GREATER_THAN) break;
      return 0;
    }
    if (byte === COLON) {
      if (hostEnd === 0) colons++;
    } else if (byte === AT) {
      if (user) continue;
      user = true;
      host = at + 1;
      hostEnd = 0;
      colons = 0;
    } else if (byte === PERCENT) {
      if (at + 2 >= end || !isHex(byteAt(at + 1)) || !isHex(byteAt(at + 2))) return 0;
    } else if (hostEnd === 0) hostEnd = at;
  }
  if (tel) return at;
  if (hostEnd === 0) hostEnd = at;
  return isHost(host, hostEnd, colons) ? at : 0;
}

/** More colons than that of the port are those of an IPv6 address, which stands in brackets (RFC 5118 section 4.1). */
function isHost(host: usize, hostEnd: usize, colons: i32): bool {
  return hostEnd > host && (colons < 2 || byteAt(host) === OPEN_BRACKET);
}

/** What follows the "@" of a URI without headers, up to `end` or the ">" before it: where it ends. Nearly every URI of a message passes here. */
export function clearHost(at: usize, end: usize): usize {
  const host = at;
  let hostEnd: usize = 0;
  let colons = 0;
  for (; ; at++) {
    at = findClass(at, end, URI_MARKS);
    if (at >= end) break;
    const byte = byteAt(at);
    if (byte === GREATER_THAN) break;
    if (classOf(URI, byte) === BAD || byte === AT || byte === PERCENT || byte === QUESTION) return 0;
    if (hostEnd !== 0) continue;
    if (byte === COLON) colons++;
    else hostEnd = at;
  }
  if (hostEnd === 0) hostEnd = at;
  return isHost(host, hostEnd, colons) ? at : 0;
}

/** A URI without angle brackets, which has no headers (sections 19.1.1 and 20). */
export function clearBareUri(start: usize, end: usize): bool {
  return clearUri(start, end) === end && findByte(start, end, QUESTION) === end;
}

/** Addresses in angle brackets with their display names and parameters; one only where `single`. */
export function clearAddresses(start: usize, end: usize, single: bool): bool {
  if (end - start === 1 && byteAt(start) === ASTERISK) return true;
  let at = start;
  while (at < end) {
    while (at < end && byteAt(at) !== LESS_THAN) {
      if (byteAt(at) === QUOTE) {
        at = closedQuote(at, end);
        if (at === 0) return false;
      } else if (classOf(DISPLAY, byteAt(at)) === PLAIN) at++;
      else return false;
    }
    if (at >= end) return false;
    at = clearUri(at + 1, end);
    if (at === 0 || at >= end) return false;
    at = clearParameters(at + 1, end, single);
    if (at === 0) return false;
  }
  return start < end;
}

/** Parameters up to the comma before another value, or to the end where `single`: where they end. */
export function clearParameters(at: usize, end: usize, single: bool): usize {
  while (at < end) {
    at = findClass(at, end, PARAMETER_MARKS);
    if (at >= end) break;
    const byte = byteAt(at);
    if (classOf(PARAMETER, byte) !== MARK) return 0;
    if (byte === QUOTE) {
      at = closedQuote(at, end);
      if (at === 0) return 0;
    } else {
      at = skipBlank(at + 1, end);
      if (at >= end || byteAt(at) === SEMICOLON || byteAt(at) === COMMA) return 0;
      if (byte === COMMA && !single) return at;
    }
  }
  return at;
}

/** Behind the quoted string that opens at `at`; 0 if it is not closed. */
export function closedQuote(at: usize, end: usize): usize {
  for (at++; at < end; at++) {
    if (byteAt(at) === QUOTE) return at + 1;
    if (byteAt(at) === BACKSLASH) at++;
  }
  return 0;
}
