/**
 * A file that is written in large pieces, and the pauses between them: the thread serves requests meanwhile.
 */
import type { FileHandle } from 'node:fs/promises';
import { breathe, SLICE_MS } from '../slices.js';

const CHUNK = 1 << 20;

export class OutputFile {
  readonly #file: FileHandle;
  readonly #buffer = Buffer.allocUnsafeSlow(CHUNK);
  #buffered = 0;
  /** Bytes written, and waiting to be written. */
  length = 0;

  readonly #stop: AbortSignal;

  /** @param stop Once it is given, every write throws. */
  constructor(file: FileHandle, stop: AbortSignal) {
    this.#file = file;
    this.#stop = stop;
  }

  /** Adds pieces one after the other. They may be overwritten once this has resolved. */
  async write(...pieces: readonly Uint8Array[]): Promise<void> {
    for (const piece of pieces) {
      this.length += piece.length;
      if (this.#buffered + piece.length > CHUNK) await this.flush();
      if (piece.length > CHUNK) await this.#file.writeFile(piece);
      else {
        this.#buffer.set(piece, this.#buffered);
        this.#buffered += piece.length;
      }
    }
  }

  async flush(): Promise<void> {
    this.#stop.throwIfAborted();
    const piece = this.#buffer.subarray(0, this.#buffered);
    if (piece.length > 0) await this.#file.writeFile(piece);
    this.#buffered = 0;
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
