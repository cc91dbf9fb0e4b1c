/**
 * What was used last: files, filters and commands, in recent.json below the XDG state folder. Nothing here is worth an error: a file that
 * cannot be read counts as empty, one that cannot be written stays as it is.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { replaceFile } from './replace-file.js';
import { xdgFolder } from './settings-file.js';

/** Newest first. */
export interface Recent {
  files: readonly string[];
  filters: readonly string[];
  /** Lines of the prompt and of ":", which have one history. */
  lines: readonly string[];
}

const MAX_FILES = 30;
const MAX_FILTERS = 200;
const MAX_LINES = 500;

const SCHEMA = v.object({
  files: v.fallback(v.array(v.string()), []),
  filters: v.fallback(v.array(v.string()), []),
  lines: v.fallback(v.array(v.string()), []),
});

export function loadRecent(env: NodeJS.ProcessEnv): Recent {
  try {
    return v.parse(SCHEMA, JSON.parse(readFileSync(recentPath(env), 'utf8')));
  } catch {
    return { files: [], filters: [], lines: [] };
  }
}

/** Puts files (absolute paths), filters and lines before what was there, each once, and returns what is kept. */
export function addRecent(env: NodeJS.ProcessEnv, added: Partial<Recent>): Recent {
  const before = loadRecent(env);
  const recent = {
    files: newest(added.files, before.files, MAX_FILES),
    filters: newest(added.filters, before.filters, MAX_FILTERS),
    lines: newest(added.lines?.filter(isNoSecret), before.lines, MAX_LINES),
  };
  try {
    replaceFile(recentPath(env), `${JSON.stringify(recent, null, 2)}\n`);
  } catch {
    // A read-only home is no reason to bother the user.
  }
  return recent;
}

/** HEP keys must not end up in a file. */
function isNoSecret(line: string): boolean {
  return !line.includes('--hep-key');
}

function newest(added: readonly string[] = [], before: readonly string[], most: number): string[] {
  return [...new Set([...added, ...before])].filter(text => text !== '').slice(0, most);
}

function recentPath(env: NodeJS.ProcessEnv): string {
  return join(xdgFolder('XDG_STATE_HOME', env), 'recent.json');
}
