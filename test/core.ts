/** Compiles the core where a source of it changed, before any test. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export default function setup(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../build-core.js', import.meta.url))], { stdio: 'inherit' });
}
