/**
 * The Internet checksum (RFC 1071). In: bytes, in pieces of even length but the last. Out: the 16 bits a header carries.
 */
export function internetChecksum(...pieces: Uint8Array[]): number {
  let sum = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += 2) sum += (piece[at]! << 8) | (piece[at + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
