/**
 * Finds the end of a message that is complete at the beginning of some bytes, as most do in a TCP segment, by its own
 * Content-Length (RFC 3261 section 18.3), and scans it on the way. Anything unusual is left to the stream cutter
 * (framing/frame.ts), which looks at every line before it decides.
 */
import { FAULT } from '../message/faults.js';
import { CR, LF } from '../framing/bytes.js';
import { mayHoldSip } from '../framing/content.js';
import { isPlainBody, MAX_BODY, MAX_HEADER_BYTES } from '../framing/frame.js';
import type { ScannedMessage } from './scanned-message.js';

const UNCERTAIN = FAULT.HeaderEnd | FAULT.RepeatedHeader | FAULT.HeaderLine;

/** End of the message at `start`, which `out` then tells of; -1 if it takes a closer look to know it. */
export function wholeMessageEnd(bytes: Uint8Array, start: number, end: number, out: ScannedMessage): number {
  const last = bytes[end - 1];
  if (last !== LF && last !== CR) return -1;
  out.scan(bytes, start, end);
  const { bodyStart, contentLength } = out;
  const stop = bodyStart + contentLength;
  if (contentLength < 0 || contentLength > MAX_BODY || stop > end) return -1;
  if ((out.faults & UNCERTAIN) !== 0 || bodyStart - start > MAX_HEADER_BYTES) return -1;
  if (bodyStart === end && last === CR) return -1; // its LF may be in the next segment
  if (contentLength === 0) return stop;
  return mayHoldSip(out.bodyKind) || isPlainBody(bytes, bodyStart, stop, end) ? stop : -1;
}
