/**
 * A number for the header list of a message (its shape) and one for the union of the shapes of a conversation (its set);
 * src/conversations/values/header-sets.ts says what is kept, makes the sets and reads them.
 */
import { MAX_HEADERS_KEPT, UNLISTED, UNNUMBERED } from '../built/tables';
import { shapeAdded, unionOf } from '../host';
import { HEADERS, scanned } from '../scan/scanned';
import { idsOf, intern, newInterner } from '../tables/interner';

const CACHE: u32 = 1 << 12;
const CACHE_ENTRY: u32 = 12;
/** Recent unions: set + 1, shape and their union. Two that share a place are made again. */
const cache: usize = memory.data(12 << 12, 8);

/** Lists of header numbers, two bytes each, in the order of the message. */
export const shapes = newInterner(UNNUMBERED);
/** Header numbers that shapes may still take. */
let room: i32 = MAX_HEADERS_KEPT;
/** Messages of conversations that are not listed, while they were not. */
export let unlistedHeaders: i32 = 0;

/** Number of the shape of the message just scanned; UNNUMBERED where it is not listed. */
export function shapeOfMessage(): i32 {
  if (scanned.unlisted === 1 || room < scanned.headerCount) return UNNUMBERED;
  const known = idsOf(shapes);
  const shape = intern(shapes, HEADERS, (<u32>scanned.headerCount) << 1);
  if (shape === known) {
    room -= scanned.headerCount;
    shapeAdded(shape);
  }
  return shape < 0 ? UNNUMBERED : shape;
}

/** Number of the set with the headers of a conversation, until now `set`, and of a message of it. */
export function unionWith(set: i32, shape: i32): i32 {
  const union = set === UNLISTED || shape === UNNUMBERED ? UNLISTED : cachedUnion(set, shape);
  if (union === UNLISTED) unlistedHeaders++;
  return union;
}

function cachedUnion(set: i32, shape: i32): i32 {
  const entry = cache + (((<u32>set * 0x9e3779b1) ^ shape) & (CACHE - 1)) * CACHE_ENTRY;
  if (load<i32>(entry) === set + 1 && load<i32>(entry, 4) === shape) return load<i32>(entry, 8);
  const union = unionOf(set, shape);
  store<i32>(entry, set + 1);
  store<i32>(entry, shape, 4);
  store<i32>(entry, union, 8);
  return union;
}
