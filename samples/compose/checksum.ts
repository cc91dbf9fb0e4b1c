/** The Internet checksum (RFC 1071) over pieces of even length (the last may be odd), as the 16 bits of a header. */
export function internetChecksum(...pieces: Uint8Array[]): number {
  let sum = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += 2) sum += (piece[at]! << 8) | (piece[at + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
