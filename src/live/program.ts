/**
 * Finds a program. In: its name. Out: its path, or undefined. Capture programs lie where the PATH of an ordinary user does
 * not lead.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const ADMINISTRATION = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

export function programPath(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...ADMINISTRATION];
  return folders
    .filter(folder => folder !== '')
    .map(folder => join(folder, name))
    .find(executable);
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
