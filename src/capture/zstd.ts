/**
 * Unpacks zstd (RFC 8878) as it is read. Node's decompressor ends without a word after the first frame, at a frame to be
 * skipped and at a cut; so the frames are told apart here, and it gets one of them at a time, block by block. A block
 * unpacks to 128 KiB at most, so nothing that was packed to explode takes memory, and all before a damaged block is used.
 */
import { once } from 'node:events';
import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { errorCode } from '../format/errors.js';
import type { Supply } from './supply.js';

const FRAME = 0xfd2fb528;
/** Frames to be skipped have one of sixteen magics. */
const SKIPPED_FRAME = 0x184d2a5;
const MAX_BLOCK = 1 << 17;
/** The most that is looked at together: a block with its header. */
const CAPACITY = MAX_BLOCK + 64;

const DAMAGED = 'the zstd data is damaged from here on';
const CUT = 'the zstd data ends too early';

/** Makes Node's decompressor; undefined if this Node has none: 22.15 and 23.8 are the first that do. */
export function zstdDecompressor(): (() => Transform) | undefined {
  // The types are those of Node 20.
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };
  return createZstdDecompress;
}

export class ZstdSupply implements Supply {
  readonly #packed: Supply;
  readonly #make: () => Transform;
  /** Packed bytes at hand: #bytes[#start, #end). */
  readonly #bytes = new Uint8Array(CAPACITY);
  readonly #view = new DataView(this.#bytes.buffer);
  #start = 0;
  #end = 0;
  /** Unpacks the frame at hand; undefined between frames. */
  #frame: Transform | undefined;
  /** What the decompressor said. */
  #failure: Error | undefined;
  /** Why nothing can be read beyond the output at hand. */
  #damage: unknown;
  #hasChecksum = false;
  /** What is unpacked and was not read yet. */
  readonly #output: Uint8Array[] = [];

  constructor(packed: Supply, make: () => Transform) {
    this.#packed = packed;
    this.#make = make;
  }

  get bytesRead(): number {
    return this.#packed.bytesRead;
  }

  async read(into: Uint8Array, start: number): Promise<number> {
    while (this.#output.length === 0) {
      if (this.#damage !== undefined) throw this.#damage;
      try {
        const more = this.#frame === undefined ? await this.#beginFrame() : await this.#unpackBlock(this.#frame);
        if (!more && this.#output.length === 0) return 0;
      } catch (error) {
        this.#damage = error;
      }
    }
    const chunk = this.#output[0]!;
    const length = Math.min(chunk.length, into.length - start);
    into.set(chunk.subarray(0, length), start);
    if (length < chunk.length) this.#output[0] = chunk.subarray(length);
    else this.#output.shift();
    return length;
  }

  async close(): Promise<void> {
    this.#frame?.destroy();
    await this.#packed.close();
  }

  /** False at the end of the data. */
  async #beginFrame(): Promise<boolean> {
    if (!(await this.#has(1))) return false;
    if (!(await this.#has(5))) throw new Error(CUT);
    const magic = this.#view.getUint32(this.#start, true);
    if (magic >>> 4 === SKIPPED_FRAME) {
      await this.#skip();
      return true;
    }
    if (magic !== FRAME) throw new Error(DAMAGED);
    const descriptor = this.#bytes[this.#start + 4]!;
    const length = 5 + headerLength(descriptor);
    if (!(await this.#has(length))) throw new Error(CUT);
    this.#hasChecksum = (descriptor & 4) !== 0;
    const frame = this.#make();
    frame.on('data', (chunk: Uint8Array) => this.#output.push(chunk));
    frame.on('error', error => {
      this.#failure = error;
    });
    this.#frame = frame;
    await this.#give(frame, length);
    return true;
  }

  /** A frame of something else: its length, and so many bytes. */
  async #skip(): Promise<void> {
    if (!(await this.#has(8))) throw new Error(CUT);
    let left = this.#view.getUint32(this.#start + 4, true);
    this.#start += 8;
    while (left > 0) {
      if (!(await this.#has(1))) throw new Error(CUT);
      const step = Math.min(left, this.#end - this.#start);
      this.#start += step;
      left -= step;
    }
  }

  /** Always true: more may follow. */
  async #unpackBlock(frame: Transform): Promise<boolean> {
    if (!(await this.#has(3))) throw new Error(CUT);
    const header = this.#view.getUint16(this.#start, true) | (this.#bytes[this.#start + 2]! << 16);
    const isLast = (header & 1) !== 0;
    // A block of one byte repeated has only that byte.
    const length = ((header >> 1) & 3) === 1 ? 1 : header >> 3;
    if (length > MAX_BLOCK) throw new Error(DAMAGED);
    const whole = 3 + length + (isLast && this.#hasChecksum ? 4 : 0);
    if (!(await this.#has(whole))) throw new Error(CUT);
    await this.#give(frame, whole);
    if (isLast) await this.#endFrame(frame);
    return true;
  }

  async #endFrame(frame: Transform): Promise<void> {
    const ended = once(frame, 'end');
    frame.end();
    await ended.catch(() => this.#fail());
    this.#frame = undefined;
  }

  /** Gives so many bytes to the decompressor, and waits until it has unpacked them. */
  async #give(frame: Transform, length: number): Promise<void> {
    const bytes = this.#bytes.slice(this.#start, this.#start + length);
    this.#start += length;
    await new Promise<void>(resolve => {
      frame.once('close', resolve);
      frame.write(bytes, () => {
        frame.off('close', resolve);
        resolve();
      });
    });
    if (this.#failure !== undefined) this.#fail();
  }

  #fail(): never {
    const isTooLarge = errorCode(this.#failure) === 'ZSTD_error_frameParameter_windowTooLarge';
    throw new Error(
      isTooLarge ? 'the zstd data needs too much memory; unpack it first: zstd -d --long=31 FILE' : DAMAGED,
    );
  }

  /** Whether there are so many packed bytes at hand; reads them if not. */
  async #has(length: number): Promise<boolean> {
    while (this.#end - this.#start < length) {
      if (this.#start > 0) {
        this.#bytes.copyWithin(0, this.#start, this.#end);
        this.#end -= this.#start;
        this.#start = 0;
      }
      const read = await this.#packed.read(this.#bytes, this.#end);
      if (read === 0) return false;
      this.#end += read;
    }
    return true;
  }
}

/** Length of a frame header after its descriptor: window, dictionary and content size (RFC 8878 3.1.1.1). */
function headerLength(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3]!;
  const content = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  return (isSingleSegment ? 0 : 1) + dictionary + content;
}
