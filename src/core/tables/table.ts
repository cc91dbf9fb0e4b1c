/**
 * A table of records: chunks of CHUNK_ROWS rows, so that growth moves nothing. TypeScript declares the records (src/tables/records.ts) and reads them
 * where they lie. As old chunks are dropped, one by one, the rows still alive in them move to memory of their own, under the same numbers.
 */

import { clear } from '../bytes';

export const CHUNK_BITS: i32 = 16;
const CHUNK_ROWS: i32 = 1 << CHUNK_BITS;
const CHUNK_MASK: i32 = CHUNK_ROWS - 1;
const FIRST_CHUNKS: i32 = 16;
const FIRST_MOVED: u32 = 64;
/** The longest record. */
const MAX_RECORD: i32 = 128;

@unmanaged
export class Table {
  /** Bytes a row. */
  size: u32;
  /** Rows so far; they are numbered from 0. */
  count: i32;
  /** Addresses of the chunks by number; 0 where one was dropped. */
  chunks: usize;
  chunkCount: i32;
  chunkRoom: i32;
  /** Rows that moved: slots of the row + 1 (0 where free) and the address of its record. */
  moved: usize;
  movedMask: u32;
  movedCount: i32;
}

/** Chunks added to any table since the beginning: TypeScript looks at new ones. */
export let chunksAdded: i32 = 0;

/** Stands for a row that was dropped: all its fields are 0, whatever was written to it. */
const NOWHERE: usize = memory.data(MAX_RECORD, 8);

export function newTable(size: u32): Table {
  const table = changetype<Table>(heap.alloc(offsetof<Table>()));
  memory.fill(changetype<usize>(table), 0, offsetof<Table>());
  table.size = size;
  table.chunkRoom = FIRST_CHUNKS;
  table.chunks = heap.alloc(FIRST_CHUNKS * sizeof<usize>());
  return table;
}

/** Adds a row with all fields 0; returns its number. The size of a row is a multiple of 8. */
export function addRow(table: Table): i32 {
  const row = appendRow(table);
  clear(rowAt(table, row), table.size);
  return row;
}

/** Adds a row that the caller fills; returns its number. */
export function appendRow(table: Table): i32 {
  const row = table.count++;
  if ((row & CHUNK_MASK) === 0) addChunk(table);
  return row;
}

function addChunk(table: Table): void {
  if (table.chunkCount === table.chunkRoom) {
    table.chunkRoom <<= 1;
    table.chunks = heap.realloc(table.chunks, table.chunkRoom * sizeof<usize>());
  }
  store<usize>(table.chunks + table.chunkCount * sizeof<usize>(), heap.alloc(table.size << CHUNK_BITS));
  table.chunkCount++;
  chunksAdded++;
}

/** Address of a chunk; 0 where it was dropped. */
export function chunkAt(table: Table, chunk: i32): usize {
  return load<usize>(table.chunks + chunk * sizeof<usize>());
}

/** Address of a row's record. That of a dropped row is not to be written to. */
export function rowAt(table: Table, row: i32): usize {
  const chunk = load<usize>(table.chunks + (row >>> CHUNK_BITS) * sizeof<usize>());
  return chunk !== 0 ? chunk + (row & CHUNK_MASK) * table.size : movedOrNowhere(table, row);
}

function movedOrNowhere(table: Table, row: i32): usize {
  const at = movedAt(table, row);
  if (at !== 0) return at;
  clear(NOWHERE, MAX_RECORD);
  return NOWHERE;
}

/** Address of a row that moved; 0 if it did not, or was dropped. */
export function movedAt(table: Table, row: i32): usize {
  if (table.movedCount === 0) return 0;
  const slot = slotOf(table, row);
  return load<i32>(slot) === 0 ? 0 : load<usize>(slot, 4);
}

/** Moves a row out of its chunk, which is to be dropped. */
export function moveRow(table: Table, row: i32): void {
  if (table.movedCount * 2 >= <i32>table.movedMask) growMoved(table);
  const record = heap.alloc(table.size);
  memory.copy(record, rowAt(table, row), table.size);
  put(table, row, record);
  table.movedCount++;
}

/** Forgets a row that moved; nothing happens for another. */
export function releaseRow(table: Table, row: i32): void {
  if (table.movedCount === 0) return;
  let slot = slotOf(table, row);
  if (load<i32>(slot) === 0) return;
  heap.free(load<usize>(slot, 4));
  table.movedCount--;
  // Those behind it that would not be found across the hole move up.
  let hole = <u32>(slot - table.moved) >>> 3;
  for (let next = (hole + 1) & table.movedMask; ; next = (next + 1) & table.movedMask) {
    slot = table.moved + (next << 3);
    const there = load<i32>(slot);
    if (there === 0) break;
    const fromHome = (next - homeOf(table, there - 1)) & table.movedMask;
    if (fromHome < ((next - hole) & table.movedMask)) continue;
    store<u64>(table.moved + (hole << 3), load<u64>(slot));
    hole = next;
  }
  store<u64>(table.moved + (hole << 3), 0);
}

/** Lets go of a chunk, whose rows moved or are needed no more. */
export function dropChunk(table: Table, chunk: i32): void {
  const at = table.chunks + chunk * sizeof<usize>();
  heap.free(load<usize>(at));
  store<usize>(at, 0);
}

function homeOf(table: Table, row: i32): u32 {
  return (<u32>row * 0x9e3779b1) & table.movedMask;
}

/** The slot of a row, or the free one where it belongs. */
function slotOf(table: Table, row: i32): usize {
  let at = homeOf(table, row);
  while (true) {
    const slot = table.moved + (at << 3);
    const there = load<i32>(slot);
    if (there === 0 || there === row + 1) return slot;
    at = (at + 1) & table.movedMask;
  }
}

function put(table: Table, row: i32, record: usize): void {
  const slot = slotOf(table, row);
  store<i32>(slot, row + 1);
  store<usize>(slot, record, 4);
}

function growMoved(table: Table): void {
  const old = table.moved;
  const slots: u32 = old === 0 ? 0 : table.movedMask + 1;
  const grown: u32 = old === 0 ? FIRST_MOVED : slots << 1;
  table.moved = heap.alloc(grown << 3);
  memory.fill(table.moved, 0, grown << 3);
  table.movedMask = grown - 1;
  for (let at: u32 = 0; at < slots; at++) {
    const row = load<i32>(old + (at << 3));
    if (row !== 0) put(table, row - 1, load<usize>(old + (at << 3), 4));
  }
  if (old !== 0) heap.free(old);
}

export function rowsOf(table: Table): i32 {
  return table.count;
}

export function chunksOf(table: Table): i32 {
  return table.chunkCount;
}
