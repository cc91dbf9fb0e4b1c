/**
 * Runs before every unit test file, and lets no process start: what needs one is a system test, which test/system-tests.ts tells
 * by its name. The program itself takes it for a program that is not installed.
 */
import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { vi } from 'vitest';

function refuse(): never {
  throw new Error('A unit test starts no process: name its file *.system.test.ts.');
}

for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'] as const)
  childProcess[name] = refuse as never;
syncBuiltinESMExports();

// Its terminals fork in native code.
vi.mock('@lydell/node-pty', () => ({ spawn: refuse }));
