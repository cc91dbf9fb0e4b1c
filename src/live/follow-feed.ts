/**
 * Follows a file that grows. In: its path. Out: one stretch after the other: what is there and is added, until the file is
 * replaced (rotated) or cut, then the new one from its beginning. It is looked at five times a second: change events are not to
 * be had on every file system.
 */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { identify } from '../capture/identify.js';
import type { Refusal, Source } from '../capture/source.js';
import type { Supply } from '../capture/supply.js';
import type { Feed } from './live-source.js';

const LOOK_MS = 200;

/** A file up to where it is replaced or cut. Bytes are waited for. */
class GrowingFile implements Supply {
  bytesRead = 0;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #stopping: () => boolean;

  constructor(path: string, file: FileHandle, stopping: () => boolean) {
    this.#path = path;
    this.#file = file;
    this.#stopping = stopping;
  }

  async read(into: Uint8Array, start: number): Promise<number> {
    for (;;) {
      const over = this.#stopping() || (await this.#replaced());
      // What was written before it was replaced is read first.
      const { bytesRead } = await this.#file.read(into, start, into.length - start, this.bytesRead);
      this.bytesRead += bytesRead;
      if (bytesRead > 0 || over) return bytesRead;
      await pause();
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Another file has the name, or this one is shorter than what was read of it. One that is gone may still be written to. */
  async #replaced(): Promise<boolean> {
    const own = await this.#file.stat();
    if (own.size < this.bytesRead) return true;
    const named = await stat(this.#path).catch(() => own);
    return named.ino !== own.ino || named.dev !== own.dev;
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
        await pause(); // a file that is being rotated has no name for a moment
        continue;
      }
      const supply = new GrowingFile(this.#path, file, () => this.#stopping);
      const stretch = await identify({ name: this.#path, supply, size: 0, descriptor: -1, live: true });
      // Nothing of the file was there yet when it was cut or replaced: nothing is lost.
      if (!('refused' in stretch) || supply.bytesRead > 0) return stretch;
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
  return new Promise(resolve => setTimeout(resolve, LOOK_MS));
}
