/** Memory that is not a table: bytes handed in from outside. */

/** SIMD reads up to this many bytes beyond the end of what it looks at. */
export const PADDING: usize = 64;

/** Memory that grows, for one thing after the other. */
@unmanaged
class Area {
  at: usize;
  size: usize;
}

const messages = changetype<Area>(memory.data(8, 8));
const lookUps = changetype<Area>(memory.data(8, 8));
const windows = changetype<Area>(memory.data(8, 8));

/** Where a message of `length` bytes may be written; the same place each time. */
export function inbox(length: usize): usize {
  return room(messages, length);
}

/** Where `length` bytes may be written that are looked up, while a message is in the inbox. */
export function desk(length: usize): usize {
  return room(lookUps, length);
}

/** Where `length` bytes of a file may be written. */
export function windowOf(length: usize): usize {
  return room(windows, length);
}

/** At least `length` bytes, with PADDING behind them. */
function room(area: Area, length: usize): usize {
  if (length <= area.size && area.at !== 0) return area.at;
  if (area.at !== 0) heap.free(area.at);
  area.size = max<usize>(length, area.size << 1);
  area.at = heap.alloc(area.size + PADDING);
  return area.at;
}
