/** A disk that is soon full: a tmpfs of its own, which only root can mount. */
import { spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { folder } from './engine/core-session.js';

/** Whether there can be none here. */
export const noSmallDisk =
  process.platform !== 'linux' || spawnSync('unshare', ['--mount', 'true'], { stdio: 'ignore' }).status !== 0;

/** The folder of an empty disk of so many KiB, until the test ends. */
export function smallDisk(kibibytes: number): string {
  const where = folder();
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'none', where], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  onTestFinished(() => {
    spawnSync('umount', ['--lazy', where]);
  });
  return where;
}
