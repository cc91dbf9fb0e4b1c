/**
 * For whom root started this program, by what sudo, doas and pkexec leave in the environment. Each sets its own variable
 * always, but may let the user's others through (doas with keepenv): all that are set must name the same user, and what
 * else they say counts only where /etc/passwd does not know the user.
 */
import { readFileSync } from 'node:fs';
import { LAUNCHED_FOR } from './launcher/messages.js';

export interface Invoker {
  uid: number;
  gid: number;
  name: string;
}

/** Root acts for somebody, but it is not clear for whom: a sentence. */
export interface Unclear {
  unclear: string;
}

/** Each variable, and the field of /etc/passwd that it holds. */
const VARIABLES = [
  ['SUDO_UID', 2],
  ['PKEXEC_UID', 2],
  ['DOAS_USER', 0],
] as const;

/** Who called sudo, doas or pkexec; null if this is not root, or root itself called it. */
export function invoker(env: NodeJS.ProcessEnv = process.env): Invoker | Unclear | null {
  if (process.geteuid?.() !== 0) return null;
  if (process.getuid?.() !== 0) return { unclear: 'It must not be setuid root: start it with sudo.' };
  // The launcher changes users before it starts this program.
  if (env[LAUNCHED_FOR] !== undefined) return { unclear: "Root's rights could not be given back." };
  const set = VARIABLES.filter(([variable]) => env[variable] !== undefined);
  const users: Invoker[] = [];
  for (const [variable, field] of set) {
    const known = account(field, env[variable] ?? '') ?? (set.length === 1 ? unknownToPasswd(env) : undefined);
    if (!known) return { unclear: `${variable} names no user of this machine: start it with sudo.` };
    if (known.uid !== 0) users.push(known);
  }
  const [user = null] = users;
  if (users.some(({ uid }) => uid !== user?.uid)) {
    const names = set.map(([variable]) => variable).join(' and ');
    return { unclear: `${names} name different users for whom root acts: unset those that are not yours.` };
  }
  return user;
}

/** The user whose line of /etc/passwd has this value in this field. */
function account(field: number, value: string): Invoker | undefined {
  for (const line of accounts()) {
    const fields = line.split(':');
    const [name = '', , uid = '', gid = ''] = fields;
    if (fields[field] === value && /^\d+$/.test(uid) && /^\d+$/.test(gid))
      return { uid: Number(uid), gid: Number(gid), name };
  }
  return undefined;
}

function accounts(): string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** A user of a directory service, as sudo knows it. */
function unknownToPasswd({ SUDO_UID = '', SUDO_GID = '', SUDO_USER = '' }: NodeJS.ProcessEnv): Invoker | undefined {
  if (!/^\d{1,10}$/.test(SUDO_UID) || !/^\d{1,10}$/.test(SUDO_GID) || SUDO_USER === '') return undefined;
  return { uid: Number(SUDO_UID), gid: Number(SUDO_GID), name: SUDO_USER };
}

/** Switches this process to a user for good. Throws if that fails. */
export function switchUser({ name, uid, gid }: Invoker): void {
  // Missing in Node's types.
  const { initgroups } = process as { initgroups?: (name: string, gid: number) => void };
  initgroups?.(name, gid);
  process.setgid?.(gid);
  process.setuid?.(uid);
}
