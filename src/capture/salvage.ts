/**
 * Recovers what can be unpacked before the damage in compressed data. Node's zlib streams emit nothing of a chunk in
 * which they find an error, so the damaged slice is fed again byte by byte from the beginning.
 */
import type { Transform } from 'node:stream';
import type { Supply } from './supply.js';

const SLICE = 1 << 14;

/**
 * `packed` starts at the beginning: `sound` good bytes, then a damaged slice of `length`. Returns what the slice
 * yields, that is the output beyond the `unpacked` bytes already known.
 */
export async function salvage(
  packed: Supply,
  unpacker: Transform,
  sound: number,
  length: number,
  unpacked: number,
): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let known = unpacked;
  let failed = false;
  let wake = (): void => {};
  unpacker.on('data', (chunk: Uint8Array) => {
    if (chunk.length > known) kept.push(chunk.subarray(known));
    known = Math.max(0, known - chunk.length);
  });
  for (const event of ['error', 'close'])
    unpacker.on(event, () => {
      failed = true;
      wake();
    });
  const slice = new Uint8Array(SLICE);
  for (let at = 0; at < sound + length && !failed; ) {
    const wanted = at < sound ? Math.min(SLICE, sound - at) : 1;
    const read = await packed.read(slice.subarray(0, wanted), 0);
    if (read === 0) break;
    at += read;
    await new Promise<void>(resolve => {
      wake = resolve;
      unpacker.write(slice.subarray(0, read), () => resolve());
    });
  }
  unpacker.destroy();
  await packed.close();
  return Buffer.concat(kept);
}
