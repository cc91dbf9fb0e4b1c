import { describe, expect, test } from 'vitest';
import { drawKeys, hashBytes, hashWith, hashWords } from '../../src/bytes/hash.js';
import { viewOf } from '../../src/bytes/words.js';
import { colliding, mixedHash, twin } from '../hostile/collisions.js';

const ascii = (text: string) => new TextEncoder().encode(text);
const hash = (bytes: Uint8Array) => hashBytes(viewOf(bytes), 0, bytes.length);
const hashedWith = (keys: Int32Array, bytes: Uint8Array) => hashWith(keys, viewOf(bytes), 0, bytes.length);

/** Slots looked at to put texts into a table with open addressing that is half full at most. */
function probes(hashes: readonly number[]): number {
  const slots = 2 ** Math.ceil(Math.log2(2 * hashes.length));
  const taken = new Uint8Array(slots);
  let looked = 0;
  for (const hashed of hashes) {
    let slot = hashed & (slots - 1);
    for (looked++; taken[slot] === 1; looked++) slot = (slot + 1) & (slots - 1);
    taken[slot] = 1;
  }
  return looked;
}

describe('50,000 texts made to collide', () => {
  const texts = colliding(50_000);

  test('collide where the hash has no secret', () => {
    expect(new Set(texts.map(text => String(text))).size).toBe(50_000);
    expect(new Set(texts.map(text => mixedHash(text))).size).toBe(1);
    const few = texts.slice(0, 1000).map(text => mixedHash(text));
    expect(probes(few)).toBe((1000 * 1001) / 2);
  });

  test('are spread over the table like any others', () => {
    const hashes = texts.map(hash);
    // Of 50,000 random hashes, 0.3 pairs are the same.
    expect(new Set(hashes).size).toBeGreaterThan(49_990);
    // Linear probing looks at 1.2 slots a text on the way to 38 % full; 2 leaves room for chance.
    expect(probes(hashes)).toBeLessThan(2 * 50_000);
  });
});

describe('pairs that collide whatever the seed', () => {
  const text = ascii('a84b4c76e66710@pc33.example.com!');

  test('do so where a hash multiplies and mixes from a secret state', () => {
    for (let seed = 0; seed < 1000; seed++) {
      const secret = Math.imul(seed, 0x61c88647);
      expect(mixedHash(twin(text), secret)).toBe(mixedHash(text, secret));
    }
  });

  const flipped = (...bits: number[]) => {
    const other = text.slice();
    for (const bit of bits) other[bit >> 3]! ^= 1 << (bit & 7);
    return other;
  };
  const swapped = ascii('4c76a84be66710@pc33.example.com!');
  const others: [string, Uint8Array][] = [
    ['the twin', twin(text)],
    ['the top bit of a word', flipped(31)],
    ['the top bits of two words', flipped(31, 63)],
    ['the top bit of each half of a word', flipped(15, 31)],
    ['the lowest bit', flipped(0)],
    ['bytes that take each other back', flipped(0, 32)],
    ['words that changed places', swapped],
    ['a zero more', Uint8Array.of(...text, 0)],
    ['a zero less', Uint8Array.of(...text.subarray(0, -1), 0)],
    ['nothing', new Uint8Array(0)],
  ];
  test.each(others)('are not made by %s', (_, other) => {
    const tries = 4096;
    let same = 0;
    let low = 0;
    for (let i = 0; i < tries; i++) {
      const keys = drawKeys();
      const difference = hashedWith(keys, text) ^ hashedWith(keys, other);
      if (difference === 0) same++;
      if ((difference & 0xfff) === 0) low++;
    }
    // One choice of keys in 2^32, and one in 4,096 for twelve bits of it: ten of them come once in ten million runs.
    expect(same).toBe(0);
    expect(low).toBeLessThan(10);
  });
});

describe('a hash', () => {
  test('is the same for the same bytes, wherever they stand', () => {
    const text = ascii('Call-ID');
    const moved = ascii('..Call-ID.');
    expect(hashBytes(viewOf(moved), 2, 9)).toBe(hash(text));
    expect(hashWords(1, 2, 3, 4)).toBe(hashWords(1, 2, 3, 4));
  });

  test('depends on every byte of a text of many blocks, and on their order', () => {
    const long = Uint8Array.from({ length: 3000 }, (_, at) => 33 + (at % 90));
    const hashes = new Set([hash(long)]);
    for (let at = 0; at < long.length; at++) {
      const other = long.slice();
      other[at]! ^= 0x80;
      hashes.add(hash(other));
    }
    const blocksSwapped = Uint8Array.of(...long.subarray(256, 512), ...long.subarray(0, 256), ...long.subarray(512));
    for (const length of [255, 256, 257, 511, 512, 513]) hashes.add(hash(long.subarray(0, length)));
    hashes.add(hash(blocksSwapped));
    // 3,008 hashes share none, but once in a thousand runs two of them.
    expect(hashes.size).toBeGreaterThanOrEqual(3007);
  });

  test('of four numbers depends on each', () => {
    const hashes = new Set<number>();
    for (let bit = 0; bit < 32; bit++) {
      const one = 1 << bit;
      for (const [a, b, c, d] of [
        [one, 0, 0, 0],
        [0, one, 0, 0],
        [0, 0, one, 0],
        [0, 0, 0, one],
      ] as const)
        hashes.add(hashWords(a, b, c, d));
    }
    expect(hashes.size).toBe(128);
  });
});
