/**
 * Writes the samples (`npm run samples`). In: the stories of compose/. Out: one pcap each, and for the problems of the
 * paper the same packets as tcpdump prints them. Every run writes the same bytes.
 */
import { writeFileSync } from 'node:fs';
import { samples } from './compose/stories.js';

for (const { name, bytes } of samples()) {
  writeFileSync(new URL(name, import.meta.url), bytes);
  console.log(`${name}  ${bytes.length} bytes`);
}
