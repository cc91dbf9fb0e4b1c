/**
 * The frame table of a Network Monitor capture: where each frame begins. It lies behind the frames, so only a plain file
 * has it from the beginning.
 */
import { readSync } from 'node:fs';
import type { DamageLog } from '../damage.js';
import { NETMON_FILE_HEADER, type NetmonFormat } from './netmon-format.js';

const ENTRY = 4;
/** Most bytes of a table that is kept: sixteen million frames. Of more, frames are read one after another. */
const MAX_TABLE = 1 << 26;

/**
 * The offsets of the frames in ascending order, each once; undefined if the file has no table to go by, or one that is
 * too long. What is wrong with it is damage.
 */
export function readFrameTable(
  descriptor: number,
  size: number,
  format: NetmonFormat,
  damage: DamageLog,
): Uint32Array | undefined {
  const { tableOffset, tableLength } = format;
  const end = Math.min(tableOffset + tableLength, size);
  if (tableOffset < NETMON_FILE_HEADER || end - tableOffset < ENTRY) {
    if (tableLength > 0 || tableOffset > size)
      damage.add(Math.min(tableOffset, size), 0, 'the table of frames is missing, they are read one after another');
    return undefined;
  }
  if (end - tableOffset > MAX_TABLE) return undefined;
  const offsets = new Uint32Array(Math.ceil((end - tableOffset) / ENTRY));
  const bytes = Buffer.from(offsets.buffer, 0, end - tableOffset);
  let read = 0;
  while (read < bytes.length) {
    const step = readSync(descriptor, bytes, read, bytes.length - read, tableOffset + read);
    if (step === 0) break;
    read += step;
  }
  if (read < tableLength) damage.add(tableOffset + read, 0, 'the file ends in the middle of the table of frames');
  const count = Math.floor(read / ENTRY);
  // What is kept takes the place of entries that were looked at.
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const offset = bytes.readUInt32LE(i * ENTRY);
    const isInTable = offset >= tableOffset && offset < end;
    if (offset < NETMON_FILE_HEADER || offset + format.frameHeader > size || isInTable) continue;
    offsets[kept++] = offset;
  }
  if (kept < count)
    damage.add(tableOffset, 0, `${count - kept} entries of the table of frames point to where no frame can be`);
  return kept > 0 ? distinct(offsets.subarray(0, kept).sort()) : undefined;
}

function distinct(sorted: Uint32Array): Uint32Array {
  let kept = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i]!;
  return sorted.subarray(0, kept);
}
