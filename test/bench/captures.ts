/** The benchmark captures, made on first use in bench-data/ (which git ignores). */
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.js';

const folder = fileURLToPath(new URL('../../bench-data/', import.meta.url));

export interface BenchCapture {
  path: string;
  conversations: number;
  /** RTP packets in every answered call. */
  mediaPackets: number;
  what: string;
}

const capture = (name: string, conversations: number, mediaPackets: number, what: string): BenchCapture => ({
  ...{ path: `${folder}${name}.pcap`, conversations, mediaPackets, what },
});

export const CAPTURES = {
  small: capture('1k', 1000, 0, '1,000 conversations, 5,700 messages, 4 MB'),
  plain: capture('60k', 60_000, 0, '60,000 conversations, 340,000 messages, 243 MB'),
  media: capture('media', 30_000, 46, '860,000 packets, 80 % RTP, 280 MB'),
  live: capture('live', 110_000, 0, '110,000 conversations, 620,000 messages, 445 MB'),
  million: capture('million', 1_000_000, 0, '1,000,000 conversations, 5.7 million messages, 4 GB'),
} as const;

/** Makes the capture unless it is there, and returns its path. */
export function prepare({ path, conversations, mediaPackets, what }: BenchCapture): string {
  if (!existsSync(path)) {
    console.error(`making ${what}…`);
    generate(path, conversations, mediaPackets);
  }
  if (statSync(path).size < 24) throw new Error(`${path} is empty; remove it and start again`);
  return path;
}
