/**
 * The bytes of an interner: entries one after the other in chunks, each its id, its length, its chunk and its bytes. A chunk whose entries have all been released is
 * freed, and its number is used again.
 */
import { copyWords } from '../bytes';

const ARENA_CHUNK: u32 = 1 << 20;
/** Comparing reads whole words: up to this far beyond an entry. */
const ARENA_PADDING: u32 = 16;
const FIRST_CHUNKS: i32 = 16;

/** Before the bytes of an entry. */
@unmanaged
export class Entry {
  id: i32;
  length: u16;
  /** Number of its chunk. */
  chunk: u16;
}

@unmanaged
class ArenaChunk {
  at: usize;
  /** Entries that were not released. */
  entries: i32;
}

@unmanaged
export class Arena {
  /** ArenaChunks by number. */
  chunks: usize;
  count: i32;
  room: i32;
  /** The chunk that is written to, and bytes used of it. */
  current: i32;
  used: u32;
}

export function newArena(): Arena {
  const arena = changetype<Arena>(heap.alloc(offsetof<Arena>()));
  arena.chunks = heap.alloc(FIRST_CHUNKS * offsetof<ArenaChunk>());
  arena.count = 0;
  arena.room = FIRST_CHUNKS;
  arena.current = -1;
  arena.used = ARENA_CHUNK;
  return arena;
}

/** Memory held, in bytes. */
export function arenaBytes(arena: Arena): f64 {
  let chunks = 0;
  for (let at = 0; at < arena.count; at++) if (chunkOf(arena, at).at !== 0) chunks++;
  return <f64>chunks * ARENA_CHUNK;
}

/** Writes an entry; returns its address. */
export function writeEntry(arena: Arena, id: i32, start: usize, length: u32): usize {
  const size = (<u32>offsetof<Entry>() + length + 7) & ~7;
  if (arena.used + size + ARENA_PADDING > ARENA_CHUNK) openChunk(arena);
  const chunk = chunkOf(arena, arena.current);
  const at = chunk.at + arena.used;
  const entry = changetype<Entry>(at);
  entry.id = id;
  entry.length = <u16>length;
  entry.chunk = <u16>arena.current;
  copyWords(at + offsetof<Entry>(), start, length);
  arena.used += size;
  chunk.entries++;
  return at;
}

/** An entry is needed no more. */
export function leaveEntry(arena: Arena, entry: usize): void {
  const number = <i32>changetype<Entry>(entry).chunk;
  const chunk = chunkOf(arena, number);
  if (--chunk.entries === 0 && number !== arena.current) freeChunk(chunk);
}

function openChunk(arena: Arena): void {
  const full = arena.current;
  let at = 0;
  while (at < arena.count && chunkOf(arena, at).at !== 0) at++;
  if (at === arena.count) {
    if (at === arena.room) {
      arena.room <<= 1;
      arena.chunks = heap.realloc(arena.chunks, arena.room * offsetof<ArenaChunk>());
    }
    arena.count++;
  }
  const chunk = chunkOf(arena, at);
  chunk.at = heap.alloc(ARENA_CHUNK);
  chunk.entries = 0;
  arena.current = at;
  arena.used = 0;
  if (full >= 0 && chunkOf(arena, full).entries === 0) freeChunk(chunkOf(arena, full));
}

function freeChunk(chunk: ArenaChunk): void {
  heap.free(chunk.at);
  chunk.at = 0;
}

function chunkOf(arena: Arena, at: i32): ArenaChunk {
  return changetype<ArenaChunk>(arena.chunks + at * offsetof<ArenaChunk>());
}
