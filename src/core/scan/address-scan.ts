/**
 * User parts and tags of address headers (RFC 3261 sections 19.1 and 20; RFC 3966 for tel), as in src/sip/scan/address-scan.ts, out of values such as
 * `"A. Example" <sip:4151502;phone-context=x:pw@10.0.0.1>;tag=88, <tel:+1-555>`.
 */
import {
  AT,
  BAD,
  COLON,
  COMMA,
  DISPLAY,
  EQUALS,
  EXPIRY,
  GREATER_THAN,
  LESS_THAN,
  MAX_NUMBERS,
  METHOD,
  NO_TOKEN,
  NUMBER,
  PERCENT,
  PLAIN,
  QUOTE,
  SEMICOLON,
  SPACE,
  T_EXPIRES,
  T_SIPS,
  T_TAG,
  T_TEL,
  TOKEN,
  URI,
  URI_MARKS,
} from '../built/scan';
import { hashBytes } from '../hash';
import {
  byteAt,
  classOf,
  isHex,
  parameterAt,
  skipQuoted,
  skipSpace,
  startsWith,
  trimEnd,
  valueEnd,
  wholeNumber,
} from './bytes';
import { clearBareUri, clearHost, clearParameters, clearUri, closedQuote } from './clearance';
import { NUMBERS, PART_BYTES, putPart, scanned } from './scanned';
import { findByte, findClass } from './search';

/** "sip:" and ";tag" as words, in lower case and with the case bit set where there are letters. */
const SIP_WORD: u32 = 0x3a706973;
const SIP_CASE: u32 = 0x00202020;
const TAG_WORD: u32 = 0x6761743b;
const TAG_CASE: u32 = 0x20202000;

/** Takes the user part of every address of a header value; for From and To, their tag as well. */
export function scanAddresses(start: usize, end: usize, kind: i32): void {
  if (start >= end) scanned.suspect = 1;
  let at = start;
  while (at < end) {
    at = scanAddress(skipSpace(at, end), end, kind);
    if (kind <= NUMBER.To) {
      const hash = tagHash(at, end);
      if (kind === NUMBER.From) scanned.fromTag = hash;
      else scanned.toTag = hash;
      return;
    }
    if (kind === NUMBER.Contact && scanned.method === METHOD.REGISTER) scanned.expiry |= contactExpiry(at, end);
    if (at >= end) return;
    at = nextAddress(at, end);
  }
}

/** One address without its parameters; answers where those begin. */
function scanAddress(first: usize, end: usize, kind: i32): usize {
  // The display name, up to "<"; without one the address itself, up to its parameters.
  let at = first;
  let byte: i32 = 0;
  let named = true;
  let quotes = true;
  while (at < end) {
    byte = byteAt(at);
    if (classOf(DISPLAY, byte) === PLAIN) at++;
    else if (byte === LESS_THAN || byte === COMMA || byte === SEMICOLON) break;
    else {
      const close: usize = byte === QUOTE && quotes ? closedQuote(at, end) : 0;
      if (close !== 0) at = close;
      else {
        named = false;
        // A quote that is not closed opens nothing, and neither does any behind it.
        if (byte === QUOTE) quotes = false;
        at++;
      }
    }
  }
  if (at < end && byte === LESS_THAN) {
    const uri = at + 1;
    const userEnd = scanUserOfUri(uri, end, kind);
    at = userEnd < end && byteAt(userEnd) === AT ? clearHost(userEnd + 1, end) : clearUri(uri, end);
    if (at === 0 || at >= end || !named) {
      scanned.suspect = 1;
      at = findByte(userEnd, end, GREATER_THAN);
    }
    return min(end, at + 1);
  }
  scanUserOfUri(first, at, kind);
  const only = at < end && kind <= NUMBER.To && byte === COMMA;
  if (only || !clearBareUri(first, trimEnd(first, at))) scanned.suspect = 1;
  return at;
}

