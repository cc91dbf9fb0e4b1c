/**
 * Packet times of pcapng (draft-ietf-opsawg-pcapng, if_tsresol): a 64-bit count in two halves becomes whole µs, rounded
 * down. Exact while the result fits a double (until the year 2255), without BigInt.
 */
const TWO_32 = 2 ** 32;

/** The default if_tsresol: 10^-6 s. */
export const MICROSECONDS = 6;

/** `resolution` is the if_tsresol byte: a negative power of 10, or of 2 if its highest bit is set. */
export function timestampUs(high: number, low: number, resolution: number): number {
  if (resolution === MICROSECONDS) return high * TWO_32 + low;
  if (resolution >= 0x80) return binaryUs(high, low, resolution - 0x80);
  if (resolution < MICROSECONDS) return (high * TWO_32 + low) * 10 ** (MICROSECONDS - resolution);
  for (let power = resolution - MICROSECONDS; power > 0; power -= 6) {
    // Long division by at most 10^6: the remainder and the low half together stay below 2^53.
    const divisor = 10 ** Math.min(power, 6);
    low = Math.floor(((high % divisor) * TWO_32 + low) / divisor);
    high = Math.floor(high / divisor);
  }
  return high * TWO_32 + low;
}

/** Converts a count in units of 2^-bits s. */
function binaryUs(high: number, low: number, bits: number): number {
  if (bits <= 32) {
    const unit = 2 ** bits;
    const seconds = high * 2 ** (32 - bits) + Math.floor(low / unit);
    return seconds * 1e6 + Math.floor(((low % unit) * 1e6) / unit);
  }
  const unit = 2 ** (bits - 32);
  const fraction = (high % unit) * 1e6 + Math.floor((low * 1e6) / TWO_32);
  return Math.floor(high / unit) * 1e6 + Math.floor(fraction / unit);
}
