/**
 * The hash of everything that a packet says and a table is keyed by. Its keys are random and secret, drawn for every instance of the core
 * (binding/wasm-core.ts): who writes packets cannot choose two texts that share a hash, because that depends on the keys alone.
 *
 * Multilinear-HM by Lemire and Kaser ("Strongly Universal String Hashing is Fast", The Computer Journal 57(11), 2014, section 3): words of 32 bits, a key of 64
 * bits for each, and the hash is the top half of key + the sum of (key + word) * (key' + word') modulo 2^64. The length is a word, too. Whatever two texts of up to
 * BLOCK_BYTES are, they share a hash for one choice of keys in 2^32.
 *
 * A longer text is the hash of the hashes of its blocks, by the plain multilinear sum with keys of its own: two of them share a hash for at most two choices in 2^32.
 * The bits are mixed at the end, which is one to one: tables use the low ones. Two texts may still share a hash, so tables compare the bytes as well. 0 is never a
 * hash, so that it can mean "absent"; the texts that would have it share that of another.
 */

/** A longer text is hashed block by block. */
const BLOCK_BYTES: usize = 256;
/** Blocks of the longest text: 64 KB. Longer texts are the same to the hash if they begin with the same bytes, as many as this, and are as long. */
const MAX_BLOCKS: usize = 256;
const KEY_BYTES: usize = 8;
/** Where the keys begin: the one that is added, the two of the length, two for each 8 bytes of a block; the same for blocks. */
const OF_LENGTH: usize = 8;
const OF_BLOCK: usize = 24;
/** Twice BLOCK_BYTES: a key is twice as long as its word. */
const OF_BLOCKS: usize = 536;
/** The added one, that of the length, MAX_BLOCKS. */
const KEYS_LENGTH: usize = 2600;
const KEYS: usize = memory.data(2600, 8);

/** Where the keys lie: `hashKeysLength` bytes, random, to be written before anything is hashed and never again. */
export function hashKeys(): usize {
  return KEYS;
}

export function hashKeysLength(): usize {
  return KEYS_LENGTH;
}

/** Hash of bytes [start, end), never 0. Up to 7 bytes beyond the end are read, and do not count. */
export function hashBytes(start: usize, end: usize): i32 {
  return end - start > BLOCK_BYTES ? hashBlocks(start, end) : hashBlock(start, end);
}

function hashBlock(start: usize, end: usize): i32 {
  let sum =
    load<u64>(KEYS) + (load<u64>(KEYS, OF_LENGTH) + <u64>(end - start)) * load<u64>(KEYS, OF_LENGTH + KEY_BYTES);
  let key = KEYS + OF_BLOCK;
  let at = start;
  for (; at + 8 <= end; at += 8, key += 2 * KEY_BYTES) sum += product(key, load<u64>(at));
  const rest = <u64>(end - at);
  if (rest > 0) sum += product(key, load<u64>(at) & (((<u64>1) << (rest << 3)) - 1));
  return finished(sum);
}

function hashBlocks(start: usize, end: usize): i32 {
  let key = KEYS + OF_BLOCKS;
  let sum = load<u64>(key) + load<u64>(key, KEY_BYTES) * <u64>(end - start);
  key += 2 * KEY_BYTES;
  const last = min(end, start + MAX_BLOCKS * BLOCK_BYTES);
  for (let at = start; at < last; at += BLOCK_BYTES, key += KEY_BYTES)
    sum += load<u64>(key) * <u64>(<u32>hashBlock(at, min(last, at + BLOCK_BYTES)));
  return finished(sum);
}

/** (key + word) * (key' + word') of the two words in 8 bytes. */
function product(key: usize, words: u64): u64 {
  return (load<u64>(key) + (words & 0xffff_ffff)) * (load<u64>(key, KEY_BYTES) + (words >> 32));
}

/** The top half of a sum, mixed so that the low bits depend on all of them (the end of MurmurHash3). */
function finished(sum: u64): i32 {
  let hash = <u32>(sum >> 32);
  hash = (hash ^ (hash >> 16)) * 0x85eb_ca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2_ae35;
  hash ^= hash >> 16;
  return hash === 0 ? 1 : <i32>hash;
}
