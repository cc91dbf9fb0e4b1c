/** What Content-Type and Content-Length say of a body (RFC 3261 sections 20.14 and 20.15), as in src/sip/framing/content.ts. */
import {
  COMMA,
  CONTENT,
  SEMICOLON,
  SLASH,
  T_APPLICATION,
  T_APPLICATION_SDP,
  T_MESSAGE,
  T_MULTIPART,
  T_SDP,
  T_TEXT,
} from '../built/scan';
import { appended, byteAt, isDigit, isSpace, skipSpace, startsWith, textLength, tokenEnd } from './bytes';

/** One of CONTENT for the value of a Content-Type at [start, end). White space may stand around the slash (section 25.1). */
export function contentKind(start: usize, end: usize): i32 {
  // Nearly always, and then spelled so.
  if (startsWith(start, end, T_APPLICATION_SDP) && isEnd(start + textLength(T_APPLICATION_SDP), end))
    return CONTENT.Sdp;
  const typeEnd = tokenEnd(start, end);
  const slash = skipSpace(typeEnd, end);
  if (slash >= end || byteAt(slash) !== SLASH) return CONTENT.Other;
  if (isWord(start, typeEnd, T_APPLICATION)) {
    const subtype = skipSpace(slash + 1, end);
    const subtypeEnd = tokenEnd(subtype, end);
    return isWord(subtype, subtypeEnd, T_SDP) && isEnd(subtypeEnd, end) ? CONTENT.Sdp : CONTENT.Other;
  }
  if (isWord(start, typeEnd, T_MULTIPART)) return CONTENT.Multipart;
  if (isWord(start, typeEnd, T_MESSAGE)) return CONTENT.Message;
  return isWord(start, typeEnd, T_TEXT) ? CONTENT.Text : CONTENT.Other;
}

function isWord(start: usize, end: usize, text: usize): bool {
  return end - start === textLength(text) && startsWith(start, end, text);
}

/** A media type ends here: at a parameter, white space or the end of the value. */
function isEnd(at: usize, end: usize): bool {
  return at >= end || byteAt(at) === SEMICOLON || byteAt(at) === COMMA || isSpace(byteAt(at));
}

/** The number of a Content-Length at [start, end), saturating at 2^32 - 1; -1 if the value is anything but digits and white space behind them. */
export function contentLength(start: usize, end: usize): i64 {
  let length: i64 = 0;
  let at = start;
  for (; at < end && isDigit(byteAt(at)); at++) length = appended(length, byteAt(at));
  return at > start && skipSpace(at, end) === end ? length : -1;
}
