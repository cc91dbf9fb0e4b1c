/**
 * User parts and tags of address headers, for the scanner (RFC 3261 sections 19.1 and 20; RFC 3966 for tel), out of values
 * such as `"A. Example" <sip:4151502;phone-context=x:pw@10.0.0.1>;tag=88, <tel:+1-555>`.
 */
import {
  AT,
  ascii,
  COLON,
  COMMA,
  EQUALS,
  GREATER_THAN,
  isHex,
  LESS_THAN,
  PERCENT,
  parameterAt,
  QUOTE,
  SEMICOLON,
  SPACE,
  skipQuoted,
  skipSpace,
  startsWith,
  TOKEN,
  trimEnd,
  valueEnd,
  wholeNumber,
} from '../../../src/sip/framing/bytes.js';
import { BAD, DISPLAY, PLAIN, URI } from '../../../src/sip/framing/byte-classes.js';
import { clearBareUri, clearHost, clearParameters, clearUri, closedQuote } from './clearance.js';
import { METHOD } from '../../../src/sip/headers/methods.js';
import { EXPIRY, MAX_NUMBERS, type ScannedMessage } from '../../../src/sip/scan/scanned-message.js';
import { NUMBER } from '../../../src/sip/headers/header-table.js';
import { hashBytes } from '../../../src/bytes/hash.js';
import { findByte, fourTimes } from '../bytes/words.js';

const SIPS = ascii('sips:');
const TEL = ascii('tel:');
const TAG = ascii('tag');
const EXPIRES = ascii('expires');
const GREATER_THAN_FOUR = fourTimes(GREATER_THAN);
/** "sip:" and ";tag" as words, in lower case and with the case bit set where there are letters. */
const SIP_WORD = 0x3a706973;
const SIP_CASE = 0x00202020;
const TAG_WORD = 0x6761743b;
const TAG_CASE = 0x20202000;

