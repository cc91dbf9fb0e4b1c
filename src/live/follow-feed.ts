/**
 * Follows a growing file. Each segment lasts until the file is replaced (rotated) or truncated; the next begins at the
 * start of the new one. The file is polled five times a second, because not every file system has change events.
 */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { identify } from '../capture/identify.js';
import type { Refusal, Source } from '../capture/source.js';
import type { Supply } from '../capture/supply.js';
import type { Feed } from './live-source.js';

const POLL_MS = 200;
/** The last bytes read are compared with the file: one that was truncated and has grown past them again is another. */
const TAIL_BYTES = 64;

/** A file until it is replaced or truncated. Reads wait for bytes. */
class GrowingFile implements Supply {
  bytesRead = 0;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #stopping: () => boolean;
  #last: Uint8Array = new Uint8Array(0);

  constructor(path: string, file: FileHandle, stopping: () => boolean) {
    this.#path = path;
    this.#file = file;
    this.#stopping = stopping;
  }

  async read(into: Uint8Array, start: number): Promise<number> {
    for (;;) {
      if (await this.#truncated()) return 0;
      const over = this.#stopping() || (await this.#replaced());
      // Read what was written before it was replaced.
      const { bytesRead } = await this.#file.read(into, start, into.length - start, this.bytesRead);
      this.bytesRead += bytesRead;
      if (bytesRead > 0) this.#last = into.slice(Math.max(start, start + bytesRead - TAIL_BYTES), start + bytesRead);
      if (bytesRead > 0 || over) return bytesRead;
      await pause();
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Whether another file has the name. A deleted file may still be written to. */
  async #replaced(): Promise<boolean> {
    const own = await this.#file.stat();
    const named = await stat(this.#path).catch(() => own);
    return named.ino !== own.ino || named.dev !== own.dev;
  }

  /** Whether the last bytes read have changed: the file was truncated. */
  async #truncated(): Promise<boolean> {
    const now = new Uint8Array(this.#last.length);
    const { bytesRead } = await this.#file.read(now, 0, now.length, this.bytesRead - now.length);
    return Buffer.compare(now.subarray(0, bytesRead), this.#last) !== 0;
  }
}

export class FollowFeed implements Feed {
  readonly #path: string;
  #stopping = false;

  constructor(path: string) {
    this.#path = path;
  }

  async next(): Promise<Source | Refusal | undefined> {
    while (!this.#stopping) {
      const file = await open(this.#path, 'r').catch(() => undefined);
      if (file === undefined) {
        await pause(); // during rotation the name is missing for a moment
        continue;
      }
      const supply = new GrowingFile(this.#path, file, () => this.#stopping);
      const segment = await identify({ name: this.#path, supply, size: 0, descriptor: -1, live: true });
      // Replaced or truncated before anything was read: nothing is lost.
      if (!('refused' in segment) || supply.bytesRead > 0) return segment;
    }
    return undefined;
  }

  dropped(): null {
    return null;
  }

  failure(): undefined {
    return undefined;
  }

  stop(): void {
    this.#stopping = true;
  }

  async close(): Promise<void> {
    this.#stopping = true;
  }
}

function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, POLL_MS));
}
