/** The values of the headers that link the legs of a call, as offsets. LINK_HEADERS says which they are and why. */
import {
  ascii,
  EQUALS,
  parameterAt,
  QUOTE,
  skipSpace,
  startsWith,
  trimEnd,
  valueEnd,
} from '../../../src/sip/framing/bytes.js';
import { CHARGING_VECTOR, LINKS, VIA } from '../../../src/sip/headers/header-rules.js';
import { METHOD } from '../../../src/sip/headers/methods.js';
import { MAX_LINKS, MAX_TRACE, MIN_TRACE, type ScannedMessage } from '../../../src/sip/scan/scanned-message.js';

const ICID_VALUE = ascii('icid-value');

/** Notes the value at [start, end) if the header numbered `id` may link legs. */
export function scanLink(id: number, bytes: Uint8Array, start: number, end: number, out: ScannedMessage): void {
  const isTrace = id >= LINKS.length;
  if (isTrace ? !isInvite(out) : LINKS[id] === 0) return;
  let from = skipSpace(bytes, start, end);
  let to = trimEnd(bytes, from, end);
  if (isTrace && (to - from < MIN_TRACE || to - from > MAX_TRACE)) return;
  if (id === CHARGING_VECTOR) {
    from = icidAt(bytes, from, to);
    if (from < 0) return;
    to = valueEnd(bytes, from, to);
    if (to - from >= 2 && bytes[from] === QUOTE && bytes[to - 1] === QUOTE) {
      from++;
      to--;
    }
  }
  putLink(id, from, to, out);
}

/** Notes the branch of the last Via of an INVITE that has several, which lies at [from, to). */
export function scanLastVia(from: number, to: number, out: ScannedMessage): void {
  if (isInvite(out) && out.toTag === 0) putLink(VIA, from, to, out);
}

function isInvite(out: ScannedMessage): boolean {
  return out.isResponse === 0 && out.method === METHOD.INVITE;
}

function putLink(id: number, from: number, to: number, out: ScannedMessage): void {
  if (to <= from) return;
  if (out.linkCount === MAX_LINKS) {
    out.linksLeft++;
    return;
  }
  out.linkKind[out.linkCount] = id;
  out.linkStart[out.linkCount] = from;
  out.linkEnd[out.linkCount++] = to;
}

/** Offset of the icid-value, mostly the first parameter; -1 if there is none. */
function icidAt(bytes: Uint8Array, start: number, end: number): number {
  if (startsWith(bytes, start, end, ICID_VALUE)) {
    const equals = skipSpace(bytes, start + ICID_VALUE.length, end);
    if (equals < end && bytes[equals] === EQUALS) return skipSpace(bytes, equals + 1, end);
  }
  return parameterAt(bytes, start, end, ICID_VALUE);
}
