/**
 * Other programs that ours is tested against. Without one its tests are skipped, and their name says why; with CI
 * set, its absence is a failure.
 */
import { spawnSync } from 'node:child_process';

/** True where the machine that runs the tests promised to have every peer. */
export const inCi = (process.env['CI_REAL'] ?? '') !== '' && process.env['CI_REAL'] !== 'false';

/** Whether a program of this name is on the PATH. */
export function installed(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' }).status === 0;
}

/** Whether to skip what needs `program`: only where it is absent and this is not CI (there the test runs, and fails). */
export function withoutPeer(program: string): boolean {
  return !inCi && !installed(program);
}
