/**
 * Bytes of a SIP message as characters: names for those that delimit, the token table of RFC 3261 section 25.1, and the
 * few comparisons that all readers share. They take bytes and offsets and answer offsets; nothing is copied.
 */

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const PERCENT = 37;
export const COMMA = 44;
export const MINUS = 45;
export const DOT = 46;
export const SLASH = 47;
export const COLON = 58;
export const SEMICOLON = 59;
export const LESS_THAN = 60;
export const EQUALS = 61;
export const GREATER_THAN = 62;
export const AT = 64;
export const BACKSLASH = 92;

/** Lower-case form of each byte that may stand in a token; 0 for every other byte. */
export const TOKEN: Uint8Array = tokenTable();

function tokenTable(): Uint8Array {
  const table = new Uint8Array(256);
  const allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~";
  for (const character of allowed) table[character.charCodeAt(0)] = character.toLowerCase().charCodeAt(0);
  return table;
}

/** Offset behind the token at `at`; `at` where none stands there. */
export function tokenEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && TOKEN[bytes[at]!] !== 0) at++;
  return at;
}

/** The bytes of an ASCII text. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, character => character.charCodeAt(0) & 0xff);
}

/** White space within a line. */
export function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

export function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

export function isHex(byte: number): boolean {
  return isDigit(byte) || ((byte | 0x20) >= 97 && (byte | 0x20) <= 102);
}

/** White space of a header value; CR and LF are inside one only where it is folded. */
export function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === CR || byte === LF;
}

/** First offset at or after `at` that is no white space, at most `end`. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && isSpace(bytes[at]!)) at++;
  return at;
}

/** Offset behind the last byte of [start, end) that is no white space. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  return end;
}

/** Offset behind the quoted string that opens at `at` (a backslash takes the next byte with it), at most `end`. */
export function skipQuoted(bytes: Uint8Array, at: number, end: number): number {
  at++;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at + 1;
    at += byte === BACKSLASH ? 2 : 1;
  }
  return end;
}

/** True where the bytes at `at` are those of `lower` (lower-case ASCII letters and signs), in any case. */
export function startsWith(bytes: Uint8Array, at: number, end: number, lower: Uint8Array): boolean {
  if (end - at < lower.length) return false;
  for (let i = 0; i < lower.length; i++) {
    const byte = bytes[at + i]!;
    const folded = byte >= 65 && byte <= 90 ? byte | 0x20 : byte;
    if (folded !== lower[i]) return false;
  }
  return true;
}

/** Offset of the value of parameter `name` among the ";name=value" in [start, end), or -1; a comma outside quotes ends the search. */
export function parameterAt(bytes: Uint8Array, start: number, end: number, name: Uint8Array): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === SEMICOLON) {
      at = skipSpace(bytes, at + 1, end);
      if (!startsWith(bytes, at, end, name)) continue;
      const equals = skipSpace(bytes, at + name.length, end);
      if (equals < end && bytes[equals] === EQUALS) return skipSpace(bytes, equals + 1, end);
    } else if (byte === QUOTE) {
      at = skipQuoted(bytes, at, end);
    } else if (byte === COMMA) {
      return -1;
    } else {
      at++;
    }
  }
  return -1;
}

/** End of a parameter's value that starts at `at`: its closing quote, or the next delimiter. */
export function valueEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at < end && bytes[at] === QUOTE) return skipQuoted(bytes, at, end);
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === SEMICOLON || byte === COMMA || byte === GREATER_THAN || byte <= SPACE) break;
    at++;
  }
  return at;
}

/** The decimal number at the start of a value, saturating at 2^32 - 1; -1 if there is none. */
export function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  let number = -1;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) break;
    number = Math.min(0xffffffff, (number < 0 ? 0 : number * 10) + digit);
  }
  return number;
}
