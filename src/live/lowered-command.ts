/**
 * The least rights a capture program can have. In: its command, started by root for a user who called sudo. Out: a command that
 * runs as that user with the right to capture and no other, or a clause that says why there is none.
 */
import { execFileSync } from 'node:child_process';
import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Refusal } from '../capture/source.js';
import type { CaptureCommand } from './engines.js';
import { type Invoker, invoker } from './privileges.js';
import { programPath } from './program.js';

export interface Lowered {
  program: string;
  args: string[];
}

const EXECUTABLE_BY_OTHERS = 0o001;
/** Who is nobody, on every Linux. */
const NOBODY: Pick<Invoker, 'uid' | 'gid'> = { uid: 65_534, gid: 65_534 };
/** However this program ends, what captures for it ends, too: a quiet interface would never tell it that nobody reads. */
const ENDS_WITH_US = '--pdeathsig=KILL';

/** Where nobody called sudo, only tcpdump started by root is another's: it would become one itself, and forget with whom it ends. */
export function lowered({ engine, program, args }: CaptureCommand, user = invoker()): Lowered | Refusal {
  const setpriv = setprivPath();
  if (setpriv !== undefined) {
    const other = user ?? (engine === 'tcpdump' && process.getuid?.() === 0 && isForAll(program) ? NOBODY : undefined);
    const groups = user ? '--init-groups' : '--clear-groups';
    const who = other ? [...rights(other), groups] : [];
    return { program: setpriv, args: [...who, ENDS_WITH_US, '--', program, ...args] };
  }
  if (!user) return { program, args };
  // Without it, tcpdump and our own child can become the user themselves, once the interface is open.
  if (engine === 'tcpdump') return { program, args: ['-Z', user.name, ...args] };
  if (engine === 'cap') return { program, args: [...args, JSON.stringify(user)] };
  // dumpcap stays root: once this program is the user's again, it could not even end it.
  return { refused: `${engine} would keep all of root's rights; install setpriv with: sudo apt install util-linux` };
}

function rights({ uid, gid }: Pick<Invoker, 'uid' | 'gid'>): string[] {
  const capture = '-all,+net_raw,+net_admin';
  const only = [`--inh-caps=${capture}`, `--ambient-caps=${capture}`, `--bounding-set=${capture}`];
  return [`--reuid=${uid}`, `--regid=${gid}`, ...only];
}

/** Whether anyone may run it where it lies. */
function isForAll(program: string): boolean {
  for (let path = realpathSync(program); ; path = dirname(path)) {
    if ((statSync(path).mode & EXECUTABLE_BY_OTHERS) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** That of util-linux, and not too old: another of the name (BusyBox) knows no users. */
function setprivPath(): string | undefined {
  const path = programPath('setpriv');
  if (path === undefined) return undefined;
  try {
    const said = execFileSync(path, ['--help'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5000,
    });
    return said.includes('--reuid') && said.includes('--pdeathsig') ? path : undefined;
  } catch {
    return undefined;
  }
}
