/** A classic pcap in several files, as a rotating capture or one capture a direction leaves it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from '../engine/core-session.js';

const HEADER = 24;
const RECORD_HEADER = 16;

/** Which of the parts a record goes to, by its number, that of all, and its frame. */
export type Cut = (record: number, records: number, frame: Buffer) => number;

/** Where the addresses of IPv4 over Ethernet are. */
const SOURCE = 26;
const DESTINATION = 30;

export const CUTS: Readonly<Record<string, Cut>> = {
  'in halves': (record, records) => Number(record >= records / 2),
  'every second packet': record => record % 2,
  'in three': record => (record * 7) % 3,
  'by direction': (_record, _records, frame) =>
    Number(frame.subarray(SOURCE, DESTINATION).compare(frame.subarray(DESTINATION, DESTINATION + 4)) > 0),
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
  const parts = new Map<number, Buffer[]>();
  for (const [number, record] of records.entries()) {
    const of = cut(number, records.length, record.subarray(RECORD_HEADER));
    const part = parts.get(of) ?? [bytes.subarray(0, HEADER)];
    parts.set(of, part);
    part.push(record);
  }
  return [...parts].map(([number, part]) => {
    const name = join(folder(), `part-${number}.pcap`);
    writeFileSync(name, Buffer.concat(part));
    return name;
  });
}
