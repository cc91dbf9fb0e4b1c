/**
 * Unpacks a compressed source as it is read. What precedes damage or a missing end is used; the rest is one read error,
 * which becomes damage.
 */
import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { salvage } from './salvage.js';
import type { Supply } from './supply.js';
import { zstdDecompressor, ZstdSupply } from './zstd.js';

export type Packing = 'gzip' | 'zstd';

/**
 * Compressed bytes fed at a time, which bounds the output of one step. Node's zlib streams emit nothing of a chunk in
 * which they find an error, so a slice stays small beside what came before it: of a file the last slice is unpacked
 * again byte by byte (salvage.ts), of a pipe it is lost. Not reported upstream.
 */
const SLICE = 1 << 14;
const FIRST_SLICE = 1 << 7;
const SHARE = 16;

/** Unpacks a supply; undefined if this Node cannot. */
export function unpacked(packed: Supply, packing: Packing): Supply | undefined {
  if (packing === 'gzip') return new GzipSupply(packed);
  const make = zstdDecompressor();
  return make && new ZstdSupply(packed, make);
}

class GzipSupply implements Supply {
  private readonly packed: Supply;
  private readonly transform: Transform = zlib.createGunzip();
  /** Bytes fed to the decompressor before the current slice, and bytes it has produced. */
  private given = 0;
  private unpacked = 0;
  private readonly input = new Uint8Array(SLICE);
  private readonly output: Uint8Array[] = [];
  private failure: Error | undefined;
  private wake = (): void => {};
  private finished = false;

  constructor(packed: Supply) {
    this.packed = packed;
    const { transform } = this;
    transform.on('data', (chunk: Uint8Array) => {
      this.output.push(chunk);
      this.unpacked += chunk.length;
    });
    for (const event of ['end', 'close']) transform.on(event, () => this.stop());
    transform.on('error', error => {
      this.failure = error;
      this.stop();
    });
  }

  get bytesRead(): number {
    return this.packed.bytesRead;
  }

  async read(into: Uint8Array, start: number): Promise<number> {
    while (this.output.length === 0) {
      if (this.failure !== undefined) throw this.explain(this.failure);
      if (this.finished) return 0;
      await this.unpackSlice();
    }
    const chunk = this.output[0]!;
    const length = Math.min(chunk.length, into.length - start);
    into.set(chunk.subarray(0, length), start);
    if (length < chunk.length) this.output[0] = chunk.subarray(length);
    else this.output.shift();
    return length;
  }

  async close(): Promise<void> {
    this.transform.destroy();
    await this.packed.close();
  }

  /** Feeds one slice and waits until it is processed or the decompressor has stopped. */
  private async unpackSlice(): Promise<void> {
    const slice = await this.nextSlice();
    await new Promise<void>(resolve => {
      this.wake = resolve;
      if (this.finished) resolve();
      else if (slice.length === 0) this.transform.end();
      else this.transform.write(slice, () => resolve());
    });
    if (this.failure === undefined) this.given += slice.length;
    else if (this.packed.again !== undefined && slice.length > 0) {
      const rest = await salvage(this.packed.again(), zlib.createGunzip(), this.given, slice.length, this.unpacked);
      if (rest.length > 0) this.output.push(rest);
    }
  }

  private async nextSlice(): Promise<Uint8Array> {
    const length = Math.min(Math.max(Math.floor(this.bytesRead / SHARE), FIRST_SLICE), SLICE);
    return this.input.subarray(0, await this.packed.read(this.input.subarray(0, length), 0));
  }

  private stop(): void {
    this.finished = true;
    this.wake();
  }

  private explain(error: Error): Error {
    const cut = 'code' in error && error.code === 'Z_BUF_ERROR';
    return new Error(cut ? 'the gzip data ends too early' : 'the gzip data is damaged from here on');
  }
}
