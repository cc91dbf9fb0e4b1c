/** Percent escapes of URIs (RFC 3261 section 19.1.2): "%41" is "A". */
import { PERCENT } from '../../../../src/sip/framing/bytes.js';

/** Value of a hexadecimal digit; -1 for any other byte. */
function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 0x20;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Writes [start, end) without escapes to the start of `to`, as far as that has room; answers the bytes written. A wrong escape stays. */
export function unescapeInto(view: DataView, start: number, end: number, to: Uint8Array): number {
  let length = 0;
  for (let at = start; at < end && length < to.length; at++) {
    const byte = view.getUint8(at);
    const high = byte === PERCENT && at + 2 < end ? hexDigit(view.getUint8(at + 1)) : -1;
    const low = high >= 0 ? hexDigit(view.getUint8(at + 2)) : -1;
    if (low >= 0) {
      to[length++] = high * 16 + low;
      at += 2;
    } else {
      to[length++] = byte;
    }
  }
  return length;
}
