/**
 * Bodies (RFC 3261 section 7.4; RFC 2046 section 5.1 for multipart). In: the bytes of a message and its parse. Out: the body as the
 * JSON gives it, its parts, the session descriptions among them.
 */
import { headerValue, type SipMessage } from './message.js';
import { mediaSummary, parseSdp } from './sdp.js';
import { decodeText, isText } from '../framing/text.js';

/** One body, or one part of a multipart body. */
export interface BodyPart {
  /** Lower case, without parameters; "" where it is not told. */
  contentType: string;
  bytes: Uint8Array;
}

/** Parts of a multipart body looked at, and how deep parts may nest. */
const MAX_PARTS = 64;
const MAX_DEPTH = 4;

/** The body of a message as `show --json` prints it: text, base64 of what is not text, null where there is none. */
export function jsonBody(bytes: Uint8Array, message: SipMessage): string | { base64: string } | null {
  const body = bytes.subarray(message.bodyStart, message.bodyEnd);
  if (body.length === 0) return null;
  return isText(body) ? decodeText(body) : { base64: Buffer.from(body).toString('base64') };
}

/** The body's parts, outermost multiparts taken apart; one part where it is not multipart, none where there is no body. */
export function bodyParts(bytes: Uint8Array, message: SipMessage): BodyPart[] {
  const body = bytes.subarray(message.bodyStart, message.bodyEnd);
  if (body.length === 0) return [];
  const parts: BodyPart[] = [];
  split(body, headerValue(message, 'Content-Type') ?? '', 0, parts);
  return parts;
}

/** Media of the session descriptions of a message, in short; null where it has none. */
export function messageMedia(bytes: Uint8Array, message: SipMessage): string[] | null {
  const sdp = bodyParts(bytes, message).filter(part => part.contentType === 'application/sdp');
  return sdp.length === 0 ? null : sdp.flatMap(part => mediaSummary(parseSdp(decodeText(part.bytes))));
}

function split(body: Uint8Array, contentType: string, depth: number, parts: BodyPart[]): void {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(contentType);
  const delimiter = boundary?.[1] ?? boundary?.[2] ?? '';
  if (!type.startsWith('multipart/') || delimiter === '' || depth >= MAX_DEPTH) {
    parts.push({ contentType: type, bytes: body });
    return;
  }
  // Latin-1 keeps one character a byte, so that offsets in the text are offsets in the bytes.
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1');
  const mark = `--${delimiter}`;
  let start = text.startsWith(mark) ? 0 : text.indexOf(`\n${mark}`) + 1;
  if (start === 0 && !text.startsWith(mark)) {
    parts.push({ contentType: type, bytes: body });
    return;
  }
  while (parts.length < MAX_PARTS && !text.startsWith('--', start + mark.length)) {
    const lineEnd = text.indexOf('\n', start);
    if (lineEnd < 0) return;
    const next = text.indexOf(`\n${mark}`, lineEnd);
    const end = next < 0 ? text.length : text[next - 1] === '\r' ? next - 1 : next;
    part(body, text, lineEnd + 1, Math.max(lineEnd + 1, end), depth, parts);
    if (next < 0) return;
    start = next + 1;
  }
}

/** One part: its own headers, a blank line, its bytes. */
function part(body: Uint8Array, text: string, start: number, end: number, depth: number, parts: BodyPart[]): void {
  const own = text.slice(start, end);
  const [blank] = /^\r?\n|\r?\n\r?\n/.exec(own) ?? [];
  const blankAt = blank === undefined ? -1 : own.indexOf(blank);
  const headers = blankAt < 0 ? '' : own.slice(0, blankAt);
  const type = /^content-type\s*:\s*((?:.|\r?\n[ \t])*)/im.exec(headers)?.[1] ?? '';
  const contentStart = blankAt < 0 ? start : start + blankAt + (blank?.length ?? 0);
  split(body.subarray(contentStart, end), type, depth + 1, parts);
}
