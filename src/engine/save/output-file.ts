/**
 * A file that is written in large pieces, and the pauses between them: the thread serves requests meanwhile.
 */
import type { FileHandle } from 'node:fs/promises';
import { breathe, SLICE_MS } from '../slices.js';

const CHUNK = 1 << 20;

export class OutputFile {
  readonly #file: FileHandle;
  #pieces: Uint8Array[] = [];
  #buffered = 0;
  /** Bytes written, and waiting to be written. */
  length = 0;

  readonly #stop: AbortSignal;

  /** @param stop Once it is given, every write throws. */
  constructor(file: FileHandle, stop: AbortSignal) {
    this.#file = file;
    this.#stop = stop;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(bytes);
    this.#buffered += bytes.length;
    this.length += bytes.length;
    if (this.#buffered >= CHUNK) await this.flush();
  }

  async flush(): Promise<void> {
    this.#stop.throwIfAborted();
    if (this.#buffered === 0) return;
    const piece = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#buffered = 0;
    await this.#file.writeFile(piece);
  }

  /** Writes what is left, and closes the file: over a network, some disks tell only now that they are full. */
  async close(): Promise<void> {
    await this.flush();
    await this.#file.close();
  }
}

/** Returns what a loop awaits in each round: once a slice is over, it lets the thread serve requests. */
export function pauses(): () => Promise<void> | undefined {
  let until = performance.now() + SLICE_MS;
  return () => {
    if (performance.now() < until) return undefined;
    return breathe().then(() => {
      until = performance.now() + SLICE_MS;
    });
  };
}
