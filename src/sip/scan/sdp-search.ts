/**
 * Whether a multipart body holds SDP, for the scanner: a part that is application/sdp and not empty. What only mentions
 * the type is none.
 */
import { CONTENT } from '../framing/content.js';
import { type BodyVisitor, visitBody } from '../framing/parts.js';
import type { ScannedMessage } from './scanned-message.js';

class SdpSearch implements BodyVisitor {
  found = false;

  content(kind: number): void {
    if (kind === CONTENT.Sdp) this.found = true;
  }
}

const search = new SdpSearch();

/** True where the multipart body of the message scanned, which ends at `end`, has a part that is SDP. */
export function holdsSdp(
  bytes: Uint8Array,
  view: DataView,
  end: number,
  loneCr: boolean,
  { bodyStart, contentLength, contentTypeStart, contentTypeEnd }: ScannedMessage,
): boolean {
  search.found = false;
  const bodyEnd = contentLength < 0 ? end : Math.min(end, bodyStart + contentLength);
  visitBody({ bytes, view, loneCr }, contentTypeStart, contentTypeEnd, bodyStart, bodyEnd, search);
  return search.found;
}
