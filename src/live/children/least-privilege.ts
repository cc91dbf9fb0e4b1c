/** Runs capture programs with least privilege: as the user who called sudo, with the right to capture and no other. */
import { execFileSync } from 'node:child_process';
import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Refusal } from '../../capture/source.js';
import type { CaptureCommand } from './engines.js';
import { type Invoker, invoker } from '../privileges.js';
import { programPath } from './program.js';

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

/**
 * The command with least privilege, or a clause why there is none. Without sudo the user stays the same, except for
 * tcpdump started by root: it would change to another user itself and so lose the parent-death signal.
 */
export function leastPrivileged(
  { engine, program, args }: CaptureCommand,
  user = invoker(),
): PrivilegedCommand | Refusal {
  const setpriv = setprivPath();
  if (setpriv !== undefined) {
    const other =
      user ?? (engine === 'tcpdump' && process.getuid?.() === 0 && isExecutableByAll(program) ? NOBODY : undefined);
    const groups = user ? '--init-groups' : '--clear-groups';
    const identity = other ? [...rights(other), groups] : [];
    return { program: setpriv, args: [...identity, END_WITH_PARENT, '--', program, ...args] };
  }
  if (!user) return { program, args };
  // Without setpriv, tcpdump and our own child can change to the user themselves once the interface is open.
  if (engine === 'tcpdump') return { program, args: ['-Z', user.name, ...args] };
  if (engine === 'cap') return { program, args: [...args, JSON.stringify(user)] };
  // dumpcap would stay root: after this program drops its privileges it could not even end it.
  return { refused: `${engine} would keep all of root's rights; install setpriv with: sudo apt install util-linux` };
}

function rights({ uid, gid }: Pick<Invoker, 'uid' | 'gid'>): string[] {
  const capture = '-all,+net_raw,+net_admin';
  const only = [`--inh-caps=${capture}`, `--ambient-caps=${capture}`, `--bounding-set=${capture}`];
  return [`--reuid=${uid}`, `--regid=${gid}`, ...only];
}

/** Whether any user may run the program at its path. */
function isExecutableByAll(program: string): boolean {
  for (let path = realpathSync(program); ; path = dirname(path)) {
    if ((statSync(path).mode & EXECUTABLE_BY_OTHERS) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** The setpriv of util-linux, if recent enough: BusyBox's cannot change users. */
function setprivPath(): string | undefined {
  const path = programPath('setpriv');
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
