/**
 * Bytes of a SIP message as characters, as in src/sip/framing/bytes.ts. Offsets are addresses; 0 stands for "none". A text to compare with is
 * lower-case ASCII behind its length (core-constants/source.ts).
 */
import { sameBytes } from '../bytes';
import {
  BACKSLASH,
  COMMA,
  CR,
  EQUALS,
  LF,
  METHOD_NAMES,
  METHOD_NUMBERS,
  METHOD_ROOM,
  QUOTE,
  SEMICOLON,
  SPACE,
  TAB,
  TOKEN,
  VALUE_ENDS,
} from '../built/scan';
import { findClass } from './search';

/** The byte at an address. */
export function byteAt(at: usize): i32 {
  return load<u8>(at);
}

/** What a table of 256 bytes says of a byte. */
export function classOf(table: usize, byte: i32): i32 {
  return load<u8>(table + <usize>byte);
}

/** White space within a line. */
export function isBlank(byte: i32): bool {
  return byte === SPACE || byte === TAB;
}

export function isDigit(byte: i32): bool {
  return byte >= 48 && byte <= 57;
}

export function isHex(byte: i32): bool {
  return isDigit(byte) || ((byte | 0x20) >= 97 && (byte | 0x20) <= 102);
}

/** White space of a header value; CR and LF are inside one only where it is folded. */
export function isSpace(byte: i32): bool {
  return byte === SPACE || byte === TAB || byte === CR || byte === LF;
}

/** First address at or after `at` that is no white space, at most `end`. */
export function skipSpace(at: usize, end: usize): usize {
  while (at < end && isSpace(byteAt(at))) at++;
  return at;
}

/** The same for white space within a line. */
export function skipBlank(at: usize, end: usize): usize {
  while (at < end && isBlank(byteAt(at))) at++;
  return at;
}

/** Address behind the last byte of [start, end) that is no white space. */
export function trimEnd(start: usize, end: usize): usize {
  while (end > start && isSpace(byteAt(end - 1))) end--;
  return end;
}

/** Address behind the token at `at`; `at` where none stands there. */
export function tokenEnd(at: usize, end: usize): usize {
  while (at < end && classOf(TOKEN, byteAt(at)) !== 0) at++;
  return at;
}

/** Address behind the quoted string that opens at `at` (a backslash takes the next byte with it), at most `end`. */
export function skipQuoted(at: usize, end: usize): usize {
  at++;
  while (at < end) {
    const byte = byteAt(at);
    if (byte === QUOTE) return at + 1;
    at += byte === BACKSLASH ? 2 : 1;
  }
  return end;
}

/** Length of a text to compare with. */
export function textLength(text: usize): usize {
  return load<u8>(text);
}

/** True where the bytes at `at` are those of a text, in any case. */
export function startsWith(at: usize, end: usize, text: usize): bool {
  const length = textLength(text);
  if (at > end || end - at < length) return false;
  for (let i: usize = 0; i < length; i++) {
    const byte = byteAt(at + i);
    const folded = byte >= 65 && byte <= 90 ? byte | 0x20 : byte;
    if (folded !== byteAt(text + 1 + i)) return false;
  }
  return true;
}

/** Address of the value of parameter `name` among the ";name=value" in [start, end), or 0; a comma outside quotes ends the search. */
export function parameterAt(start: usize, end: usize, name: usize): usize {
  let at = start;
  while (at < end) {
    const byte = byteAt(at);
    if (byte === SEMICOLON) {
      at = skipSpace(at + 1, end);
      if (!startsWith(at, end, name)) continue;
      const equals = skipSpace(at + textLength(name), end);
      if (equals < end && byteAt(equals) === EQUALS) return skipSpace(equals + 1, end);
    } else if (byte === QUOTE) {
      at = skipQuoted(at, end);
    } else if (byte === COMMA) {
      return 0;
    } else {
      at++;
    }
  }
  return 0;
}

/** End of a parameter's value that starts at `at`: its closing quote, or the next delimiter. */
export function valueEnd(at: usize, end: usize): usize {
  return at < end && byteAt(at) === QUOTE ? skipQuoted(at, end) : findClass(at, end, VALUE_ENDS);
}

/** The decimal number at the start of a value, saturating at 2^32 - 1; -1 if there is none. */
export function wholeNumber(start: usize, end: usize): i64 {
  let number: i64 = -1;
  for (let at = start; at < end; at++) {
    const byte = byteAt(at);
    if (!isDigit(byte)) break;
    number = appended(number < 0 ? 0 : number, byte);
  }
  return number;
}

/** A number with one more digit, saturating at 2^32 - 1. */
export function appended(number: i64, digit: i32): i64 {
  return min<i64>(0xffff_ffff, number * 10 + <i64>(digit - 48));
}

/** Number of the method spelled at [start, end); 0 if it is none of the registered ones. Case matters (RFC 3261 section 7.1). */
export function methodNumber(start: usize, end: usize): i32 {
  const length = <i32>(end - start);
  if (length < 3 || length > 9) return 0;
  const number = classOf(METHOD_NUMBERS, (length << 5) | (byteAt(start) & 31));
  const name = METHOD_NAMES + <usize>(number * METHOD_ROOM);
  if (<i32>load<u8>(name) !== length) return 0;
  return sameBytes(start, name + 1, <u32>length) ? number : 0;
}
