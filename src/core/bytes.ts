/** Bytes eight at a time. */

/** True where `length` bytes at two addresses are the same. Reads up to seven bytes beyond both. */
export function sameBytes(a: usize, b: usize, length: u32): bool {
  let at: u32 = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(a + at) !== load<u64>(b + at)) return false;
  const rest = <u64>(length - at);
  if (rest === 0) return true;
  const mask = ((<u64>1) << (rest << 3)) - 1;
  return ((load<u64>(a + at) ^ load<u64>(b + at)) & mask) === 0;
}
