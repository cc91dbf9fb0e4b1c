/**
 * Finds the end of a message that is complete at the beginning of some bytes, by its own Content-Length (RFC 3261 section 18.3), and scans it on the way. It is
 * sure of no more than src/sip/scan/whole-message.ts, which looks closer at what is left open here.
 */
import { CONTENT, CR, FAULT, LF, MAX_BODY, MAX_HEADER_BYTES, SLASH, T_SIP_SLASH } from '../built/scan';
import { byteAt, startsWith } from './bytes';
import { isCertainlySip } from './probe';
import { scanMessage } from './scan';
import { scanned } from './scanned';
import { findByte } from './search';

/** End of the message at `start`, which `scanned` then tells of; 0 where that is left open. */
export function wholeMessageEnd(start: usize, end: usize): usize {
  const last = byteAt(end - 1);
  if ((last !== LF && last !== CR) || !isCertainlySip(start, end)) return 0;
  scanMessage(start, end);
  const bodyStart = scanned.bodyStart;
  const length = scanned.contentLength;
  if (length < 0 || length > MAX_BODY || length > <i64>(end - bodyStart)) return 0;
  if ((scanned.faults & (FAULT.HeaderEnd | FAULT.RepeatedHeader | FAULT.HeaderLine)) !== 0) return 0;
  if (bodyStart - start > <usize>MAX_HEADER_BYTES) return 0;
  if (bodyStart === end && last === CR) return 0; // its LF may be in the next segment
  const stop = bodyStart + <usize>length;
  return length === 0 || mayHoldSip() || isPlainBody(bodyStart, stop) ? stop : 0;
}

/** True where the body may hold SIP itself: a start line in it then begins no other message. */
function mayHoldSip(): bool {
  const kind = scanned.bodyKind;
  return kind === CONTENT.Multipart || kind === CONTENT.Message || kind === CONTENT.Text;
}

/** No start line begins in the body: "SIP/" stands nowhere in it, and its last line ends in it. */
function isPlainBody(start: usize, end: usize): bool {
  const last = byteAt(end - 1);
  if (last !== LF && last !== CR) return false;
  for (let at = findByte(start, end, SLASH); at < end; at = findByte(at + 1, end, SLASH))
    if (at >= start + 3 && startsWith(at - 3, end, T_SIP_SLASH)) return false;
  return true;
}
