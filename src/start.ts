/** The entry point of `npm start`: opens the files named, or the bundled samples. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

if (process.argv.length <= 2) {
  const samples = new URL('../samples/', import.meta.url);
  for (const name of readdirSync(samples).sort()) {
    if (name.endsWith('.pcap')) process.argv.push(fileURLToPath(new URL(name, samples)));
  }
}

await import('./main.js');
