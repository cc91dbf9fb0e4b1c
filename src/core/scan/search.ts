/** Bytes sixteen at a time. Up to 15 bytes beyond the end are read, and never believed (memory.ts: PADDING). */

/** First address in [at, end) that holds a byte; `end` if none does. */
export function findByte(at: usize, end: usize, byte: i32): usize {
  const wanted = i8x16.splat(<i8>byte);
  while (at < end) {
    const met = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (met !== 0) return min(at + <usize>ctz(met), end);
    at += 16;
  }
  return end;
}

/** First address in [at, end) that holds a byte below 14, as line ends are; `end` if none does. */
export function findLow(at: usize, end: usize): usize {
  const limit = i8x16.splat(14);
  while (at < end) {
    const met = i8x16.bitmask(i8x16.lt_u(v128.load(at), limit));
    if (met !== 0) return min(at + <usize>ctz(met), end);
    at += 16;
  }
  return end;
}

/** First address in [at, end) that holds a byte of a class (core-constants/source.ts, `byteClass`); `end` if none does. */
export function findClass(at: usize, end: usize, byteClass: usize): usize {
  const low = v128.load(byteClass);
  const high = v128.load(byteClass, 16);
  const lowHalf = i8x16.splat(15);
  while (at < end) {
    const bytes = v128.load(at);
    const rows = v128.and(i8x16.swizzle(low, v128.and(bytes, lowHalf)), i8x16.swizzle(high, i8x16.shr_u(bytes, 4)));
    const met = i8x16.bitmask(i8x16.ne(rows, i8x16.splat(0)));
    if (met !== 0) return min(at + <usize>ctz(met), end);
    at += 16;
  }
  return end;
}
