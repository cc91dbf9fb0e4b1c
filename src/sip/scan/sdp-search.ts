/**
 * Whether a multipart body holds SDP, for the scanner: a part that is application/sdp and not empty. What only mentions
 * the type is none.
 */
import { CONTENT } from '../framing/content.js';
import { type BodySource, type BodyVisitor, visitBody } from '../framing/parts.js';
import type { ScannedMessage } from './scanned-message.js';

class SdpSearch implements BodyVisitor {
  found = false;

  content(kind: number): void {
    if (kind === CONTENT.Sdp) this.found = true;
  }
}

const search = new SdpSearch();

/** True where the multipart body at [start, end), whose Content-Type is at [typeStart, typeEnd), has a part that is SDP. */
export function multipartHoldsSdp(
  source: BodySource,
  typeStart: number,
  typeEnd: number,
  start: number,
  end: number,
): boolean {
  search.found = false;
  visitBody(source, typeStart, typeEnd, start, end, search);
  return search.found;
}

/** The same of the message scanned, which ends at `end`. */
export function holdsSdp(
  bytes: Uint8Array,
  view: DataView,
  end: number,
  loneCr: boolean,
  { bodyStart, contentLength, contentTypeStart, contentTypeEnd }: ScannedMessage,
): boolean {
  const bodyEnd = contentLength < 0 ? end : Math.min(end, bodyStart + contentLength);
  return multipartHoldsSdp({ bytes, view, loneCr }, contentTypeStart, contentTypeEnd, bodyStart, bodyEnd);
}
