/**
 * The least rights a capture program can have. In: its command, started by root for a user who called sudo. Out: a command that
 * runs as that user with the right to capture and no other, or a clause that says why there is none.
 */
import { execFileSync } from 'node:child_process';
import type { Refusal } from '../capture/source.js';
import type { CaptureCommand } from './engines.js';
import { type Invoker, invoker } from './privileges.js';
import { programPath } from './program.js';

export interface Lowered {
  program: string;
  args: string[];
}

/** As it is where nobody called sudo. */
export function lowered({ engine, program, args }: CaptureCommand, user = invoker()): Lowered | Refusal {
  if (!user) return { program, args };
  const setpriv = setprivPath();
  if (setpriv !== undefined) return { program: setpriv, args: [...rights(user), '--', program, ...args] };
  // Without it, tcpdump and our own child can become the user themselves, once the interface is open.
  if (engine === 'tcpdump') return { program, args: ['-Z', user.name, ...args] };
  if (engine === 'cap') return { program, args: [...args, JSON.stringify(user)] };
  // dumpcap stays root: once this program is the user's again, it could not even end it.
  return { refused: `${engine} would keep all of root's rights; install setpriv with: sudo apt install util-linux` };
}

function rights({ uid, gid }: Invoker): string[] {
  const capture = '-all,+net_raw,+net_admin';
  const user = [`--reuid=${uid}`, `--regid=${gid}`, '--init-groups'];
  return [...user, `--inh-caps=${capture}`, `--ambient-caps=${capture}`, `--bounding-set=${capture}`];
}

/** That of util-linux: another of the name (BusyBox) knows no users. */
function setprivPath(): string | undefined {
  const path = programPath('setpriv');
  if (path === undefined) return undefined;
  try {
    const said = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5000,
    });
    return said.includes('util-linux') ? path : undefined;
  } catch {
    return undefined;
  }
}
