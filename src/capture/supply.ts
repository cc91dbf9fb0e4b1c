/** Where the bytes of a source come from: a file, or a stream such as a pipe or standard input. */
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

export interface Supply {
  /** Bytes of the file consumed so far: compressed bytes if it is compressed. */
  readonly bytesRead: number;
  /**
   * Reads some bytes into `into` from `start` on; returns 0 at the end. Rejects with a clause for the user on a read
   * error.
   */
  read(into: Uint8Array, start: number): Promise<number>;
  /** The same bytes from the beginning, if they can be read again; closing it leaves this one open. */
  again?(): Supply;
  /** Stops reading and aborts a read in progress. */
  close(): Promise<void>;
}

/** A file on disk, read from the beginning. */
export class FileSupply implements Supply {
  bytesRead = 0;
  private readonly file: FileHandle;

  constructor(file: FileHandle) {
    this.file = file;
  }

  async read(into: Uint8Array, start: number): Promise<number> {
    const { bytesRead } = await this.file.read(into, start, into.length - start, this.bytesRead);
    this.bytesRead += bytesRead;
    return bytesRead;
  }

  again(): Supply {
    const { file } = this;
    const again = new FileSupply(file);
    again.close = async () => {};
    return again;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** A supply whose first bytes were taken already: they are read first. */
export class PrecededSupply implements Supply {
  private first: Uint8Array;
  private readonly rest: Supply;
  readonly again?: () => Supply;

  constructor(first: Uint8Array, rest: Supply) {
    this.first = first;
    this.rest = rest;
    const { again } = rest;
    if (again !== undefined) this.again = () => again.call(rest);
  }

  get bytesRead(): number {
    return this.rest.bytesRead - this.first.length;
  }

  async read(into: Uint8Array, start: number): Promise<number> {
    if (this.first.length === 0) return this.rest.read(into, start);
    const part = this.first.subarray(0, into.length - start);
    into.set(part, start);
    this.first = this.first.subarray(part.length);
    return part.length;
  }

  close(): Promise<void> {
    return this.rest.close();
  }
}

/** A stream. What does not fit the caller's buffer is kept for the next call. */
export class StreamSupply implements Supply {
  bytesRead = 0;
  private readonly stream: Readable;
  private readonly chunks: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array(0);
  private closed = false;

  constructor(stream: Readable) {
    this.stream = stream;
    this.chunks = stream[Symbol.asyncIterator]();
  }

  async read(into: Uint8Array, start: number): Promise<number> {
    while (this.rest.length === 0) {
      const step = await this.nextChunk();
      if (step === undefined) return 0;
      this.rest = step;
    }
    const length = Math.min(this.rest.length, into.length - start);
    into.set(this.rest.subarray(0, length), start);
    this.rest = this.rest.subarray(length);
    this.bytesRead += length;
    return length;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.stream.destroy();
  }

  private async nextChunk(): Promise<Uint8Array | undefined> {
    try {
      const step = await this.chunks.next();
      return step.done ? undefined : step.value;
    } catch (error) {
      if (this.closed) return undefined; // a read in progress when the source was closed
      throw error;
    }
  }
}

/**
 * A stream over a pipe, socket or device; it closes the descriptor at its end. A net.Socket polls the pipe, so a quiet
 * one cannot keep the program from ending; a read of fs would block a thread of the pool
 * (https://github.com/nodejs/node/issues/23220).
 */
export function pipeStream(descriptor: number): Readable {
  try {
    return new Socket({ fd: descriptor, readable: true, writable: false });
  } catch {
    return createReadStream('', { fd: descriptor }); // a device such as /dev/null, which cannot be polled
  }
}