/** Behind the parameters at `at`, where another address may begin. */
function nextAddress(at: usize, end: usize): usize {
  const next = clearParameters(at, end, false);
  if (next !== 0) return next;
  scanned.suspect = 1;
  while (at < end && byteAt(at) !== COMMA) at = byteAt(at) === QUOTE ? skipQuoted(at, end) : at + 1;
  return at + 1;
}

/** Hash of the tag among the parameters from `at` on; 0 if there is none. Nearly always the tag follows the address at once. */
function tagHash(at: usize, end: usize): i32 {
  if (at >= end) return 0;
  let value: usize = 0;
  const usual = at + 5 < end && (load<u32>(at) | TAG_CASE) === TAG_WORD && byteAt(at + 4) === EQUALS;
  if (usual && byteAt(at + 5) > SPACE) {
    value = at + 5;
    if (findClass(value, end, NO_TOKEN) === end) return hashBytes(value, end);
  } else value = parameterAt(at, end, T_TAG);
  if (clearParameters(at, end, true) === 0) scanned.suspect = 1;
  return value === 0 ? 0 : hashBytes(value, valueEnd(value, end));
}

/** What a Contact's parameters, from `at` on, say about its own expiry (section 10.2.1.1). */
function contactExpiry(at: usize, end: usize): i32 {
  const value = parameterAt(at, end, T_EXPIRES);
  if (value === 0) return 0;
  return wholeNumber(value, end) === 0 ? EXPIRY.ContactZero : EXPIRY.ContactStays;
}

/**
 * Takes the user part of one URI: of sip and sips without parameters and password, of tel the number without parameters. The URI ends at `end`, or where
 * white space or ">" ends it before that. Answers the address behind the user part, where the host or a parameter may follow.
 */
export function scanUserOfUri(start: usize, end: usize, kind: i32): usize {
  let at = start;
  let tel = false;
  if (isSip(at, end)) at += 4;
  else {
    // White space, or another bracket, is no part of a URI.
    if (at < end && classOf(TOKEN, byteAt(at)) === 0) scanned.suspect = 1;
    at = skipSpace(at, end);
    if (at < end && byteAt(at) === LESS_THAN) at++;
    if (isSip(at, end)) at += 4;
    else if (startsWith(at, end, T_SIPS)) at += 5;
    else if (startsWith(at, end, T_TEL)) {
      at += 4;
      tel = true;
    } else return at;
  }

  let userEnd: usize = 0;
  let to = at;
  for (; ; to++) {
    to = findClass(to, end, URI_MARKS);
    if (to >= end) break;
    const byte = byteAt(to);
    if (byte === AT || byte <= SPACE || byte === GREATER_THAN) break;
    if (byte === SEMICOLON || byte === COLON) {
      if (userEnd === 0) userEnd = to;
    } else if (byte === PERCENT) {
      if (to + 2 >= end || !isHex(byteAt(to + 1)) || !isHex(byteAt(to + 2))) scanned.suspect = 1;
    } else if (classOf(URI, byte) === BAD) scanned.suspect = 1;
  }
  // A sip URI without "@" has no user part, only a host.
  if (!tel && (to >= end || byteAt(to) !== AT)) return to;
  if (userEnd === 0) userEnd = to;
  if (userEnd > at) takeNumber(kind, at, userEnd);
  return to;
}

function isSip(at: usize, end: usize): bool {
  return at + 4 <= end && (load<u32>(at) | SIP_CASE) === SIP_WORD;
}

function takeNumber(kind: i32, start: usize, end: usize): void {
  if (kind === NUMBER.From) {
    scanned.fromUserStart = start;
    scanned.fromUserEnd = end;
  } else if (kind === NUMBER.To) {
    scanned.toUserStart = start;
    scanned.toUserEnd = end;
  }
  if (scanned.numberCount >= MAX_NUMBERS) {
    scanned.numbersLeft++;
    return;
  }
  putPart(NUMBERS + <usize>scanned.numberCount * PART_BYTES, kind, start, end);
  scanned.numberCount++;
}
