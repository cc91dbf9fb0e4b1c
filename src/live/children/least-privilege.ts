/**
 * Runs capture programs with least privilege: as the user who called sudo, with the right to capture and no other, and
 * no way to more.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Refusal } from '../../capture/source.js';
import type { CaptureCommand } from './engines.js';
import type { Invoker } from '../privileges.js';
import { type FindProgram, programPath } from './program.js';

export interface PrivilegedCommand {
  program: string;
  args: string[];
}

const EXECUTABLE_BY_OTHERS = 0o001;
/** The user nobody, the same on every Linux. */
const NOBODY: Pick<Invoker, 'uid' | 'gid'> = { uid: 65_534, gid: 65_534 };
/**
 * The child ends with this program, however that ends: on a quiet interface it would never notice that nobody reads.
 */
const END_WITH_PARENT = '--pdeathsig=KILL';
/** CAP_NET_ADMIN in the kernel's mask. */
const NET_ADMIN_BIT = 12n;

/**
 * The command with least privilege, or a clause why there is none. `user` is who called sudo. Without sudo the user
 * stays the same, but what root starts runs as nobody, except for our own child, which nobody may be unable to read.
 */
export function leastPrivileged(
  { engine, program, args }: CaptureCommand,
  user: Invoker | null = null,
  find: FindProgram = programPath,
): PrivilegedCommand | Refusal {
  const setpriv = setprivPath(find);
  if (setpriv !== undefined) {
    const other =
      user ?? (engine !== 'cap' && process.getuid?.() === 0 && isExecutableByAll(program) ? NOBODY : undefined);
    const groups = user ? '--init-groups' : '--clear-groups';
    const identity = other ? [...identityOf(other), groups, ...onlyCapturing()] : [];
    return { program: setpriv, args: [...identity, END_WITH_PARENT, '--', program, ...args] };
  }
  if (!user) return { program, args };
  // Without setpriv, tcpdump and our own child can change to the user themselves once the interface is open.
  if (engine === 'tcpdump') return { program, args: ['-Z', user.name, ...args] };
  if (engine === 'cap') return { program, args: [...args, JSON.stringify(user)] };
  return { refused: `${engine} would keep all of root's rights; install setpriv with: sudo apt install util-linux` };
}

/**
 * The command that runs a program as a user for good: no capability, none to be had from any program. Undefined where
 * setpriv cannot do that here.
 */
export function asUserAlone(user: Invoker, program: string, args: readonly string[], find: FindProgram) {
  const setpriv = find('setpriv');
  const none = ['--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all'];
  const begin = [...identityOf(user), '--init-groups', ...none, '--'];
  if (setpriv === undefined || !succeeds(setpriv, [...begin, setpriv, '--version'])) return undefined;
  return { program: setpriv, args: [...begin, program, ...args] };
}

function identityOf({ uid, gid }: Pick<Invoker, 'uid' | 'gid'>): string[] {
  return [`--reuid=${uid}`, `--regid=${gid}`];
}

/** A container may have taken CAP_NET_ADMIN from root, too: most captures do without. */
function onlyCapturing(): string[] {
  const capture = `-all,+net_raw${hasNetAdmin() ? ',+net_admin' : ''}`;
  const only = [`--inh-caps=${capture}`, `--ambient-caps=${capture}`, `--bounding-set=${capture}`];
  return [...only, '--no-new-privs'];
}

function hasNetAdmin(): boolean {
  try {
    const [, mask = '0'] = /^CapBnd:\s+([\da-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return ((BigInt(`0x${mask}`) >> NET_ADMIN_BIT) & 1n) === 1n;
  } catch {
    return false;
  }
}

/** Whether any user may run the program at its path. */
function isExecutableByAll(program: string): boolean {
  for (let path = realpathSync(program); ; path = dirname(path)) {
    if ((statSync(path).mode & EXECUTABLE_BY_OTHERS) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** The setpriv of util-linux, if recent enough: BusyBox's cannot change users. */
function setprivPath(find: FindProgram): string | undefined {
  const path = find('setpriv');
  if (path === undefined) return undefined;
  try {
    const help = execFileSync(path, ['--help'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5000,
    });
    return help.includes('--reuid') && help.includes('--pdeathsig') ? path : undefined;
  } catch {
    return undefined;
  }
}

function succeeds(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', timeout: 5000 });
    return true;
  } catch {
    return false;
  }
}
