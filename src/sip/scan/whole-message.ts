/**
 * A message that lies whole at the beginning of some bytes, as most do in a TCP segment. In: the bytes of a stream where a message
 * begins. Out: where it ends by its own Content-Length (RFC 3261 18.3), and what it says; whatever is unusual about it is left to
 * the cutter (frame.ts), which looks at every line before it decides.
 */
import { FAULT } from '../message/faults.js';
import { isPlainBody, MAX_BODY, MAX_HEADERS } from '../framing/frame.js';
import { scanMessage } from './scan.js';
import { BODY, type ScannedMessage } from './scanned-message.js';

const CR = 13;
const LF = 10;
const UNCERTAIN = FAULT.HeaderEnd | FAULT.RepeatedHeader | FAULT.HeaderLine;

/** End of the message at `start`, which `out` then tells of; -1 where it takes a closer look to know it. */
export function wholeMessageEnd(bytes: Uint8Array, start: number, end: number, out: ScannedMessage): number {
  const last = bytes[end - 1];
  if (last !== LF && last !== CR) return -1;
  scanMessage(bytes, start, end, out);
  const { bodyStart, contentLength } = out;
  const stop = bodyStart + contentLength;
  if (contentLength < 0 || contentLength > MAX_BODY || stop > end) return -1;
  if ((out.faults & UNCERTAIN) !== 0 || bodyStart - start > MAX_HEADERS) return -1;
  if (contentLength === 0) return stop;
  // What a body of several parts says was looked for up to the end of the bytes.
  if (out.bodyKind === BODY.Multipart) return stop === end ? stop : -1;
  return out.bodyKind === BODY.Sdp && isPlainBody(bytes, bodyStart, stop, end) ? stop : -1;
}
