/**
 * Numbers for runs of bytes: each distinct run gets an id, in order of arrival from 0; ids are never used again. src/tables/interner.ts is the same as
 * TypeScript sees it.
 *
 * A look-up reads memory twice: a slot (the hash and the address of the entry), and the entry. Entries lie one after the other in chunks of an arena; a
 * chunk whose entries have all been released is freed.
 */
import { MAX_RUN } from '../built/tables';
import { sameBytes } from '../bytes';
import { hashBytes } from '../hash';
import { Arena, arenaBytes, Entry, leaveEntry, newArena, writeEntry } from './arena';
import { appendRow, newTable, rowAt, Table } from './table';

const FIRST_SLOTS: u32 = 256;

@unmanaged
export class Interner {
  /** Open addressing: the hash, and the address of the entry (0 where free). */
  slots: usize;
  mask: u32;
  count: i32;
  /** Ids that were not released. */
  alive: i32;
  limit: i32;
  /** Address of each id's entry; 0 where it was released. */
  places: Table;
  arena: Arena;
  /** While unused ids are looked for: a bit for each of the first `marked` ids, 1 where it is used. */
  marks: usize;
  marked: i32;
}

/** @param limit Most distinct runs kept. */
export function newInterner(limit: i32): Interner {
  const interner = changetype<Interner>(heap.alloc(offsetof<Interner>()));
  memory.fill(changetype<usize>(interner), 0, offsetof<Interner>());
  interner.slots = heap.alloc(FIRST_SLOTS << 3);
  memory.fill(interner.slots, 0, FIRST_SLOTS << 3);
  interner.mask = FIRST_SLOTS - 1;
  interner.limit = limit;
  interner.places = newTable(sizeof<usize>());
  interner.arena = newArena();
  return interner;
}

function knownLength(length: u32): u32 {
  return min<u32>(length, MAX_RUN);
}

/** Hash by which `intern` finds a run. */
export function runHash(start: usize, length: u32): u32 {
  return hashBytes(start, start + knownLength(length));
}

/** Id of a run; a new one if it is unknown, -1 if the table is full. */
export function intern(interner: Interner, start: usize, length: u32): i32 {
  return internHashed(interner, start, length, runHash(start, length));
}

/** `intern` for a run whose hash is known. */
export function internHashed(interner: Interner, start: usize, length: u32, hash: u32): i32 {
  length = knownLength(length);
  const slot = slotOfRun(interner, start, length, hash);
  const entry = load<usize>(slot, 4);
  if (entry === 0) return add(interner, start, length, hash, slot);
  const id = changetype<Entry>(entry).id;
  if (interner.marks !== 0) markUsed(interner, id);
  return id;
}

/** The entry in the first slot where a run with this hash would be; most often it is that of the run. 0 where there is none. */
export function nearestEntry(interner: Interner, hash: u32): usize {
  return load<usize>(interner.slots + ((hash & interner.mask) << 3), 4);
}

export function idOfEntry(entry: usize): i32 {
  return changetype<Entry>(entry).id;
}

/** Id of a run; -1 if it is unknown. */
export function find(interner: Interner, start: usize, length: u32): i32 {
  length = knownLength(length);
  const entry = load<usize>(slotOfRun(interner, start, length, runHash(start, length)), 4);
  return entry === 0 ? -1 : changetype<Entry>(entry).id;
}

/** True where a run is that of an id. */
export function isRun(interner: Interner, id: i32, start: usize, length: u32): bool {
  if (<u32>id >= <u32>interner.count) return false;
  const entry = placeOf(interner, id);
  return entry !== 0 && equals(entry, start, knownLength(length));
}

/** Where the bytes of an id lie; 0 if it was released. */
export function bytesOf(interner: Interner, id: i32): usize {
  if (<u32>id >= <u32>interner.count) return 0;
  const entry = placeOf(interner, id);
  return entry === 0 ? 0 : entry + offsetof<Entry>();
}

/** How many bytes `bytesOf` tells the place of. */
export function lengthOf(interner: Interner, id: i32): i32 {
  return changetype<Entry>(placeOf(interner, id)).length;
}

/** Makes the run of an id be met anew from now on; its bytes are there until it is released. */
export function unlink(interner: Interner, id: i32): void {
  const slot = slotOfId(interner, id);
  if (slot === 0) return;
  interner.alive--;
  empty(interner, slot);
}

/** Forgets an id and its bytes. */
export function release(interner: Interner, id: i32): void {
  if (<u32>id >= <u32>interner.count) return;
  const entry = placeOf(interner, id);
  if (entry === 0) return;
  unlink(interner, id);
  leaveEntry(interner.arena, entry);
  store<usize>(rowAt(interner.places, id), 0);
}

/** Writes the bytes of an id anew, so that the chunk of the arena where they lay may become free. */
export function rewrite(interner: Interner, id: i32): void {
  const slot = slotOfId(interner, id);
  if (slot === 0) return;
  const entry = placeOf(interner, id);
  const anew = writeEntry(interner.arena, id, entry + offsetof<Entry>(), changetype<Entry>(entry).length);
  store<usize>(slot, anew, 4);
  store<usize>(rowAt(interner.places, id), anew);
  leaveEntry(interner.arena, entry);
}

