/** A unit test needs nothing but Node: it starts no process and does not know the built program. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, it } from 'vitest';
import { isSystemTest } from './system-tests.js';

const root = fileURLToPath(new URL('./', import.meta.url));

/** Starts processes, or knows the built program. */
const FORBIDDEN =
  /['"](?:node:)?child_process['"]|['"]@lydell\/node-pty['"]|['"][./]*\/(?:build|dist\/[^'"]*)\.js['"]|inject\('program'\)/;
/** These are about it. */
const ALLOWED = ['no-processes.test.ts'];

/** Files of test/ that a file imports, itself among them. */
function withImports(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, specifier] of readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)\.js'/g)) {
    const imported = [`${specifier}.ts`, `${specifier}.tsx`].map(name => join(dirname(path), name)).find(existsSync);
    if (imported?.startsWith(root)) withImports(imported, found);
  }
  return found;
}

const unitTests = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map(path => path.split(sep).join('/'))
  .filter(path => /\.test\.tsx?$/.test(path) && !isSystemTest(path) && !ALLOWED.includes(path));

it('starts no process', async () => {
  const pty = await import('@lydell/node-pty');
  for (const start of [
    () => spawn('true'),
    () => spawnSync('true'),
    () => execFile('true'),
    () => pty.spawn('true', [], {}),
  ])
    expect(start).toThrow('name its file *.system.test.ts');
});

it('does not know the built program', () => {
  expect(inject('program')).toBeUndefined();
});

/** What a test file imports that it must not, or is itself. */
function wrongImports(path: string): string[] {
  const wrong = [...withImports(join(root, path))].filter(file => FORBIDDEN.test(readFileSync(file, 'utf8')));
  return wrong.map(file => relative(root, file));
}

it.each(unitTests)('%s imports nothing that does either', path => {
  expect(wrongImports(path)).toEqual([]);
});

it('finds what imports the program or a terminal, however far away', () => {
  expect(wrongImports('commands/list.test.ts')).toContain(join('commands', 'program.ts'));
  expect(wrongImports('screen/session.test.ts')).toContain(join('screen', 'harness.ts'));
});
