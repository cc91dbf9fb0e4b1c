/** Stands in until the scanner's is here. */
export function hashBytes(start: usize, end: usize): u32 {
  let hash: u32 = <u32>(end - start) ^ 0x9e3779b1;
  for (let at = start; at < end; at++) hash = (hash ^ load<u8>(at)) * 0x01000193;
  hash ^= hash >>> 15;
  return hash === 0 ? 1 : hash;
}
