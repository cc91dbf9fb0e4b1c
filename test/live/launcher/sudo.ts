/**
 * A user who may run the built program as root and nothing else, by the real sudo or doas. The user, the rule and what is
 * taken away from the machine exist in a mount namespace only: nothing outside changes.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { node } from '../../commands/program.js';
import { folder } from '../../engine/core-session.js';
import { inCi } from '../../peer.js';
import { hasCap, mayCapture } from '../capturing.js';

export const UID = 43_210;
/** A group the user is in besides the own one. */
export const OTHER_GROUP = 43_211;
export const USER = 'sipv-sudo';

/** Whether to skip: only root can make a namespace, and may be forbidden to. */
export const cannotSudo =
  !mayCapture || (!inCi && spawnSync('unshare', ['-m', 'sudo', '-n', 'true'], { stdio: 'ignore' }).status !== 0);

export interface Machine {
  /** The user's home. */
  home: string;
  /** A folder and a file in it that only root may read. */
  roots: string;
  secret: string;
  /** What the rule is for. */
  wrapper: string;
  /** The command line of the program as that user, with sudo before it. */
  sudo(argv: readonly string[], options?: SudoOptions): CommandLine;
  /** The command line of anything else as that user. */
  asUser(words: readonly string[], options?: SudoOptions): CommandLine;
}

export type CommandLine = [program: string, args: string[]];

export interface SudoOptions {
  /** Programs that are not there. */
  without?: readonly string[];
  /** More of sudo's configuration. */
  sudoers?: string;
  /** The user's environment. */
  env?: Readonly<Record<string, string>>;
  /** Instead of sudo. */
  by?: 'sudo' | 'doas';
}

/** In the namespace: puts another /etc in the place of this machine's, takes programs away, and becomes the user. */
const SCRIPT = `
set -e
cd "$1"; shift
mount --bind etc /etc
for program in $1; do mount --bind /dev/null "$(command -v "$program")"; done
shift
here=$PWD; cd home
exec "$here/setpriv" --reuid=${UID} --regid=${UID} --init-groups -- "$@"
`;

/** What root started for the user, copied to where the user can read it. */
export function machine(): Machine {
  const place = folder();
  chmodSync(place, 0o755);
  const dist = dirname(inject('program'));
  cpSync(dist, join(place, 'dist'), { recursive: true });
  writeFileSync(join(place, 'package.json'), '{"type":"module"}');
  if (hasCap) {
    const cap = dirname(createRequire(import.meta.url).resolve('cap/package.json'));
    cpSync(cap, join(place, 'node_modules', 'cap'), { recursive: true });
  }
  const wrapper = join(place, 'sipvestigator');
  writeFileSync(wrapper, `#!/bin/sh\nexec ${node} ${join(place, 'dist/main.js')} "$@"\n`, { mode: 0o755 });
  const home = join(place, 'home');
  mkdirSync(home);
  chownSync(home, UID, UID);
  const roots = join(place, 'roots');
  mkdirSync(roots, { mode: 0o755 });
  const secret = join(roots, 'secret.pcap');
  writeFileSync(secret, 'a secret of root', { mode: 0o600 });
  const etc = join(place, 'etc');
  spawnSync('cp', ['-a', '/etc', etc]);
  for (const name of ['shadow', 'gshadow', 'sudoers', 'sudoers.d'])
    rmSync(join(etc, name), { recursive: true, force: true });
  writeFileSync(
    join(etc, 'passwd'),
    `${readFileSync('/etc/passwd', 'utf8')}${USER}:*:${UID}:${UID}::${home}:/bin/sh\n`,
  );
  const groups = `${USER}:*:${UID}:\n${USER}-too:*:${OTHER_GROUP}:${USER}\n`;
  writeFileSync(join(etc, 'doas.conf'), `permit nopass keepenv ${USER} as root cmd ${wrapper}\n`, { mode: 0o400 });
  writeFileSync(join(etc, 'group'), `${readFileSync('/etc/group', 'utf8')}${groups}`);
  const setpriv = spawnSync('sh', ['-c', 'command -v setpriv'], { encoding: 'utf8' }).stdout.trim();
  copyFileSync(setpriv, join(place, 'setpriv'));
  const asUser: Machine['asUser'] = (words, { without = [], sudoers = '', env = {} } = {}) => {
    const rule = `${USER} ALL=(root) NOPASSWD: ${wrapper}\n`;
    const file = join(etc, 'sudoers');
    rmSync(file, { force: true });
    writeFileSync(file, `root ALL=(ALL:ALL) ALL\n${rule}${sudoers}\n`, { mode: 0o440 });
    const own = { PATH: process.env['PATH'] ?? '', HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env };
    const variables = Object.entries(own).map(([name, value]) => `${name}=${value}`);
    const line = ['env', '-i', ...variables, ...words];
    return ['unshare', ['-m', 'sh', '-c', SCRIPT, 'sh', place, without.join(' '), ...line]];
  };
  return {
    home,
    roots,
    secret,
    wrapper,
    asUser,
    sudo: (argv, options) => asUser([options?.by ?? 'sudo', '-n', wrapper, ...argv], options),
  };
}

