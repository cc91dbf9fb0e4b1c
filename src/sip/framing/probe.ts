/**
 * Is this SIP? In: the first bytes of a payload. Out: a verdict after a few compares. RFC 3261 7.1 (request line),
 * 7.2 (status line), 25.1 (token); liberal where real senders and RFC 4475 are: any method, any version, odd spaces.
 */

/** `unsure`: everything so far fits, but the bytes end before it is decided. */
export type Probe = 'certain' | 'unsure' | 'no';

const CR = 13;
const LF = 10;
/** Longest method and longest start line that are believed. */
const MAX_METHOD = 256;
const MAX_LINE = 16_384;

/** 1 for the bytes of an RFC 3261 token. */
const TOKEN = new Uint8Array(256);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~") {
  TOKEN[character.charCodeAt(0)] = 1;
}

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
  let next = at;
  while (next < end && bytes[next] !== CR && bytes[next] !== LF) next++;
  if (next + 1 >= end) return 'unsure';
  if (bytes[next] === CR) next++;
  if (next < end && bytes[next] === LF) next++;
  const name = next;
  while (next < end && TOKEN[bytes[next]!] === 1) next++;
  while (next < end && isBlank(bytes[next]!)) next++;
  if (next >= end) return 'unsure';
  return next > name && bytes[next] === 0x3a ? 'certain' : 'no';
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
  let next = at;
  while (next < end && TOKEN[bytes[next]!] === 1) next++;
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
    } else if (byte < 0x20) return 'no';
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
  if (at + 4 > end) return false;
  const a = bytes[at]! | 0x20;
  const b = bytes[at + 1]! | 0x20;
  const c = bytes[at + 2]! | 0x20;
  if (a === 0x73 && b === 0x69 && c === 0x70) {
    return bytes[at + 3] === 0x3a || ((bytes[at + 3]! | 0x20) === 0x73 && at + 4 < end && bytes[at + 4] === 0x3a);
  }
  return a === 0x74 && b === 0x65 && c === 0x6c && bytes[at + 3] === 0x3a;
}

const NOT_A_VERSION = -1;
const UNFINISHED = -2;
const SIP_SLASH = [0x73, 0x69, 0x70, 0x2f];

/** Offset after "SIP/" 1*DIGIT "." 1*DIGIT at `at`, or one of the two negative answers. */
function versionEnd(bytes: Uint8Array, at: number, end: number): number {
  for (let i = 0; i < 4; i++) {
    if (at + i >= end) return UNFINISHED;
    if ((bytes[at + i]! | 0x20) !== SIP_SLASH[i] && bytes[at + i] !== SIP_SLASH[i]) return NOT_A_VERSION;
  }
  let next = at + 4;
  const major = next;
  while (next < end && isDigit(bytes[next]!)) next++;
  if (next >= end) return UNFINISHED;
  if (next === major || bytes[next] !== 0x2e) return NOT_A_VERSION;
  const minor = ++next;
  while (next < end && isDigit(bytes[next]!)) next++;
  if (next > minor) return next;
  return next >= end ? UNFINISHED : NOT_A_VERSION;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
