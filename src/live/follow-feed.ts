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
/** Of what was read last so much is looked at again: a file that was cut and has grown as long again is another one. */
const REMEMBERED = 64;

/** A file up to where it is replaced or cut. Bytes are waited for. */
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
      if (await this.#rewritten()) return 0;
      const over = this.#stopping() || (await this.#replaced());
      // What was written before it was replaced is read first.
      const { bytesRead } = await this.#file.read(into, start, into.length - start, this.bytesRead);
      this.bytesRead += bytesRead;
      if (bytesRead > 0) this.#last = into.slice(Math.max(start, start + bytesRead - REMEMBERED), start + bytesRead);
      if (bytesRead > 0 || over) return bytesRead;
      await pause();
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Another file has the name. One that is gone may still be written to. */
  async #replaced(): Promise<boolean> {
    const own = await this.#file.stat();
    const named = await stat(this.#path).catch(() => own);
    return named.ino !== own.ino || named.dev !== own.dev;
  }

  /** What was read last is no longer there: the file was cut. */
  async #rewritten(): Promise<boolean> {
    const again = new Uint8Array(this.#last.length);
    const { bytesRead } = await this.#file.read(again, 0, again.length, this.bytesRead - again.length);
    return Buffer.compare(again.subarray(0, bytesRead), this.#last) !== 0;
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