export interface Sudoed {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves when standard error or output matches. */
  said(pattern: RegExp): Promise<void>;
  /** Resolves with the exit status. */
  ended: Promise<number>;
}

export function start([program, args]: CommandLine, input: 'pipe' | 'ignore' = 'ignore'): Sudoed {
  const child = spawn(program, args, { stdio: [input, 'pipe', 'pipe'], detached: true });
  let out = '';
  let err = '';
  const waiting = new Set<() => void>();
  const moved = () => {
    for (const look of waiting) look();
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    moved();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    moved();
  });
  const ended = new Promise<number>(resolve =>
    child.once('close', code => {
      resolve(code ?? -1);
      moved();
    }),
  );
  onTestFinished(() => {
    for (const { pid } of family(child.pid!)) kill(pid, 'SIGKILL');
  });
  return {
    child,
    stdout: () => out,
    stderr: () => err,
    ended,
    said: pattern =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.test(out) || pattern.test(err);
          if (!found && child.exitCode === null) return;
          waiting.delete(look);
          if (found) resolve();
          else reject(new Error(`it ended before ${pattern}; it said: ${out}${err}`));
        };
        waiting.add(look);
        look();
      }),
  };
}

/** Runs it to its end. */
export async function finish(line: CommandLine): Promise<{ status: number; stdout: string; stderr: string }> {
  const run = start(line);
  const status = await run.ended;
  return { status, stdout: run.stdout(), stderr: run.stderr() };
}

/** A process as the kernel sees it. */
export interface Process {
  pid: number;
  /** Its file, without the folder. The kernel's name of a process is that of its main thread, which Node 24 calls MainThread. */
  program: string;
  uids: number[];
  groups: number[];
  /** Every capability it has or could inherit or regain, by the kernel's masks. */
  capabilities: Record<'inheritable' | 'permitted' | 'effective' | 'bounding' | 'ambient', number>;
  noNewPrivileges: boolean;
}

/** A process and all below it. */
export function family(pid: number): Process[] {
  if (!existsSync(`/proc/${pid}/status`)) return [];
  const threads = readdirSync(`/proc/${pid}/task`);
  const children = threads.flatMap(thread =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean),
  );
  return [processOf(pid), ...children.flatMap(child => family(Number(child)))];
}

export function processOf(pid: number): Process {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(status)![1]!;
  const numbers = (name: string) => field(name).trim().split(/\s+/).filter(Boolean).map(Number);
  const mask = (name: string) => Number.parseInt(field(name), 16);
  return {
    pid,
    program: basename(readlinkSync(`/proc/${pid}/exe`)),
    uids: numbers('Uid'),
    groups: numbers('Groups'),
    capabilities: {
      inheritable: mask('CapInh'),
      permitted: mask('CapPrm'),
      effective: mask('CapEff'),
      bounding: mask('CapBnd'),
      ambient: mask('CapAmb'),
    },
    noNewPrivileges: field('NoNewPrivs') === '1',
  };
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

/** Resolves when none of these processes runs. */
export async function gone(processes: readonly Process[]): Promise<void> {
  while (processes.some(({ pid }) => isRunning(pid))) await new Promise(resolve => setTimeout(resolve, 20));
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
