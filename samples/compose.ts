/**
 * Writes the samples (`npm run samples`): a pcap for each story of compose/, and tcpdump's text for the problems in the
 * paper. Every run writes the same bytes.
 */
import { writeFileSync } from 'node:fs';
import { samples } from './compose/stories.js';

for (const { name, bytes } of samples()) {
  writeFileSync(new URL(name, import.meta.url), bytes);
  console.log(`${name}  ${bytes.length} bytes`);
}
