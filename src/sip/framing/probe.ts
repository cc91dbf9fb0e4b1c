/**
 * Is this SIP? Decided after a few compares of the first bytes of a payload. RFC 3261 sections 7.1 (request line), 7.2
 * (status line) and 25.1 (token); liberal where real senders and RFC 4475 are: any method, any version, odd spaces.
 */
import { ascii, CR, DOT, isBlank, isDigit, LF, SPACE, startsWith, TOKEN, tokenEnd } from './bytes.js';
import { colonAfter } from './header-lines.js';
import { isLineEnd, nextLine } from './lines.js';

/** `unsure`: everything so far fits, but the bytes end before it is decided. */
export type Probe = 'certain' | 'unsure' | 'no';

/** Longest method and longest start line that are believed. */
const MAX_METHOD = 256;
const MAX_LINE = 16_384;

/** What a version begins with. */
export const SIP_SLASH = ascii('sip/');
/** Schemes of the URIs that decide at once. */
const SIP = ascii('sip:');
const SIPS = ascii('sips:');
const TEL = ascii('tel:');

/** Decides whether bytes[start, end) begins a SIP message. Line ends before it are passed over. */
export function probeSip(bytes: Uint8Array, start: number, end: number): Probe {
  let at = start;
  while (at < end && (bytes[at] === CR || bytes[at] === LF)) at++;
  if (at === end) return 'unsure';
  if (TOKEN[bytes[at]!] === 0) return 'no';
  const status = probeStatusLine(bytes, at, end);
  return status === 'no' ? probeRequestLine(bytes, at, end, false) : status;
}

/**
 * Decides whether a whole start line followed by a header stands at `at`: the stricter question asked in the middle of
 * a stream, where bodies (message/sipfrag) hold lines that look like one.
 */
export function probeStartLine(bytes: Uint8Array, at: number, end: number): Probe {
  if (at >= end) return 'unsure';
  if (TOKEN[bytes[at]!] === 0) return 'no';
  const status = probeStatusLine(bytes, at, end);
  const line = status === 'no' ? probeRequestLine(bytes, at, end, true) : status;
  if (line !== 'certain') return line;
  let lineStop = at;
  while (lineStop < end && !isLineEnd(bytes, lineStop, end, true)) lineStop++;
  if (lineStop + 1 >= end) return 'unsure';
  const name = nextLine(bytes, lineStop, end);
  let next = tokenEnd(bytes, name, end);
  if (colonAfter(bytes, name, next, end) >= 0) return 'certain';
  while (next < end && isBlank(bytes[next]!)) next++;
  return next >= end ? 'unsure' : 'no';
}

/** "SIP/2.0 200": the version in any case and of any number, then at least one digit. */
function probeStatusLine(bytes: Uint8Array, at: number, end: number): Probe {
  let next = versionEnd(bytes, at, end);
  if (next < 0) return next === UNFINISHED ? 'unsure' : 'no';
  const blank = next;
  while (next < end && isBlank(bytes[next]!)) next++;
  if (next >= end) return 'unsure';
  return next > blank && isDigit(bytes[next]!) ? 'certain' : 'no';
}

/** "METHOD URI SIP/2.0". A sip:, sips: or tel: URI after a token decides at once, unless the whole line is asked for. */
function probeRequestLine(bytes: Uint8Array, at: number, end: number, whole: boolean): Probe {
  let next = tokenEnd(bytes, at, Math.min(end, at + MAX_METHOD + 1));
  if (next - at > MAX_METHOD) return 'no';
  if (next >= end) return 'unsure';
  if (!isBlank(bytes[next]!)) return 'no';
  while (next < end && isBlank(bytes[next]!)) next++;
  if (!whole && hasSipScheme(bytes, next, end)) return 'certain';
  let lastWord = -1;
  const limit = Math.min(end, at + MAX_LINE);
  for (; next < limit; next++) {
    const byte = bytes[next]!;
    if (byte === CR || byte === LF) break;
    if (isBlank(byte)) {
      if (next + 1 < limit && !isBlank(bytes[next + 1]!) && bytes[next + 1] !== CR && bytes[next + 1] !== LF) {
        lastWord = next + 1;
      }
    } else if (byte < SPACE) return 'no';
  }
  const finished = next < limit;
  if (!finished && limit < end) return 'no';
  if (lastWord < 0) return finished ? 'no' : 'unsure';
  const versionStop = versionEnd(bytes, lastWord, next);
  if (versionStop < 0) return finished ? 'no' : 'unsure';
  while (versionStop < next && isBlank(bytes[next - 1]!)) next--;
  if (versionStop === next) return finished || !whole ? 'certain' : 'unsure';
  return finished ? 'no' : 'unsure';
}

function hasSipScheme(bytes: Uint8Array, at: number, end: number): boolean {
  return startsWith(bytes, at, end, SIP) || startsWith(bytes, at, end, SIPS) || startsWith(bytes, at, end, TEL);
}

const NOT_A_VERSION = -1;
const UNFINISHED = -2;

/** Offset after "SIP/" 1*DIGIT "." 1*DIGIT at `at`, or one of the two negative answers. */
function versionEnd(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < SIP_SLASH.length) {
    return startsWith(bytes, at, end, SIP_SLASH.subarray(0, end - at)) ? UNFINISHED : NOT_A_VERSION;
  }
  if (!startsWith(bytes, at, end, SIP_SLASH)) return NOT_A_VERSION;
  let next = at + SIP_SLASH.length;
  const major = next;
  while (next < end && isDigit(bytes[next]!)) next++;
  if (next >= end) return UNFINISHED;
  if (next === major || bytes[next] !== DOT) return NOT_A_VERSION;
  const minor = ++next;
  while (next < end && isDigit(bytes[next]!)) next++;
  if (next > minor) return next;
  return next >= end ? UNFINISHED : NOT_A_VERSION;
}
