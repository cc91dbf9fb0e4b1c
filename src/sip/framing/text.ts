/**
 * Bytes of a message as text for people: UTF-8 (RFC 3261 section 7), or Latin-1 if the bytes are no UTF-8, so that
 * every byte shows as something.
 */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of bytes [start, end). */
export function decodeText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const part = bytes.subarray(start, end);
  try {
    return utf8.decode(part);
  } catch {
    return Buffer.from(part.buffer, part.byteOffset, part.length).toString('latin1');
  }
}

/** True where the bytes are text: UTF-8 without control characters other than tab, line feed and carriage return. */
export function isText(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if ((byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 127) return false;
  }
  try {
    utf8.decode(bytes.subarray(start, end));
    return true;
  } catch {
    return false;
  }
}
