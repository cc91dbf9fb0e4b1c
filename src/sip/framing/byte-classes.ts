/** What a byte is in a URI, in a display name and among parameters (RFC 3261 section 25.1), for those who look for faults. */
import { SPACE, TAB, TOKEN } from './bytes.js';

/** 0 plain, else what is to be looked at; BAD where it may not stand there, or hardly does. */
export const PLAIN = 0;
export const MARK = 1;
export const BAD = 2;
export const URI = tableOf((byte, character) => {
  if (byte <= SPACE || byte >= 127 || '<>"\\^`{|}'.includes(character)) return BAD;
  return '@:;?%'.includes(character) ? MARK : PLAIN;
});
/** In a display name outside quotes: 0 if the byte may stand there. */
export const DISPLAY = tableOf((byte, character) => (TOKEN[byte] !== 0 || ' \t'.includes(character) ? PLAIN : BAD));
/** Among parameters: separators and quotes are looked at. */
export const PARAMETER = tableOf((byte, character) => {
  if ((byte < SPACE && byte !== TAB) || byte >= 127 || '<>'.includes(character)) return BAD;
  return ';,"'.includes(character) ? MARK : PLAIN;
});

function tableOf(classOf: (byte: number, character: string) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => classOf(byte, String.fromCharCode(byte)));
}
