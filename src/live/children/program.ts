/** Finds an executable. Capture programs are often in folders that are missing from an ordinary user's PATH. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export type FindProgram = (name: string) => string | undefined;

const SBIN = ['/usr/local/sbin', '/usr/sbin', '/sbin'];
/** Where root looks: PATH may be the user's. */
const SYSTEM = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/sbin', '/usr/local/bin'];
const WRITABLE_BY_OTHERS = 0o022;

/** The path of a program; undefined if it is not installed. */
export function programPath(name: string): string | undefined {
  return firstOf([...(process.env['PATH'] ?? '').split(delimiter), ...SBIN], name, executable);
}

/** The path of a program that only root can have put there; undefined if there is none. */
export function systemProgramPath(name: string): string | undefined {
  return firstOf(SYSTEM, name, path => executable(path) && isRootsAlone(path));
}

function firstOf(folders: readonly string[], name: string, fits: (path: string) => boolean): string | undefined {
  return folders
    .filter(folder => folder !== '')
    .map(folder => join(folder, name))
    .find(fits);
}

/** Whether nobody but root can replace the file at a path: not it, and no folder above it. */
function isRootsAlone(file: string): boolean {
  for (let path = realpathSync(file); ; path = dirname(path)) {
    const { uid, mode } = statSync(path);
    if (uid !== 0 || (mode & WRITABLE_BY_OTHERS) !== 0) return false;
    if (path === dirname(path)) return true;
  }
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