/** Takes the user part of every address of a header value; for From and To, their tag as well. */
export function scanAddresses(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  kind: number,
  out: ScannedMessage,
): void {
  if (start >= end) out.suspect = 1;
  let at = start;
  while (at < end) {
    at = skipSpace(bytes, at, end);
    const first = at;
    // The display name, up to "<"; without one the address itself, up to its parameters.
    let byte = 0;
    let named = true;
    let quotes = true;
    while (at < end) {
      byte = bytes[at]!;
      if (DISPLAY[byte] === PLAIN) at++;
      else if (byte === LESS_THAN || byte === COMMA || byte === SEMICOLON) break;
      else {
        const close = byte === QUOTE && quotes ? closedQuote(bytes, at, end) : -1;
        if (close >= 0) at = close;
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
      const userEnd = scanUserOfUri(bytes, view, uri, end, kind, out);
      at =
        userEnd < end && bytes[userEnd] === AT ? clearHost(bytes, view, userEnd + 1, end) : clearUri(bytes, uri, end);
      if (at < 0 || at >= end || !named) {
        out.suspect = 1;
        at = findByte(view, userEnd, end, GREATER_THAN_FOUR);
      }
      at = Math.min(end, at + 1);
    } else {
      scanUserOfUri(bytes, view, first, at, kind, out);
      const only = at < end && kind <= NUMBER.To && byte === COMMA;
      if (only || !clearBareUri(bytes, first, trimEnd(bytes, first, at))) out.suspect = 1;
    }
    if (kind <= NUMBER.To) {
      const hash = tagHash(bytes, view, at, end, out);
      if (kind === NUMBER.From) out.fromTag = hash;
      else out.toTag = hash;
      return;
    }
    if (kind === NUMBER.Contact && out.method === METHOD.REGISTER) out.expiry |= contactExpiry(bytes, at, end);
    if (at >= end) return;
    const next = clearParameters(bytes, at, end, false);
    if (next >= 0) at = next;
    else {
      out.suspect = 1;
      while (at < end && bytes[at] !== COMMA) at = bytes[at] === QUOTE ? skipQuoted(bytes, at, end) : at + 1;
      at++;
    }
  }
}

/** Hash of the tag among the parameters from `at` on; 0 if there is none. Nearly always the tag follows the address at once. */
function tagHash(bytes: Uint8Array, view: DataView, at: number, end: number, out: ScannedMessage): number {
  if (at >= end) return 0;
  let value = -1;
  const usual = at + 5 < end && (view.getInt32(at, true) | TAG_CASE) === TAG_WORD && bytes[at + 4] === EQUALS;
  if (usual && bytes[at + 5]! > SPACE) {
    value = at + 5;
    let tokenEnd = value;
    while (tokenEnd < end && TOKEN[bytes[tokenEnd]!] !== 0) tokenEnd++;
    if (tokenEnd === end) return hashBytes(view, value, end);
  } else value = parameterAt(bytes, at, end, TAG);
  if (clearParameters(bytes, at, end, true) < 0) out.suspect = 1;
  return value < 0 ? 0 : hashBytes(view, value, valueEnd(bytes, value, end));
}

/** What a Contact's parameters, from `at` on, say about its own expiry (section 10.2.1.1). */
function contactExpiry(bytes: Uint8Array, at: number, end: number): number {
  const value = parameterAt(bytes, at, end, EXPIRES);
  if (value < 0) return 0;
  return wholeNumber(bytes, value, end) === 0 ? EXPIRY.ContactZero : EXPIRY.ContactStays;
}

/**
 * Takes the user part of one URI: of sip and sips without parameters and password, of tel the number without parameters. The URI
 * ends at `end`, or where white space or ">" ends it before that.
 * @returns Offset behind the user part, where the host or a parameter may follow.
 */
export function scanUserOfUri(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  kind: number,
  out: ScannedMessage,
): number {
  let at = start;
  let tel = false;
  if (at + 4 <= end && (view.getInt32(at, true) | SIP_CASE) === SIP_WORD) at += 4;
  else {
    // White space, or another bracket, is no part of a URI.
    if (at < end && TOKEN[bytes[at]!] === 0) out.suspect = 1;
    at = skipSpace(bytes, at, end);
    if (at < end && bytes[at] === LESS_THAN) at++;
    if (at + 4 <= end && (view.getInt32(at, true) | SIP_CASE) === SIP_WORD) at += 4;
    else if (startsWith(bytes, at, end, SIPS)) at += 5;
    else if (startsWith(bytes, at, end, TEL)) {
      at += 4;
      tel = true;
    } else return at;
  }

  let userEnd = -1;
  let to = at;
  for (; to < end; to++) {
    const byte = bytes[to]!;
    if (URI[byte] === PLAIN) continue;
    if (byte === AT || byte <= SPACE || byte === GREATER_THAN) break;
    if (byte === SEMICOLON || byte === COLON) {
      if (userEnd < 0) userEnd = to;
    } else if (byte === PERCENT) {
      if (to + 2 >= end || !isHex(bytes[to + 1]!) || !isHex(bytes[to + 2]!)) out.suspect = 1;
    } else if (URI[byte] === BAD) out.suspect = 1;
  }
  // A sip URI without "@" has no user part, only a host.
  if (!tel && (to >= end || bytes[to] !== AT)) return to;
  if (userEnd < 0) userEnd = to;
  if (userEnd <= at) return to;
  if (kind === NUMBER.From) {
    out.fromUserStart = at;
    out.fromUserEnd = userEnd;
  } else if (kind === NUMBER.To) {
    out.toUserStart = at;
    out.toUserEnd = userEnd;
  }
  const index = out.numberCount;
  if (index >= MAX_NUMBERS) {
    out.numbersLeft++;
    return to;
  }
  out.numberKind[index] = kind;
  out.numberStart[index] = at;
  out.numberEnd[index] = userEnd;
  out.numberCount = index + 1;
  return to;
}