/** Begins to note which ids are used. Those interned until `endMarks` are noted by themselves. */
export function beginMarks(interner: Interner): void {
  endMarks(interner);
  interner.marked = interner.count;
  const bytes = (<usize>interner.marked >> 3) + 1;
  interner.marks = heap.alloc(bytes);
  memory.fill(interner.marks, 0, bytes);
}

export function endMarks(interner: Interner): void {
  if (interner.marks !== 0) heap.free(interner.marks);
  interner.marks = 0;
}

export function markUsed(interner: Interner, id: i32): void {
  if (<u32>id >= <u32>interner.marked) return;
  const at = interner.marks + (id >>> 3);
  store<u8>(at, load<u8>(at) | ((<u8>1) << (<u8>id & 7)));
}

/** Whether an id was noted, or came after marking began. */
export function isUsed(interner: Interner, id: i32): bool {
  return id >= interner.marked || ((load<u8>(interner.marks + (id >>> 3)) >>> (id & 7)) & 1) === 1;
}

/** Memory held, in bytes. */
export function internerBytes(interner: Interner): f64 {
  return arenaBytes(interner.arena) + <f64>((interner.mask + 1) << 3) + <f64>interner.places.chunkCount * 262144;
}

function placeOf(interner: Interner, id: i32): usize {
  return load<usize>(rowAt(interner.places, id));
}

/** Runs compared so far, byte by byte. */
export let runsCompared: i32 = 0;

function equals(entry: usize, start: usize, length: u32): bool {
  runsCompared++;
  return changetype<Entry>(entry).length === length && sameBytes(entry + offsetof<Entry>(), start, length);
}

/** The slot with this run, or the free one where it belongs. */
function slotOfRun(interner: Interner, start: usize, length: u32, hash: u32): usize {
  const slots = interner.slots;
  const mask = interner.mask;
  let at = hash & mask;
  while (true) {
    const slot = slots + (at << 3);
    const entry = load<usize>(slot, 4);
    if (entry === 0 || (load<u32>(slot) === hash && equals(entry, start, length))) return slot;
    at = (at + 1) & mask;
  }
}

/** The slot of an id; 0 if it can no longer be found. */
function slotOfId(interner: Interner, id: i32): usize {
  if (<u32>id >= <u32>interner.count) return 0;
  const entry = placeOf(interner, id);
  if (entry === 0) return 0;
  const hash = runHash(entry + offsetof<Entry>(), changetype<Entry>(entry).length);
  let at = hash & interner.mask;
  while (true) {
    const slot = interner.slots + (at << 3);
    const there = load<usize>(slot, 4);
    if (there === entry) return slot;
    if (there === 0) return 0;
    at = (at + 1) & interner.mask;
  }
}

function add(interner: Interner, start: usize, length: u32, hash: u32, slot: usize): i32 {
  if (interner.count >= interner.limit) return -1;
  const id = interner.count++;
  const entry = writeEntry(interner.arena, id, start, length);
  store<usize>(rowAt(interner.places, appendRow(interner.places)), entry);
  store<u32>(slot, hash);
  store<usize>(slot, entry, 4);
  if (<u32>++interner.alive * 4 > interner.mask * 3) grow(interner);
  return id;
}

function grow(interner: Interner): void {
  const old = interner.slots;
  const count = interner.mask + 1;
  const mask = (count << 1) - 1;
  const slots = heap.alloc(count << 4);
  memory.fill(slots, 0, count << 4);
  for (let at: u32 = 0; at < count; at++) {
    const slot = load<u64>(old + (at << 3));
    if (slot >>> 32 === 0) continue;
    let to = <u32>slot & mask;
    while (load<usize>(slots + (to << 3), 4) !== 0) to = (to + 1) & mask;
    store<u64>(slots + (to << 3), slot);
  }
  heap.free(old);
  interner.slots = slots;
  interner.mask = mask;
}

/** Empties a slot, and moves up those behind it that would not be found across the hole. */
function empty(interner: Interner, slot: usize): void {
  const slots = interner.slots;
  const mask = interner.mask;
  let hole = <u32>(slot - slots) >>> 3;
  for (let at = (hole + 1) & mask; ; at = (at + 1) & mask) {
    const next = slots + (at << 3);
    if (load<usize>(next, 4) === 0) break;
    if (((at - load<u32>(next)) & mask) < ((at - hole) & mask)) continue;
    store<u64>(slots + (hole << 3), load<u64>(next));
    hole = at;
  }
  store<u64>(slots + (hole << 3), 0);
}

export function placesOf(interner: Interner): Table {
  return interner.places;
}

export function idsOf(interner: Interner): i32 {
  return interner.count;
}

/** Ids below it are noted one by one. */
export function markedOf(interner: Interner): i32 {
  return interner.marked;
}
