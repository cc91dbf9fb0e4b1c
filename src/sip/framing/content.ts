/**
 * What Content-Type and Content-Length say of a body (RFC 3261 sections 20.14 and 20.15): the one place that decides what
 * is SDP, what has parts and what is text. "application/sdpx" is not SDP, and neither is what only mentions it.
 */
import {
  ascii,
  COMMA,
  isDigit,
  isSpace,
  parameterAt,
  QUOTE,
  SEMICOLON,
  SLASH,
  SPACE,
  skipSpace,
  startsWith,
  tokenEnd,
} from './bytes.js';

/** Kinds of body. */
export const CONTENT = {
  Other: 0,
  /** application/sdp */
  Sdp: 1,
  /** Any multipart: parts between boundaries (RFC 2046 section 5.1). */
  Multipart: 2,
  /** A message within the message, such as message/sipfrag (RFC 3420). */
  Message: 3,
  /** Any text, in which a start line may be quoted. */
  Text: 4,
} as const;

const APPLICATION = ascii('application');
const SDP = ascii('sdp');
const APPLICATION_SDP = ascii('application/sdp');
/** Types that are of one kind with all their subtypes. */
const WHOLE_TYPES: readonly (readonly [type: Uint8Array, kind: number])[] = [
  [ascii('multipart'), CONTENT.Multipart],
  [ascii('message'), CONTENT.Message],
  [ascii('text'), CONTENT.Text],
];
const BOUNDARY = ascii('boundary');

/** One of CONTENT for the value of a Content-Type at [start, end). White space may stand around the slash (section 25.1). */
export function contentKind(bytes: Uint8Array, start: number, end: number): number {
  // Nearly always, and then spelled so.
  if (startsWith(bytes, start, end, APPLICATION_SDP) && isEnd(bytes, start + APPLICATION_SDP.length, end))
    return CONTENT.Sdp;
  const typeEnd = tokenEnd(bytes, start, end);
  const slash = skipSpace(bytes, typeEnd, end);
  if (slash >= end || bytes[slash] !== SLASH) return CONTENT.Other;
  if (isWord(bytes, start, typeEnd, APPLICATION)) {
    const subtype = skipSpace(bytes, slash + 1, end);
    const subtypeEnd = tokenEnd(bytes, subtype, end);
    return isWord(bytes, subtype, subtypeEnd, SDP) && isEnd(bytes, subtypeEnd, end) ? CONTENT.Sdp : CONTENT.Other;
  }
  for (let i = 0; i < WHOLE_TYPES.length; i++) {
    const [type, kind] = WHOLE_TYPES[i]!;
    if (isWord(bytes, start, typeEnd, type)) return kind;
  }
  return CONTENT.Other;
}

function isWord(bytes: Uint8Array, start: number, end: number, lower: Uint8Array): boolean {
  return end - start === lower.length && startsWith(bytes, start, end, lower);
}

/** A media type ends here: at a parameter, white space or the end of the value. */
function isEnd(bytes: Uint8Array, at: number, end: number): boolean {
  return at >= end || bytes[at] === SEMICOLON || bytes[at] === COMMA || isSpace(bytes[at]!);
}

/** Where the boundary of a multipart body lies. */
export interface Boundary {
  start: number;
  end: number;
}

/** The boundary named in the Content-Type at [start, end), quoted or not; undefined if it has none. */
export function boundaryOf(bytes: Uint8Array, start: number, end: number): Boundary | undefined {
  let at = parameterAt(bytes, start, end, BOUNDARY);
  if (at < 0 || at >= end) return undefined;
  const quoted = bytes[at] === QUOTE;
  if (quoted) at++;
  const from = at;
  // No boundary holds a quote or a backslash (RFC 2046 section 5.1.1): there is nothing to unescape.
  while (at < end && (quoted ? bytes[at] !== QUOTE : bytes[at] !== SEMICOLON && bytes[at]! > SPACE)) at++;
  return at === from || (quoted && at >= end) ? undefined : { start: from, end: at };
}

/** True where a body may hold SIP itself: a start line in it then begins no other message. */
export function mayHoldSip(kind: number): boolean {
  return kind === CONTENT.Multipart || kind === CONTENT.Message || kind === CONTENT.Text;
}

/**
 * The number of a Content-Length at [start, end), saturating at 2^32 - 1; -1 if the value is anything but digits and
 * white space behind them: then the message has no length.
 */
export function contentLength(bytes: Uint8Array, start: number, end: number): number {
  let length = 0;
  let at = start;
  for (; at < end && isDigit(bytes[at]!); at++) length = Math.min(0xffff_ffff, length * 10 + bytes[at]! - 48);
  return at > start && skipSpace(bytes, at, end) === end ? length : -1;
}

/** Bodies of these types are text even where a byte of them is not. */
const TEXT_TYPES =
  /^(?:text|message)\s*\/|^application\s*\/\s*(?:sdp|dtmf(?:-relay)?|simple-message-summary|json|xml|[\w.-]+\+(?:xml|json))(?![\w.+-])/i;

/** True where a Content-Type is that of text. */
export function isTextType(contentType: string): boolean {
  return TEXT_TYPES.test(contentType);
}
