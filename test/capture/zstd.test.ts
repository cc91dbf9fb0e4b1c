/**
 * zstd frames made by hand from RFC 8878, of stored and repeated bytes only: a decompressor of the test unpacks those, so that
 * all that is told apart outside of it is tried with every Node. Where Node has its own, that is tried, too.
 */
import { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { PrecededSupply } from '../../src/capture/supply.js';
import { ZstdSupply, zstdDecompressor } from '../../src/capture/zstd.js';
import { concat, PiecesSupply, words } from './captures.js';

const MAX_BLOCK = 1 << 17;

/** A block: last, type and size in 3 bytes, then what is stored, or the one byte that is repeated. */
function block(isLast: boolean, type: number, size: number, content: Uint8Array): Uint8Array {
  const header = (isLast ? 1 : 0) | (type << 1) | (size << 3);
  return concat(Uint8Array.of(header & 255, (header >> 8) & 255, header >> 16), content);
}

const stored = (text: string, isLast = false) => block(isLast, 0, text.length, Buffer.from(text));
const repeated = (letter: string, times: number, isLast = false) => block(isLast, 1, times, Buffer.from(letter));

/** A frame with a window of 1 MiB, no content size and no checksum. */
function frame(...blocks: readonly Uint8Array[]): Uint8Array {
  return concat(words(true, 0xfd2fb528), Uint8Array.of(0, 80), ...blocks);
}

const skipped = (magic: number, content: string) =>
  concat(words(true, 0x184d2a50 + magic, content.length), Buffer.from(content));

/** Unpacks stored and repeated blocks of one frame; of what follows it takes no notice, as Node's does. */
class StoredFrame extends Transform {
  #held: Uint8Array = new Uint8Array(0);
  #isBegun = false;
  #isOver = false;

  override _transform(chunk: Uint8Array, _: BufferEncoding, done: (error?: Error) => void): void {
    this.#held = concat(this.#held, chunk);
    if (!this.#isBegun && this.#held.length >= 6) {
      this.#isBegun = true;
      this.#held = this.#held.subarray(6);
    }
    while (this.#isBegun && !this.#isOver && this.#held.length >= 3) {
      const header = this.#held[0]! | (this.#held[1]! << 8) | (this.#held[2]! << 16);
      const type = (header >> 1) & 3;
      const size = header >> 3;
      const length = type === 1 ? 1 : size;
      if (this.#held.length < 3 + length) break;
      if (type > 1) {
        done(new Error('damaged'));
        return;
      }
      const content = this.#held.slice(3, 3 + length);
      this.push(type === 1 ? Buffer.alloc(size, content) : content);
      this.#held = this.#held.subarray(3 + length);
      this.#isOver = (header & 1) !== 0;
    }
    done();
  }
}

interface Unpacked {
  text: string;
  failure: string | null;
  /** The most bytes that one read gave. */
  most: number;
}

async function unpack(
  bytes: Uint8Array,
  make: () => Transform = () => new StoredFrame(),
  pieces: readonly number[] = [1 << 16],
): Promise<Unpacked> {
  const packed = new PrecededSupply(bytes.subarray(0, 4), new PiecesSupply(bytes.subarray(4), pieces));
  const supply = new ZstdSupply(packed, make);
  const into = new Uint8Array(1 << 20);
  const parts: Buffer[] = [];
  let most = 0;
  let failure: string | null = null;
  try {
    for (let length = await supply.read(into, 0); length > 0; length = await supply.read(into, 0)) {
      parts.push(Buffer.from(into.slice(0, length)));
      most = Math.max(most, length);
    }
  } catch (error) {
    failure = error instanceof Error ? error.message : 'no error';
  }
  await supply.close();
  return { text: Buffer.concat(parts).toString('latin1'), failure, most };
}

describe('zstd', () => {
  const whole = concat(
    skipped(0, 'what others put here'),
    frame(stored('one '), stored('two ', true)),
    skipped(15, ''),
    frame(repeated('3', 5), stored('', true)),
    frame(stored(' four', true)),
  );

  test.each([1, 2, 3, 7, 1 << 16])('is unpacked, all frames of it, in pieces of %i bytes', async piece => {
    expect(await unpack(whole, undefined, [piece])).toMatchObject({ text: 'one two 33333 four', failure: null });
  });

  test('that is cut gives all whole blocks before the cut, and says that it is cut', async () => {
    const ends = new Set<string>();
    // Between two frames, nobody can tell that one is missing.
    const between = [0, 28, 28 + 6 + 7 + 7, 28 + 20 + 8, 28 + 20 + 8 + 6 + 4 + 3];
    for (let length = 4; length < whole.length; length++) {
      const { text, failure } = await unpack(whole.subarray(0, length));
      expect('one two 33333 four'.startsWith(text)).toBe(true);
      expect(failure).toBe(between.includes(length) ? null : 'the zstd data ends too early');
      ends.add(text);
    }
    expect([...ends]).toEqual(['', 'one ', 'one two ', 'one two 33333']);
  });

  test.each([
    ['followed by something else', concat(frame(stored('good', true)), Buffer.from('GARBAGE!'))],
    ['with a block of a type that does not exist', frame(stored('good'), block(true, 3, 4, Buffer.from('xxxx')))],
    [
      'with a block that is too large',
      frame(stored('good'), block(true, 0, MAX_BLOCK + 1, Buffer.alloc(MAX_BLOCK + 1))),
    ],
  ])('%s gives all before it, and says so', async (_, bytes) => {
    const { text, failure } = await unpack(bytes);
    expect({ text, failure }).toEqual({ text: 'good', failure: 'the zstd data is damaged from here on' });
  });

  test('that explodes comes in small parts', async () => {
    const blocks = Array.from({ length: 200 }, () => repeated('x', MAX_BLOCK));
    const bytes = frame(...blocks, stored('', true));
    expect(bytes.length).toBeLessThan(1000);
    const { text, most, failure } = await unpack(bytes);
    expect({ length: text.length, most, failure }).toEqual({ length: 200 * MAX_BLOCK, most: MAX_BLOCK, failure: null });
  });

  test('that wants too large a window says what to do', async () => {
    const make = () =>
      new Transform({
        transform: (_, __, done) =>
          done(Object.assign(new Error('no'), { code: 'ZSTD_error_frameParameter_windowTooLarge' })),
      });
    expect((await unpack(frame(stored('x', true)), make)).failure).toMatch(/too much memory; unpack it first: zstd -d/);
  });
});

// Node 22.15 and newer; the types are those of Node 20.
const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Uint8Array) => Uint8Array };
const make = zstdDecompressor();

