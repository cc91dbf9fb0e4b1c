/** A list of numbers that grows. */

@unmanaged
export class List {
  at: usize;
  count: i32;
  room: i32;
}

const FIRST_ROOM: i32 = 256;

export function newList(): List {
  const list = changetype<List>(heap.alloc(offsetof<List>()));
  list.at = heap.alloc(FIRST_ROOM << 2);
  list.count = 0;
  list.room = FIRST_ROOM;
  return list;
}

export function listAt(list: List): usize {
  return list.at;
}

export function listCount(list: List): i32 {
  return list.count;
}

export function clearList(list: List): void {
  list.count = 0;
}

export function push(list: List, value: i32): void {
  if (list.count === list.room) {
    list.room <<= 1;
    list.at = heap.realloc(list.at, (<usize>list.room) << 2);
  }
  store<i32>(list.at + (list.count++ << 2), value);
}
