/**
 * Root's rights, and giving them back. In: the environment that sudo leaves. Out: the user who called it, and a process that is
 * that user's again.
 *
 * Once they are given back they cannot be had again: an interface captured after that needs a new sudo.
 */
import { chownSync, readFileSync } from 'node:fs';

export interface Invoker {
  uid: number;
  gid: number;
  name: string;
  home: string;
}

/** The user who called sudo; undefined where this is not root, or root called. */
export function invoker(env: NodeJS.ProcessEnv = process.env): Invoker | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const uid = Number(env['SUDO_UID']);
  const gid = Number(env['SUDO_GID']);
  if (!Number.isInteger(uid) || !Number.isInteger(gid) || uid <= 0 || gid < 0) return undefined;
  const fields = passwordEntry(uid);
  return { uid, gid, name: fields?.[0] ?? env['SUDO_USER'] ?? String(uid), home: fields?.[5] ?? '/' };
}

/** Lets the invoking user keep a file or folder that root made. */
export function giveToInvoker(path: string): void {
  const user = invoker();
  if (user) chownSync(path, user.uid, user.gid);
}

/** Settings and the cache are the invoking user's: called before anything looks for them. */
export function adoptInvokersHome(): void {
  const user = invoker();
  if (user) process.env['HOME'] = user.home;
}

let areBack = false;

/** Whether this process gave root's rights back: it cannot capture anything new. */
export function rightsAreBack(): boolean {
  return areBack;
}

/** Gives root's rights back for good. Null where all is well, or a sentence why not. Only the main thread may. */
export function dropRights(): string | null {
  const user = invoker();
  if (!user) return null;
  try {
    become(user);
    areBack = true;
    return null;
  } catch (error) {
    return `Root's rights could not be given back to ${user.name}: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

/** This process is that user's from now on. Throws where it cannot be. */
export function become({ name, uid, gid }: Invoker): void {
  // Node has it, its types do not.
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
