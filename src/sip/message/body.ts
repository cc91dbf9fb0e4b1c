/** Bodies of one message (RFC 3261 section 7.4): as the JSON gives it, its parts, and the session descriptions among them. */
import { CONTENT } from '../framing/content.js';
import { visitBody } from '../framing/parts.js';
import { decodeText, isText } from '../../bytes/text.js';
import { viewOf } from '../../bytes/words.js';
import type { SipMessage } from './message.js';
import { mediaSummary, parseSdp } from './sdp.js';

/** One body, or one part of a multipart body. */
export interface BodyPart {
  /** One of CONTENT (framing/content.ts). */
  kind: number;
  /** Lower case, without parameters; "" if there is none. */
  contentType: string;
  bytes: Uint8Array;
}

/** The body of a message as `show --json` prints it: text, base64 of what is not text, null if there is none. */
export function jsonBody(bytes: Uint8Array, message: SipMessage): string | { base64: string } | null {
  const body = bytes.subarray(message.bodyStart, message.bodyEnd);
  if (body.length === 0) return null;
  return isText(body) ? decodeText(body) : { base64: Buffer.from(body).toString('base64') };
}

/** The body's parts, multiparts taken apart; one part where it is not multipart, none where there is no body. */
export function bodyParts(bytes: Uint8Array, { fields, bodyStart, bodyEnd, loneCr }: SipMessage): BodyPart[] {
  const parts: BodyPart[] = [];
  const type = fields.find(field => field.canonical === 'Content-Type');
  const source = { bytes, view: viewOf(bytes), loneCr };
  visitBody(source, type?.valueStart ?? 0, type?.end ?? 0, bodyStart, bodyEnd, {
    content(kind, typeStart, typeEnd, start, end) {
      const contentType = mediaType(decodeText(bytes, typeStart, typeEnd));
      parts.push({ kind, contentType, bytes: bytes.subarray(start, end) });
    },
  });
  return parts;
}

/** The session descriptions among the parts of a message, as text. */
export function sdpBodies(bytes: Uint8Array, message: SipMessage): string[] {
  return bodyParts(bytes, message)
    .filter(part => part.kind === CONTENT.Sdp)
    .map(part => decodeText(part.bytes));
}

/** Media of the session descriptions of a message, in short; null if it has none. */
export function messageMedia(bytes: Uint8Array, message: SipMessage): string[] | null {
  const sdp = sdpBodies(bytes, message);
  return sdp.length === 0 ? null : sdp.flatMap(text => mediaSummary(parseSdp(text)));
}

/** "Application/SDP ; charset=utf-8" gives "application/sdp". */
function mediaType(contentType: string): string {
  const [type = ''] = contentType.split(';');
  return type.replace(/\s+/g, '').toLowerCase();
}
