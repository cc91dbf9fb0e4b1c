/**
 * Header names by number, in any case or in compact form (RFC 3261 section 7.3.3). TypeScript owns the numbers and the names
 * (src/sip/headers/header-names.ts); here are the spellings met, in lower case, and which name stood where last. The table is bounded by the one it asks: a
 * name without a number there is not kept here, and once that table is full nothing is asked any more.
 */
import { sameBytes } from '../bytes';
import { MAX_NAME_LENGTH, MAX_SPELLINGS, TOKEN } from '../built/scan';
import { hashBytes } from '../hash';
import { newHeaderName } from '../host';
import { byteAt, classOf } from './bytes';

/** A spelling: length (u8), number (u16 at 2), and from 16 on its bytes. */
const SPELLING_BYTES: usize = 16 + <usize>MAX_NAME_LENGTH;
const SPELLING_NAME: usize = 16;
const SLOTS: usize = 16384;
/** Which spelling is in a slot, counted from 1 (u16); 0 for none. A name is found by its hash, which nobody can choose. */
const slots: usize = memory.data(2 * 16384, 16);
const spellings: usize = heap.alloc(<usize>MAX_SPELLINGS * SPELLING_BYTES);
let spelled: i32 = 0;
/** The table of names takes no more. */
let isFull: bool = false;

/** The name that is looked up, in lower case, and room to read beyond it. */
const LOWER: usize = memory.data(144, 16);

/** A place: bits of the bytes that count (u32), length with the colon (u16 at 4), number (u16 at 6), and from 16 on the bytes. */
const PLACE_BYTES: usize = 48;
const PLACE_NAME: usize = 16;
/** Longest name remembered in a place, its colon included. */
const MAX_EXPECTED: usize = 31;
/** One place for each kind of message (5 bits) after each number below 256. */
const places: usize = memory.data(48 * (256 << 5), 16);

/** Number of the token at [start, end); 0 if it gets none: the table is full or the name too long. */
export function headerNumber(start: usize, end: usize): i32 {
  const length = end - start;
  if (length > <usize>MAX_NAME_LENGTH) return 0;
  const slot = slotOf(start, length);
  const spelling = load<u16>(slot);
  if (spelling !== 0) return load<u16>(spellingAt(spelling), 2);
  if (isFull) return 0;
  const number = newHeaderName(start, <i32>length);
  if (number === 0) isFull = true;
  else keep(slot, length, number);
  return number;
}

/** Takes over the number of the name at [at, at + length), which is no longer than MAX_NAME_LENGTH: those known before anything is scanned. */
export function learnHeaderName(at: usize, length: usize, number: i32): void {
  const slot = slotOf(at, length);
  if (load<u16>(slot) === 0) keep(slot, length, number);
}

/** Where the name is or would be put. It is then in LOWER. */
function slotOf(start: usize, length: usize): usize {
  for (let i: usize = 0; i < length; i++) store<u8>(LOWER + i, classOf(TOKEN, byteAt(start + i)));
  let slot = <usize>(<u32>hashBytes(LOWER, LOWER + length)) & (SLOTS - 1);
  while (true) {
    const at = slots + 2 * slot;
    const spelling = load<u16>(at);
    if (spelling === 0) return at;
    const found = spellingAt(spelling);
    if (<usize>load<u8>(found) === length && sameBytes(LOWER, found + SPELLING_NAME, <u32>length)) return at;
    slot = (slot + 1) & (SLOTS - 1);
  }
}

function spellingAt(spelling: i32): usize {
  return spellings + <usize>(spelling - 1) * SPELLING_BYTES;
}

function keep(slot: usize, length: usize, number: i32): void {
  if (spelled === MAX_SPELLINGS) return;
  spelled++;
  store<u16>(slot, <u16>spelled);
  const at = spellingAt(spelled);
  store<u8>(at, <u8>length);
  store<u16>(at, <u16>number, 2);
  memory.copy(at + SPELLING_NAME, LOWER, length);
}

/**
 * The place of a name after the header numbered `previous` (0 at the first). `kind`, below 32, tells messages apart that have other
 * headers in another order.
 */
export function placeAfter(previous: i32, kind: i32): usize {
  return places + <usize>(((previous & 0xff) << 5) | kind) * PLACE_BYTES;
}

/**
 * The same names follow each other in message after message: tells whether the name seen last in this place stands at `at`, spelled the same and followed
 * at once by its colon. Length of the name with its colon; 0 if another name or nothing stands there.
 */
export function expected(at: usize, end: usize, place: usize): usize {
  const counts = load<u32>(place);
  const length = <usize>load<u16>(place, 4);
  if (length === 0 || at + length > end) return 0;
  let same = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(place, PLACE_NAME)));
  if (length > 16) same |= (<u32>i8x16.bitmask(i8x16.eq(v128.load(at, 16), v128.load(place, PLACE_NAME + 16)))) << 16;
  return (same & counts) === counts ? length : 0;
}

/** Number of the name `expected` found. */
export function expectedNumber(place: usize): i32 {
  return load<u16>(place, 6);
}

/** Remembers a name of `length` bytes, the colon included, for `expected`. */
export function remember(at: usize, length: usize, place: usize, number: i32): void {
  if (length > MAX_EXPECTED) return;
  store<u32>(place, ((<u32>1) << (<u32>length)) - 1);
  store<u16>(place, <u16>length, 4);
  store<u16>(place, <u16>number, 6);
  memory.copy(place + PLACE_NAME, at, length);
}
