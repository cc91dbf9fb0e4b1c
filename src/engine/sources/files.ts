/**
 * Everything packets can be read from again, by a small number that messages keep: opened sources and spool segments.
 * Sources stay open for as long as their messages are listed.
 */
import type { Packet } from '../../capture/packet.js';
import type { Source } from '../../capture/source.js';

/** What can be read again at an offset: a source, or a segment of the spool. */
export type Rereadable = Pick<Source, 'readAt' | 'bytesAt' | 'readInto' | 'close'>;

/** A block's key (blocks.ts) is the number of a file and that of a block, below 2^53 together. */
const MAX_FILES = 2 ** 24;

export class Files {
  /** File 0 is "nowhere": for a message whose bytes could not be kept. */
  readonly #files: (Rereadable | undefined)[] = [undefined];

  /** The number the next file gets. */
  get nextId(): number {
    return this.#files.length;
  }

  /** Takes a file in; undefined if the table is full. */
  add(file: Rereadable): number | undefined {
    if (this.#files.length > MAX_FILES) return undefined;
    return this.#files.push(file) - 1;
  }

  /** Forgets a file: its bytes cannot be read any more. Its number is not reused. Its owner closes it. */
  remove(file: number): void {
    this.#files[file] = undefined;
  }

  /** The packet whose record is at an offset; undefined if it was removed or changed. Valid until the next call. */
  packetAt(file: number, recordOffset: number): Packet | undefined {
    return this.#files[file]?.readAt(recordOffset);
  }

  /** `length` bytes at an offset; fewer, or none, if they cannot be read. */
  bytesAt(file: number, offset: number, length: number): Uint8Array {
    return this.#files[file]?.bytesAt(offset, length) ?? new Uint8Array(0);
  }

  /** Fills an array from an offset on; returns how many bytes there were. */
  readInto(file: number, offset: number, bytes: Uint8Array): number {
    const from = this.#files[file];
    if (from?.readInto) return from.readInto(bytes, offset, bytes.length);
    const read = this.bytesAt(file, offset, bytes.length);
    bytes.set(read);
    return read.length;
  }

  async close(): Promise<void> {
    await Promise.all(this.#files.map(file => file?.close()));
    this.#files.length = 1;
  }
}
