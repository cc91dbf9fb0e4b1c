/**
 * Replaces a small file of the user's, whole or not at all. Behind a symbolic link its target is replaced. An existing file keeps its
 * permissions, a new one is the user's alone. Root writes nothing in a folder that is somebody else's, who could have put a link there.
 */
import { chmodSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Throws where the file cannot be written. */
export function replaceFile(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  refuseOthersFolder(target);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const mode = existsSync(target) ? statSync(target).mode & 0o777 : 0o600;
  // Nobody can foresee the name, and what exists is not opened, be it a link.
  const fresh = `${target}.${crypto.randomUUID()}.new`;
  try {
    writeFileSync(fresh, text, { mode: 0o600, flag: 'wx' });
    chmodSync(fresh, mode);
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

function refuseOthersFolder(target: string): void {
  if (process.getuid?.() !== 0) return;
  for (let folder = dirname(target); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(folder) && statSync(folder).uid !== 0)
      throw new Error(`${folder} belongs to another user, and root writes nothing there`);
}
