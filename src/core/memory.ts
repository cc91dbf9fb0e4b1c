/** Memory that is not a table: the bytes handed in from outside. */

/** SIMD reads up to this many bytes beyond the end of what it looks at. */
export const PADDING: usize = 64;

let inboxAt: usize = 0;
let inboxSize: usize = 0;

/** Where `length` bytes may be written for the core to read, with PADDING behind them; the same place each time. */
export function inbox(length: usize): usize {
  if (length > inboxSize) {
    if (inboxAt !== 0) heap.free(inboxAt);
    inboxSize = max<usize>(length, inboxSize << 1);
    inboxAt = heap.alloc(inboxSize + PADDING);
  }
  return inboxAt;
}
