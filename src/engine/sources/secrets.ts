/**
 * Where the secrets of TLS connections come from: key logs the user named, and what captures bring along. Both grow
 * while they are read, so the decoder's key log looks at them again when a secret is missing.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Source } from '../../capture/source.js';
import { KeyLog } from '../../decode/tls/key-log.js';
import { errorText } from '../../format/errors.js';

/** Looking at the files for each connection without a secret would cost more than all else. */
const LOOK_AGAIN_MS = 100;
const CHUNK = 65_536;

interface GrowingFile {
  descriptor: number;
  position: number;
  /** The line that was not finished when the file was last read. */
  rest: Uint8Array;
}

export class Secrets {
  readonly keyLog = new KeyLog();
  #sources: { source: Source; from: readonly Uint8Array[]; taken: number }[] = [];
  readonly #files: GrowingFile[] = [];
  #lookedMs = Number.NEGATIVE_INFINITY;

  constructor() {
    this.keyLog.refresh = () => this.#lookAgain();
  }

  /** Decrypts with what this source brings along. */
  addSource(source: Source): void {
    if (source.secrets !== undefined) this.#sources.push({ source, from: source.secrets, taken: 0 });
  }

  /** Called when the sources were closed; the secrets they brought stay. */
  forgetSources(): void {
    this.#sources = [];
  }

  /** Reads a key log and follows it from now on; a sentence where it cannot be read. */
  follow(path: string): string | null {
    try {
      const file = { descriptor: openSync(path, 'r'), position: 0, rest: new Uint8Array(0) };
      this.#files.push(file);
      this.#read(file);
      this.keyLog.expected = true;
      return null;
    } catch (error) {
      return `${path} cannot be read: ${errorText(error)}`;
    }
  }

  close(): void {
    for (const { descriptor } of this.#files.splice(0)) closeSync(descriptor);
  }

  #lookAgain(): void {
    for (const each of this.#sources) {
      const { secrets = [] } = each.source;
      // A live source may go on with another section, which brings its own.
      if (secrets !== each.from) Object.assign(each, { from: secrets, taken: 0 });
      for (; each.taken < secrets.length; each.taken++) this.keyLog.addWhole(secrets[each.taken]!);
    }
    if (this.#files.length === 0 || performance.now() - this.#lookedMs < LOOK_AGAIN_MS) return;
    this.#lookedMs = performance.now();
    for (const file of this.#files) {
      try {
        this.#read(file);
      } catch {
        // What was read before is still good.
      }
    }
  }

  #read(file: GrowingFile): void {
    const chunk = Buffer.alloc(CHUNK);
    for (;;) {
      const length = readSync(file.descriptor, chunk, 0, CHUNK, file.position);
      if (length === 0) return;
      file.position += length;
      file.rest = this.keyLog.add(Buffer.concat([file.rest, chunk.subarray(0, length)]));
    }
  }
}
