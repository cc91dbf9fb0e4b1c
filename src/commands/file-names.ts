/** Completes file names at the prompt. */
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { pathOf } from '../shell/words.js';

/** Files and folders (with a trailing slash) that start with the prefix, written like it: "~" and "./" stay. */
export async function filesBeginning(prefix: string): Promise<string[]> {
  if (prefix === '~') return ['~/'];
  const slash = prefix.lastIndexOf('/') + 1;
  const folder = prefix.slice(0, slash);
  const begun = prefix.slice(slash);
  const entries = await readdir(pathOf(folder, homedir()) || '.', { withFileTypes: true }).catch(() => []);
  const fitting = entries.filter(({ name }) => name.startsWith(begun) && (begun !== '' || !name.startsWith('.')));
  return fitting.map(entry => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`).sort();
}
