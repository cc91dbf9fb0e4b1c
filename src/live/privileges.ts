/**
 * Root privileges under sudo, and dropping them. Once dropped they are gone: to capture another interface the program
 * must be started with sudo again.
 */
import { chownSync, readFileSync } from 'node:fs';
import { errorText } from '../format/errors.js';

export interface Invoker {
  uid: number;
  gid: number;
  name: string;
  home: string;
}

/** The user who called sudo; undefined if this is not root, or root called it. */
export function invoker(env: NodeJS.ProcessEnv = process.env): Invoker | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const uid = Number(env['SUDO_UID']);
  const gid = Number(env['SUDO_GID']);
  if (!Number.isInteger(uid) || !Number.isInteger(gid) || uid <= 0 || gid < 0) return undefined;
  const fields = passwordEntry(uid);
  return { uid, gid, name: fields?.[0] ?? env['SUDO_USER'] ?? String(uid), home: fields?.[5] ?? '/' };
}

/** Gives a file or folder that root created to the invoking user. */
export function giveToInvoker(path: string): void {
  const user = invoker();
  if (user) chownSync(path, user.uid, user.gid);
}

/** Uses the invoking user's settings and cache. Call it before anything looks for them. */
export function adoptInvokersHome(): void {
  const user = invoker();
  if (user) process.env['HOME'] = user.home;
}

let dropped = false;

/** Whether this process has dropped root's privileges: it can capture nothing new. */
export function privilegesDropped(): boolean {
  return dropped;
}

/** Drops root's privileges for good. Null on success, else a sentence. Only the main thread may call it. */
export function dropPrivileges(): string | null {
  const user = invoker();
  if (!user) return null;
  try {
    switchUser(user);
    dropped = true;
    return null;
  } catch (error) {
    return `Root's rights could not be given back to ${user.name}: ${errorText(error)}.`;
  }
}

/** Switches this process to a user. Throws if that fails. */
export function switchUser({ name, uid, gid }: Invoker): void {
  // Missing in Node's types.
  const { initgroups } = process as { initgroups?: (name: string, gid: number) => void };
  initgroups?.(name, gid);
  process.setgid?.(gid);
  process.setuid?.(uid);
}

function passwordEntry(uid: number): string[] | undefined {
  try {
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
    return lines.map(line => line.split(':')).find(fields => fields[2] === String(uid));
  } catch {
    return undefined;
  }
}
