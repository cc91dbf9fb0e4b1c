/**
 * Files that the user asked to be written. A new one is the user's alone, and is made where nothing is: no link that
 * somebody planted is followed. One that is replaced gives its name to a new file, and its permissions where it is this
 * user's.
 */
import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';

const PRIVATE = 0o600;

/** A name beside a file that nobody can foresee. */
export function nameBeside(path: string): string {
  return `${path}.${crypto.randomUUID().slice(0, 8)}.partial`;
}

/** Opens a file where there is nothing, not even a link. Throws where there is (EEXIST), or none can be made. */
export function createFile(path: string): number {
  return openSync(path, 'wx', PRIVATE);
}

/**
 * Opens a file whether it is there or not. Throws where that fails. What is no file (a device, a pipe) is written into;
 * so is a file in a folder that takes no new ones, unless it is a link.
 */
export function openOver(path: string): number {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return createFile(path);
  if (isNoFile(path)) return openDevice(path);
  const fresh = nameBeside(path);
  let descriptor: number;
  try {
    descriptor = createFile(fresh);
  } catch {
    return openSync(path, constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW);
  }
  try {
    takeName(fresh, path);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    rmSync(fresh, { force: true });
    throw error;
  }
}

/** Gives a file the name of one, or of a link, that it replaces. */
export function takeName(fresh: string, path: string): void {
  const there = statusOf(path);
  if (there?.isFile() && there.uid === process.getuid?.()) chmodSync(fresh, there.mode & 0o777);
  renameSync(fresh, path);
}

/** Whether there is something that is no file. */
export function isNoFile(path: string): boolean {
  return statusOf(path)?.isFile() === false;
}

function openDevice(path: string): number {
  const descriptor = openSync(path, constants.O_WRONLY);
  if (!fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw new Error('it has just been exchanged');
}

/** What is at a path, or where a link leads; undefined if nothing is. */
function statusOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
