/**
 * What can still be unpacked of a slice in which packed data is damaged. In: the packed bytes from their beginning, how many are
 * sound, and how long the slice behind them is. Out: what the slice unpacks to up to the damage, had by giving it byte by byte.
 */
import type { Transform } from 'node:stream';
import type { Supply } from './supply.js';

const SLICE = 1 << 14;

/** `unpacked`: how much of what comes out is known already. */
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
