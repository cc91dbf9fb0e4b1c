/** The core held against TypeScript: random conversations in the tables of both, and a capture read by both. Throws if they differ. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { differencesOf } from '../core/conversations-trial.js';
import type { Arrived } from '../core/random-calls.js';
import { readByBoth } from '../core/read-by-both.js';
import type { Random } from './random.js';

/** Of a large trial, not every message is looked at. */
const LOOKED_AT = 500;

export function tryTables(arriving: readonly Arrived[], random: Random): void {
  const differences = differencesOf(arriving, random, Math.ceil(arriving.length / LOOKED_AT));
  if (differences.length > 0) throw new Error(`the tables differ:\n${differences.join('\n')}`);
}

export async function tryReaders(folder: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, 'random.pcap');
  writeFileSync(path, bytes);
  const both = await readByBoth(path);
  if (both !== 'refused' && both.differences.length > 0)
    throw new Error(`the engine and the decoder differ:\n${both.differences.join('\n')}`);
}
