/**
 * Builds the program once for the tests that run it, into a folder of this run's own: they hold what is in src/ now, whether
 * or not dist/ is there, and another run beside this one does not get in the way. `inject('program')` is its path.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the built main.js. */
    program: string;
  }
}

const root = fileURLToPath(new URL('../', import.meta.url));

export default function setup(project: TestProject): () => void {
  // Below node_modules, so that what is not bundled is found from there.
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'sipvestigator-test-'));
  try {
    execFileSync(process.execPath, ['build.js', folder], { cwd: root, stdio: 'inherit' });
  } catch {
    console.error('The program does not build: the tests that run it will fail, the others go on.');
  }
  // The program offers the samples that lie beside dist/.
  symlinkSync(join(root, 'samples'), join(folder, 'samples'));
  project.provide('program', join(folder, 'dist/main.js'));
  return () => rmSync(folder, { recursive: true, force: true });
}
