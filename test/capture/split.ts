/** A classic pcap in several files, as a rotating capture or one capture a direction leaves it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from '../engine/core-session.js';

const HEADER = 24;
const RECORD_HEADER = 16;

/** Which of the parts a record goes to, by its number and that of all. */
export type Cut = (record: number, records: number) => number;

export const CUTS: Readonly<Record<string, Cut>> = {
  'in halves': (record, records) => Number(record >= records / 2),
  'every second packet': record => record % 2,
  'in three': record => (record * 7) % 3,
};

/** Paths of the parts; null where the file is no classic pcap. */
export function splitCapture(path: string, cut: Cut): string[] | null {
  const bytes = readFileSync(path);
  const littleEndian = [0xa1b2c3d4, 0xa1b23c4d].includes(bytes.readUInt32LE(0));
  if (!littleEndian && ![0xa1b2c3d4, 0xa1b23c4d].includes(bytes.readUInt32BE(0))) return null;
  const records: Buffer[] = [];
  for (let at = HEADER; at + RECORD_HEADER <= bytes.length; ) {
    const length = RECORD_HEADER + (littleEndian ? bytes.readUInt32LE(at + 8) : bytes.readUInt32BE(at + 8));
    records.push(bytes.subarray(at, at + length));
    at += length;
  }
  const parts: Buffer[][] = [];
  for (const [number, record] of records.entries()) {
    const part = (parts[cut(number, records.length)] ??= [bytes.subarray(0, HEADER)]);
    part.push(record);
  }
  return parts.map((part, number) => {
    const name = join(folder(), `part-${number}.pcap`);
    writeFileSync(name, Buffer.concat(part));
    return name;
  });
}
