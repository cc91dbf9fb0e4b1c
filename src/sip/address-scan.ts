/**
 * User parts and tags of address headers, for the scanner (RFC 3261 sections 19.1 and 20; RFC 3966 for tel). In: a value such
 * as `"A. Example" <sip:4151502;phone-context=x:pw@10.0.0.1>;tag=88, <tel:+1-555>`. Out: numbers in a ScannedMessage.
 */
import {
  AT,
  ascii,
  COLON,
  COMMA,
  GREATER_THAN,
  LESS_THAN,
  parameterAt,
  QUOTE,
  SEMICOLON,
  SPACE,
  skipQuoted,
  skipSpace,
  startsWith,
  valueEnd,
} from './ascii.js';
import { hashBytes } from './hash.js';
import { MAX_NUMBERS, NUMBER, type ScannedMessage } from './scanned-message.js';

const SIP = ascii('sip:');
const SIPS = ascii('sips:');
const TEL = ascii('tel:');
const TAG = ascii('tag');

/** Takes the user part of every address of a header value; for From and To, their tag as well. */
export function scanAddresses(bytes: Uint8Array, start: number, end: number, kind: number, out: ScannedMessage): void {
  let at = start;
  while (at < end) {
    at = skipSpace(bytes, at, end);
    const first = at;
    // The display name, up to "<"; without one the address itself, up to its parameters.
    let byte = 0;
    while (at < end) {
      byte = bytes[at]!;
      if (byte === QUOTE) at = skipQuoted(bytes, at, end);
      else if (byte === LESS_THAN || byte === COMMA || byte === SEMICOLON) break;
      else at++;
    }
    let uriStart = first;
    let uriEnd = at;
    if (at < end && byte === LESS_THAN) {
      uriStart = ++at;
      while (at < end && bytes[at] !== GREATER_THAN) at++;
      uriEnd = at;
    }
    scanUserOfUri(bytes, uriStart, uriEnd, kind, out);
    if (kind === NUMBER.From || kind === NUMBER.To) {
      const tag = parameterAt(bytes, at, end, TAG);
      const hash = tag < 0 ? 0 : hashBytes(out.words.of(bytes), tag, valueEnd(bytes, tag, end));
      if (kind === NUMBER.From) out.fromTag = hash;
      else out.toTag = hash;
      return;
    }
    while (at < end && bytes[at] !== COMMA) at = bytes[at] === QUOTE ? skipQuoted(bytes, at, end) : at + 1;
    at++;
  }
}

/** Takes the user part of one URI: of sip and sips without parameters and password, of tel the number without parameters. */
export function scanUserOfUri(bytes: Uint8Array, start: number, end: number, kind: number, out: ScannedMessage): void {
  let at = skipSpace(bytes, start, end);
  if (at < end && bytes[at] === LESS_THAN) at++;
  let stop = 0;
  if (startsWith(bytes, at, end, SIP)) at += 4;
  else if (startsWith(bytes, at, end, SIPS)) at += 5;
  else if (startsWith(bytes, at, end, TEL)) {
    at += 4;
    stop = end;
  } else return;

  let userEnd = -1;
  let userDone = false;
  let to = at;
  for (; to < end; to++) {
    const byte = bytes[to]!;
    if (byte === AT || byte <= SPACE || byte === GREATER_THAN) break;
    if (byte === SEMICOLON || byte === COLON) {
      if (!userDone) userEnd = to;
      userDone = true;
    }
  }
  // A sip URI without "@" has no user part, only a host.
  if (stop === 0 && (to >= end || bytes[to] !== AT)) return;
  if (!userDone) userEnd = to;
  if (userEnd <= at) return;
  if (kind === NUMBER.From) {
    out.fromUserStart = at;
    out.fromUserEnd = userEnd;
  } else if (kind === NUMBER.To) {
    out.toUserStart = at;
    out.toUserEnd = userEnd;
  }
  const index = out.numberCount;
  if (index >= MAX_NUMBERS) return;
  out.numberKind[index] = kind;
  out.numberStart[index] = at;
  out.numberEnd[index] = userEnd;
  out.numberCount = index + 1;
}
