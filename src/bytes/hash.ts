/**
 * The hash of everything that a packet says and a table is keyed by. Its keys are random and secret, drawn anew by every
 * thread that reads: who writes packets cannot choose two that share a hash, because that depends on the keys alone.
 *
 * Multilinear-HM by Lemire and Kaser ("Strongly Universal String Hashing is Fast", The Computer Journal 57(11), 2014): each word of
 * 32 bits is two halves, each half has a key, and the hash is the sum of (key + half) * (key' + half') modulo 2^32. Whatever two texts
 * are, and however they differ, their top 16 bits are the same for one choice of keys in 65,536. Two such sums with keys of their own
 * make 32 bits: one choice in 2^32. A multiply-and-mix hash (MurmurHash3, FNV) has pairs that collide whatever its seed is: a
 * difference in the top bit of a word passes the multiplication unchanged, and the next word takes it back.
 *
 * The length is one more word. A text longer than a block is the hash of the hashes of its blocks, with other keys. The bits are mixed
 * at the end, which is one to one: tables use the low ones. Two texts may still share a hash, so tables compare the bytes as well.
 * 0 is never a hash, so that it can mean "absent".
 */

/** Words of a block: a longer text is hashed block by block. */
const BLOCK_WORDS = 64;
const BLOCK_BYTES = 4 * BLOCK_WORDS;
/** Blocks of the longest text: 64 KB. */
const MAX_BLOCKS = 256;
/** Keys of a word: two in each sum. */
const WORD_KEYS = 4;
/** Where the keys begin: of the length, of the words of a block, of the hashes of blocks, of `hashWords`. */
const OF_LENGTH = 0;
const OF_BLOCK = WORD_KEYS;
const OF_BLOCKS = OF_BLOCK + BLOCK_WORDS * WORD_KEYS;
const OF_WORDS = OF_BLOCKS + MAX_BLOCKS * WORD_KEYS;
const KEYS = OF_WORDS + 4 * WORD_KEYS;

/** Longer texts are the same to the hash if they begin with the same bytes, as many as this, and are as long. */
const MAX_HASHED = MAX_BLOCKS * BLOCK_BYTES;

/** Random keys. */
export function drawKeys(): Int32Array {
  return crypto.getRandomValues(new Int32Array(KEYS));
}

const SECRET = drawKeys();

/** Hash of bytes [start, end): a signed 32-bit number, never 0. */
export function hashBytes(view: DataView, start: number, end: number): number {
  return hashWith(SECRET, view, start, end);
}

/** `hashBytes` with other keys. */
export function hashWith(keys: Int32Array, view: DataView, start: number, end: number): number {
  const length = end - start;
  if (length > BLOCK_BYTES) return hashBlocks(keys, view, start, end);
  let a = product(keys, OF_LENGTH, length);
  let b = product(keys, OF_LENGTH + 2, length);
  let key = OF_BLOCK;
  let at = start;
  for (; at + 4 <= end; at += 4, key += WORD_KEYS) {
    const word = view.getInt32(at, true);
    a = (a + product(keys, key, word)) | 0;
    b = (b + product(keys, key + 2, word)) | 0;
  }
  if (at < end) {
    let word = view.getUint8(at);
    if (at + 1 < end) word |= view.getUint8(at + 1) << 8;
    if (at + 2 < end) word |= view.getUint8(at + 2) << 16;
    a = (a + product(keys, key, word)) | 0;
    b = (b + product(keys, key + 2, word)) | 0;
  }
  return finished(a, b);
}

function hashBlocks(keys: Int32Array, view: DataView, start: number, end: number): number {
  let a = product(keys, OF_LENGTH, end - start);
  let b = product(keys, OF_LENGTH + 2, end - start);
  const last = Math.min(end, start + MAX_HASHED);
  for (let at = start, key = OF_BLOCKS; at < last; at += BLOCK_BYTES, key += WORD_KEYS) {
    const word = hashWith(keys, view, at, Math.min(last, at + BLOCK_BYTES));
    a = (a + product(keys, key, word)) | 0;
    b = (b + product(keys, key + 2, word)) | 0;
  }
  return finished(a, b);
}

/** Hash of four 32-bit numbers. */
export function hashWords(first: number, second: number, third: number, fourth: number): number {
  let key = OF_WORDS;
  let a = (product(SECRET, key, first) + product(SECRET, key + 4, second)) | 0;
  let b = (product(SECRET, key + 2, first) + product(SECRET, key + 6, second)) | 0;
  key += 2 * WORD_KEYS;
  a = (a + product(SECRET, key, third) + product(SECRET, key + 4, fourth)) | 0;
  b = (b + product(SECRET, key + 2, third) + product(SECRET, key + 6, fourth)) | 0;
  return finished(a, b);
}

/** (key + half) * (key' + half') of a word. */
function product(keys: Int32Array, key: number, word: number): number {
  return Math.imul(keys[key]! + (word & 0xffff), keys[key + 1]! + (word >>> 16));
}

/** The top halves of two sums, mixed so that the low bits depend on all of them. */
function finished(a: number, b: number): number {
  let hash = (a & 0xffff0000) | (b >>> 16);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash === 0 ? 1 : hash;
}