test('Node either unpacks and packs, or neither', () => {
  expect(make === undefined).toBe(zstdCompressSync === undefined);
});

describe.skipIf(make === undefined)("Node's own decompressor", () => {
  const data = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * 2654435761) >>> 9));
  const packed = zstdCompressSync?.(data) ?? new Uint8Array(0);
  const text = data.toString('latin1');

  test('unpacks several frames, and those of hand', async () => {
    const bytes = concat(packed, skipped(3, 'x'), packed, frame(stored('one '), repeated('2', 3, true)));
    expect(await unpack(bytes, make)).toMatchObject({ text: `${text + text}one 222`, failure: null });
  });

  test('gives what is before a cut, and before damage', async () => {
    const cut = await unpack(packed.subarray(0, packed.length - 100), make);
    expect(cut.failure).toBe('the zstd data ends too early');
    expect(cut.text.length).toBeGreaterThan(200_000);
    expect(text.startsWith(cut.text)).toBe(true);
    const broken = Uint8Array.from(packed);
    broken.fill(0xff, packed.length >> 1);
    const damaged = await unpack(broken, make);
    expect(damaged.failure).toBe('the zstd data is damaged from here on');
    expect(damaged.text.length).toBeGreaterThanOrEqual(MAX_BLOCK);
    expect(text.startsWith(damaged.text)).toBe(true);
  });
});
