/**
 * Reads files from one end to the other. Bytes are cut from one large block a file, which is filled again and again:
 * memory does not grow with what is read, and nothing is left for the garbage collector.
 */
import type { Files } from './files.js';

const BLOCK_BYTES = 1 << 19;
/** Files read side by side; another one takes over the oldest block. */
const MAX_FILES = 16;

interface Block {
  bytes: Buffer;
  /** Offset in the file of its first byte, and of the first byte after it. */
  start: number;
  end: number;
}

export class ReadAhead {
  readonly #files: Files;
  readonly #blocks = new Map<number, Block>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** Bytes at an offset; fewer if they cannot be read. Valid until the next call. */
  bytes(file: number, offset: number, length: number): Buffer {
    const block = this.#blockOf(file, length);
    if (offset < block.start || offset + length > block.end) {
      block.start = offset;
      block.end = offset + this.#files.readInto(file, offset, block.bytes);
    }
    const start = offset - block.start;
    return block.bytes.subarray(start, Math.min(start + length, block.end - block.start));
  }

  #blockOf(file: number, length: number): Block {
    const known = this.#blocks.get(file);
    if (known !== undefined && known.bytes.length >= length) return known;
    let bytes = known?.bytes;
    if (known === undefined && this.#blocks.size === MAX_FILES) {
      const [first, block] = this.#blocks.entries().next().value!;
      this.#blocks.delete(first);
      bytes = block.bytes;
    }
    if (bytes === undefined || bytes.length < length) bytes = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, length));
    const block = { bytes, start: 0, end: 0 };
    this.#blocks.set(file, block);
    return block;
  }
}
