/**
 * Replaces a small file of the user's, whole or not at all. Behind a symbolic link its target is replaced. An existing file keeps its
 * permissions, a new one is the user's alone, and what root creates below a user's home belongs to that user.
 */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Throws where the file cannot be written. */
export function replaceFile(path: string, text: string): void {
  const made = mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const target = existsSync(path) ? realpathSync(path) : path;
  const mode = existsSync(target) ? statSync(target).mode & 0o777 : 0o600;
  const fresh = `${target}.${process.pid}.new`;
  writeFileSync(fresh, text, { mode });
  chmodSync(fresh, mode);
  if (process.getuid?.() === 0) {
    const { uid, gid } = statSync(dirname(made ?? target));
    chownSync(fresh, uid, gid);
    for (let folder = dirname(path); made !== undefined && folder.length >= made.length; folder = dirname(folder))
      chownSync(folder, uid, gid);
  }
  renameSync(fresh, target);
}
