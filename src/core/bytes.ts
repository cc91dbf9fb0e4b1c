/** Bytes eight at a time: `memory.fill` and `memory.copy` are calls, which take longer than a few words do. */

/** Sets `length` bytes, a multiple of 8, to 0. */
export function clear(at: usize, length: u32): void {
  for (const end = at + length; at < end; at += 8) store<u64>(at, 0);
}

/** Copies `length` bytes; up to seven more are read and written. */
export function copyWords(to: usize, from: usize, length: u32): void {
  for (let at: u32 = 0; at < length; at += 8) store<u64>(to + at, load<u64>(from + at));
}

/** True where `length` bytes at two addresses are the same. Reads up to seven bytes beyond both. */
export function sameBytes(a: usize, b: usize, length: u32): bool {
  let at: u32 = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(a + at) !== load<u64>(b + at)) return false;
  const rest = <u64>(length - at);
  if (rest === 0) return true;
  const mask = ((<u64>1) << (rest << 3)) - 1;
  return ((load<u64>(a + at) ^ load<u64>(b + at)) & mask) === 0;
}
