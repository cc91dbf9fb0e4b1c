/**
 * Clears a value of the faults that only message-faults.ts tells apart: one pass for the scanner, and most values pass.
 * "true" means certainly no fault; "false" means maybe one, or rare. What is not cleared is looked at in full, so a wrong
 * "false" costs time and never gives a wrong answer.
 */
import {
  ascii,
  AT,
  BACKSLASH,
  COLON,
  COMMA,
  GREATER_THAN,
  isHex,
  LESS_THAN,
  PERCENT,
  QUOTE,
  SEMICOLON,
  SPACE,
  startsWith,
  TAB,
} from '../../../src/sip/framing/bytes.js';
import { BAD, DISPLAY, MARK, PARAMETER, PLAIN, URI } from '../../../src/sip/framing/byte-classes.js';

const SIP = ascii('sip:');
const SIPS = ascii('sips:');
const TEL = ascii('tel:');
const ASTERISK = 42;
const QUESTION = 63;
const OPEN_BRACKET = 91;

/** The URI that begins at `at` and ends at `end`, or before that at ">" where one follows: where it ends; -1 if it is not cleared. */
export function clearUri(bytes: Uint8Array, at: number, end: number): number {
  const tel = startsWith(bytes, at, end, TEL);
  if (tel || startsWith(bytes, at, end, SIP)) at += 4;
  else if (startsWith(bytes, at, end, SIPS)) at += 5;
  else return -1;
  let host = at;
  let hostEnd = -1;
  let colons = 0;
  let user = false;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    const kind = URI[byte];
    if (kind === PLAIN) continue;
    if (kind === BAD) {
      if (byte === GREATER_THAN) break;
      return -1;
    }
    if (byte === COLON) {
      if (hostEnd < 0) colons++;
    } else if (byte === AT) {
      if (user) continue;
      user = true;
      host = at + 1;
      hostEnd = -1;
      colons = 0;
    } else if (byte === PERCENT) {
      if (at + 2 >= end || !isHex(bytes[at + 1]!) || !isHex(bytes[at + 2]!)) return -1;
    } else if (hostEnd < 0) hostEnd = at;
  }
  if (tel) return at;
  if (hostEnd < 0) hostEnd = at;
  return isHost(bytes, host, hostEnd, colons) ? at : -1;
}

/** More colons than that of the port are those of an IPv6 address, which stands in brackets (RFC 5118 section 4.1). */
function isHost(bytes: Uint8Array, host: number, hostEnd: number, colons: number): boolean {
  return hostEnd > host && (colons < 2 || bytes[host] === OPEN_BRACKET);
}

/**
 * What follows the "@" of a URI without headers, up to `end` or the ">" before it: where it ends; -1 if it is not cleared. The quick one of two ways:
 * nearly every URI of a message passes here.
 */
export function clearHost(bytes: Uint8Array, view: DataView, at: number, end: number): number {
  const host = at;
  let hostEnd = -1;
  let colons = 0;
  for (;;) {
    for (; at + 4 <= end; at += 4) {
      const word = view.getInt32(at, true);
      if ((URI[word & 255]! | URI[(word >>> 8) & 255]! | URI[(word >>> 16) & 255]! | URI[word >>> 24]!) !== PLAIN)
        break;
    }
    if (at >= end) break;
    const byte = bytes[at]!;
    const kind = URI[byte];
    if (kind === BAD) {
      if (byte === GREATER_THAN) break;
      return -1;
    }
    if (kind === MARK) {
      if (byte === AT || byte === PERCENT || byte === QUESTION) return -1;
      if (byte === COLON) {
        if (hostEnd < 0) colons++;
      } else if (hostEnd < 0) hostEnd = at;
    }
    at++;
  }
  if (hostEnd < 0) hostEnd = at;
  return isHost(bytes, host, hostEnd, colons) ? at : -1;
}

/** A URI without angle brackets, which has no headers (sections 19.1.1 and 20). */
export function clearBareUri(bytes: Uint8Array, start: number, end: number): boolean {
  if (clearUri(bytes, start, end) !== end) return false;
  for (let at = start; at < end; at++) if (bytes[at] === QUESTION) return false;
  return true;
}

/** Addresses in angle brackets with their display names and parameters; one only where `single`. */
export function clearAddresses(bytes: Uint8Array, start: number, end: number, single: boolean): boolean {
  if (end - start === 1 && bytes[start] === ASTERISK) return true;
  for (let at = start; at < end; ) {
    while (at < end && bytes[at] !== LESS_THAN) {
      if (bytes[at] === QUOTE) {
        at = closedQuote(bytes, at, end);
        if (at < 0) return false;
      } else if (DISPLAY[bytes[at]!] === PLAIN) at++;
      else return false;
    }
    if (at >= end) return false;
    at = clearUri(bytes, at + 1, end);
    if (at < 0 || at >= end) return false;
    at = clearParameters(bytes, at + 1, end, single);
    if (at < 0) return false;
  }
  return start < end;
}

/** Parameters up to the comma before another value, or to the end where `single`: where they end; -1 if they are not cleared. */
export function clearParameters(bytes: Uint8Array, at: number, end: number, single: boolean): number {
  while (at < end) {
    const byte = bytes[at]!;
    const kind = PARAMETER[byte];
    if (kind === PLAIN) at++;
    else if (kind === BAD) return -1;
    else if (byte === QUOTE) {
      at = closedQuote(bytes, at, end);
      if (at < 0) return -1;
    } else {
      at++;
      while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
      if (at >= end || bytes[at] === SEMICOLON || bytes[at] === COMMA) return -1;
      if (byte === COMMA && !single) return at;
    }
  }
  return at;
}

/** Behind the quoted string that opens at `at`; -1 if it is not closed. */
export function closedQuote(bytes: Uint8Array, at: number, end: number): number {
  for (at++; at < end; at++) {
    if (bytes[at] === QUOTE) return at + 1;
    if (bytes[at] === BACKSLASH) at++;
  }
  return -1;
}
