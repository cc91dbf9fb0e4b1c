/**
 * Bytes cut from large blocks, of which the last used are kept: reading the messages of one conversation after the
 * other reads most blocks once.
 */
import type { Files } from './files.js';

const BLOCK_BYTES = 1 << 16;
/** 32 MB: conversations that ran at the same time lie in neighbouring blocks. */
const MAX_BLOCKS = 512;
/** A file's number and a block's together are one number below 2^53. */
const BLOCKS_A_FILE = 2 ** 29;

export class Blocks {
  readonly #files: Files;
  /** By file and block, the longest unused first. */
  readonly #kept = new Map<number, Buffer>();
  #key = -1;
  #block: Buffer = Buffer.alloc(0);

  constructor(files: Files) {
    this.#files = files;
  }

  /** Bytes at an offset, shared with others: not to be changed or handed out. Fewer if they cannot be read. */
  bytes(file: number, offset: number, length: number): Buffer {
    const number = Math.floor(offset / BLOCK_BYTES);
    const inBlock = offset - number * BLOCK_BYTES;
    if (inBlock + length <= BLOCK_BYTES) {
      const block = this.#at(file, number);
      if (inBlock + length <= block.length) return block.subarray(inBlock, inBlock + length);
    }
    // Across two blocks, or beyond what a growing file had when its last block was read.
    return bufferOf(this.#files.bytesAt(file, offset, length));
  }

  #at(file: number, number: number): Buffer {
    const key = file * BLOCKS_A_FILE + number;
    if (key === this.#key) return this.#block;
    let block = this.#kept.get(key);
    this.#kept.delete(key);
    block ??= bufferOf(this.#files.bytesAt(file, number * BLOCK_BYTES, BLOCK_BYTES));
    this.#kept.set(key, block);
    if (this.#kept.size > MAX_BLOCKS) {
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest);
        break;
      }
    }
    this.#key = key;
    this.#block = block;
    return block;
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
