/**
 * The first line of a message cut at its white space (RFC 3261 sections 7.1 and 7.2): method, Request-URI and version, or
 * version, status code and reason. More white space than allowed is passed over. A version is the last word of a request
 * line, so that white space inside a Request-URI stays there.
 */
import { isBlank, startsWith, trimEnd } from './bytes.js';
import { SIP_SLASH } from './probe.js';

/** Filled by `readStartLine`; one object is used again for every message. */
export class StartLine {
  isResponse = false;
  /** Method, or version of a response. */
  firstStart = 0;
  firstEnd = 0;
  /** Request-URI, or status code. */
  secondStart = 0;
  secondEnd = 0;
  /** Version of a request, or reason; start = end where it is missing. */
  thirdStart = 0;
  thirdEnd = 0;
}

/** Reads the line at [start, end), which does not include its line end. */
export function readStartLine(bytes: Uint8Array, start: number, end: number, line: StartLine): void {
  end = trimEnd(bytes, start, end);
  const firstEnd = wordEnd(bytes, start, end);
  const second = skipBlank(bytes, firstEnd, end);
  line.firstStart = start;
  line.firstEnd = firstEnd;
  line.secondStart = second;
  line.isResponse = startsWith(bytes, start, end, SIP_SLASH);
  if (line.isResponse) {
    line.secondEnd = wordEnd(bytes, second, end);
    line.thirdStart = skipBlank(bytes, line.secondEnd, end);
  } else {
    let last = end;
    while (last > second && !isBlank(bytes[last - 1]!)) last--;
    if (!startsWith(bytes, last, end, SIP_SLASH)) last = end;
    line.thirdStart = last;
    line.secondEnd = trimEnd(bytes, second, last);
  }
  line.thirdEnd = end;
}

function wordEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && !isBlank(bytes[at]!)) at++;
  return at;
}

function skipBlank(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && isBlank(bytes[at]!)) at++;
  return at;
}
