/**
 * Where spools lie: a folder for each run, below the user's cache folder. What a crashed run leaves there is found by
 * later ones.
 */
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { errorCode } from '../../format/errors.js';
import type { Leftover } from '../protocol/live.js';

/** The clock of a file system may lag behind that of the machine. */
const CLOCKS_APART_MS = 100;
const PRIVATE_FOLDER = 0o700;

/**
 * A name for this process's folder. An earlier process with the same pid may have left one (in containers they repeat).
 */
export function spoolFolder(): string {
  return join(cacheFolder(), `spool-${process.pid}-${crypto.randomUUID().slice(0, 8)}`);
}

/**
 * Makes the folder of a run, in a cache folder that is this user's alone. Throws where it is another user's: who owns a
 * folder can exchange what is in it.
 */
export function makeSpoolFolder(folder: string): void {
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true, mode: PRIVATE_FOLDER });
  if (!isOurs(parent)) throw new Error(`${parent} is not a folder of this user: set XDG_CACHE_HOME to one that is`);
  chmodSync(parent, PRIVATE_FOLDER);
  if (!existsSync(folder)) mkdirSync(folder, { mode: PRIVATE_FOLDER });
}

/** Whether a folder, and a link that leads to it, is this user's; for root also every folder above it. */
function isOurs(folder: string): boolean {
  const own = process.getuid?.();
  if (own === undefined) return true;
  if (lstatSync(folder).uid !== own) return false;
  let path = realpathSync(folder);
  for (; own === 0 && path !== dirname(path); path = dirname(path)) if (statSync(path).uid !== 0) return false;
  return statSync(path).uid === own;
}

/**
 * Removes this process's spool at once, for an exit that leaves the engine's thread no time to do it. A crash leaves it
 * behind.
 */
export function removeSpools(): void {
  for (const name of spoolNames()) if (processOf(name) === process.pid && !isLeft(name)) remove(name);
}

/** What ended runs left behind, the newest first. Folders without a packet are removed on the way. */
export function leftovers(): Leftover[] {
  const left: Leftover[] = [];
  for (const name of spoolNames()) {
    if (!isLeft(name)) continue;
    const found = leftoverIn(join(cacheFolder(), name));
    if (found) left.push(found);
    else remove(name);
  }
  return left.sort((a, b) => b.timeMs - a.timeMs);
}

/** Removes what another run left; does nothing for any other folder. */
export function removeLeftover(folder: string): void {
  if (leftovers().some(leftover => leftover.folder === folder)) rmSync(folder, { recursive: true, force: true });
}

function leftoverIn(folder: string): Leftover | undefined {
  try {
    const segments = readdirSync(folder).filter(name => /^segment-\d+\.pcapng$/.test(name));
    segments.sort((a, b) => numberOf(a) - numberOf(b));
    const files = segments.map(name => join(folder, name));
    const stats = files.map(file => statSync(file));
    const bytes = stats.reduce((sum, { size }) => sum + size, 0);
    const timeMs = Math.max(0, ...stats.map(({ mtimeMs }) => mtimeMs));
    return bytes > 0 ? { folder, files, bytes, timeMs } : undefined;
  } catch {
    // Another program is removing it, or we may not read it.
    return { folder, files: [], bytes: 0, timeMs: 0 };
  }
}

function numberOf(segment: string): number {
  return Number(/\d+/.exec(segment)?.[0] ?? 0);
}

/** Names of spool folders; none where there is no cache folder or it cannot be read. */
function spoolNames(): string[] {
  const folder = cacheFolder();
  if (!existsSync(folder)) return [];
  try {
    if (!isOurs(folder)) return [];
    return readdirSync(folder).filter(name => /^spool-\d+-/.test(name));
  } catch {
    return [];
  }
}

function processOf(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? 0);
}

/**
 * Whether the run a folder belongs to has ended. A folder with our own pid that is older than this process was another's.
 */
function isLeft(name: string): boolean {
  const pid = processOf(name);
  try {
    const startedMs = Date.now() - process.uptime() * 1000;
    if (pid === process.pid) return statSync(join(cacheFolder(), name)).birthtimeMs < startedMs - CLOCKS_APART_MS;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}

function remove(name: string): void {
  rmSync(join(cacheFolder(), name), { recursive: true, force: true });
}

function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'sipvestigator');
}
