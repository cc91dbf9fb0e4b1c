/**
 * What the user did last: files opened and filters typed. In and out: recent.json under the XDG state folder. Nothing here is
 * worth an error: a file that cannot be read is empty, one that cannot be written stays as it was.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { xdgFolder } from './settings.js';

/** Newest first. */
export interface Recent {
  files: readonly string[];
  filters: readonly string[];
}

const MOST_FILES = 30;
const MOST_FILTERS = 200;

const SCHEMA = v.object({
  files: v.fallback(v.array(v.string()), []),
  filters: v.fallback(v.array(v.string()), []),
});

export function loadRecent(env: NodeJS.ProcessEnv): Recent {
  try {
    return v.parse(SCHEMA, JSON.parse(readFileSync(recentPath(env), 'utf8')));
  } catch {
    return { files: [], filters: [] };
  }
}

/** Puts files (absolute paths) and filters before what was there, each once, and returns what is kept. */
export function addRecent(env: NodeJS.ProcessEnv, added: Partial<Recent>): Recent {
  const before = loadRecent(env);
  const recent = {
    files: newest(added.files, before.files, MOST_FILES),
    filters: newest(added.filters, before.filters, MOST_FILTERS),
  };
  try {
    const path = recentPath(env);
    mkdirSync(xdgFolder('XDG_STATE_HOME', env), { recursive: true, mode: 0o700 });
    const fresh = `${path}.${process.pid}.new`;
    writeFileSync(fresh, `${JSON.stringify(recent, null, 2)}\n`, { mode: 0o600 });
    renameSync(fresh, path);
  } catch {
    // A home that cannot be written to is no reason to bother the user.
  }
  return recent;
}

function newest(added: readonly string[] = [], before: readonly string[], most: number): string[] {
  return [...new Set([...added, ...before])].filter(text => text !== '').slice(0, most);
}

/** Where they are kept. */
export function recentPath(env: NodeJS.ProcessEnv): string {
  return join(xdgFolder('XDG_STATE_HOME', env), 'recent.json');
}
