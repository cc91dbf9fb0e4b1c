/** The hash of the core against its definition (Lemire and Kaser 2014, Multilinear-HM), in numbers without a bound. */
import { describe, expect, it } from 'vitest';
import { WasmCore } from '../../src/binding/wasm-core.js';

const BLOCK = 256;
const BLOCKS = 256;
const MASK = 2n ** 64n - 1n;

function keysOf(core: WasmCore): bigint[] {
  const at = core.exports.hashKeys();
  return Array.from({ length: core.exports.hashKeysLength() / 8 }, (_, i) => core.view.getBigUint64(at + 8 * i, true));
}

/** The top half, mixed by the end of MurmurHash3. */
function finished(sum: bigint): number {
  let hash = Number((sum & MASK) >> 32n);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16) || 1;
}

function hashOf(keys: readonly bigint[], text: Uint8Array): number {
  if (text.length > BLOCK) return hashOfBlocks(keys, text);
  const padded = Buffer.alloc(BLOCK + 8);
  padded.set(text);
  const [added = 0n, first = 0n, second = 0n, ...rest] = keys;
  let sum = added + (first + BigInt(text.length)) * second;
  for (let at = 0; at < text.length; at += 8)
    sum +=
      (rest[at / 4]! + BigInt(padded.readUInt32LE(at))) * (rest[at / 4 + 1]! + BigInt(padded.readUInt32LE(at + 4)));
  return finished(sum);
}

function hashOfBlocks(keys: readonly bigint[], text: Uint8Array): number {
  const [added = 0n, length = 0n, ...rest] = keys.slice(3 + BLOCK / 4);
  let sum = added + length * BigInt(text.length);
  for (let block = 0; block < BLOCKS && block * BLOCK < text.length; block++) {
    const part = text.subarray(block * BLOCK, (block + 1) * BLOCK);
    sum += rest[block]! * BigInt(hashOf(keys, part) >>> 0);
  }
  return finished(sum);
}

function coreHash(core: WasmCore, text: Uint8Array, behind = 0xff): number {
  const at = core.exports.inbox(text.length);
  core.renew();
  core.bytes.set(text, at);
  core.bytes.fill(behind, at + text.length, at + text.length + 16);
  return core.exports.hashBytes(at, at + text.length);
}

describe('the hash of the core', () => {
  const core = new WasmCore();
  const keys = keysOf(core);
  const bytes = Uint8Array.from({ length: 80_000 }, (_, at) => (at * 37 + (at >> 8)) & 0xff);

  it('has as many keys as its longest text takes, all of them random', () => {
    expect(keys.length).toBe(3 + BLOCK / 4 + 2 + BLOCKS);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is what its definition says, whatever stands behind the text', () => {
    const lengths = [...Array.from({ length: 300 }, (_, at) => at), 511, 512, 513, 4096, 65_535, 65_536];
    for (const length of lengths) {
      const text = bytes.subarray(0, length);
      expect([length, coreHash(core, text)]).toEqual([length, hashOf(keys, text)]);
      expect([length, coreHash(core, text, 0)]).toEqual([length, hashOf(keys, text)]);
    }
  });

  it('reads 64 KB and the length of what is longer', () => {
    const hash = coreHash(core, bytes.subarray(0, 70_000));
    const other = bytes.slice(0, 70_000).fill(0, 65_536);
    expect(coreHash(core, other)).toBe(hash);
    expect(coreHash(core, bytes.subarray(0, 70_001))).not.toBe(hash);
    expect(hash).toBe(hashOf(keys, bytes.subarray(0, 70_000)));
  });

  it('has keys that were drawn, the same in all cores of a thread', () => {
    const text = bytes.subarray(0, 40);
    const [one, other] = [new WasmCore(), new WasmCore()];
    const keysOf = ({ exports, bytes: memory }: WasmCore) =>
      memory.slice(exports.hashKeys(), exports.hashKeys() + exports.hashKeysLength());
    expect(keysOf(one)).toEqual(keysOf(other));
    expect(new Set(keysOf(one)).size).toBeGreaterThan(200);
    expect(coreHash(one, text)).toBe(coreHash(other, text));
    other.bytes.set(keysOf(other).reverse(), other.exports.hashKeys());
    expect(coreHash(one, text)).not.toBe(coreHash(other, text));
  });
});
