/**
 * Root's part where sudo, doas or pkexec started this program: it starts the program anew as the user who called them,
 * and from then on only captures for it, within what the command line named (grant.ts). It opens no file of the user's
 * and sees no packet: a capture program writes straight into a socket of the program's. docs/privileges.md
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { Server, Socket } from 'node:net';
import { constants } from 'node:os';
import { errorText } from '../../format/errors.js';
import { CAPTURE_SIGNALS, endOf, spawnCapture } from '../children/capture-process.js';
import { captureCommand } from '../children/engines.js';
import { asUserAlone, leastPrivileged, type PrivilegedCommand } from '../children/least-privilege.js';
import { type FindProgram, systemProgramPath } from '../children/program.js';
import { type Invoker, switchUser } from '../privileges.js';
import { type Asked, askedOf, beyond, type Grant } from './grant.js';
import { type FromLauncher, LAUNCHED_FOR } from './messages.js';

/** A capture program knows nothing of the user's environment. */
const CLEAN = { cwd: '/', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' } };
const MAX_CAPTURES = 64;
/** They are the program's: a signal sent to sudo alone arrives here. */
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** The exit status of a program that could not be started. */
const UNUSABLE = 2;

export interface Launch {
  user: Invoker;
  /** What may be captured; with null root's rights end here as well. */
  grant: Grant | null;
  /** The program's main.js. */
  main: string;
  /** Prints a sentence for the user. */
  say: (sentence: string) => void;
}

/** Runs the program as the user; resolves with its exit status. */
export function launch({ user, grant, main, say }: Launch): Promise<number> {
  const words = [...process.execArgv, main, ...process.argv.slice(2)];
  const alone = asUserAlone(user, process.execPath, words, systemProgramPath);
  if (alone === undefined) say(withoutSetpriv(user));
  const program = startProgram(user, alone ?? { program: process.execPath, args: words }, alone !== undefined);
  // A setpriv that failed once is as good as none.
  const find: FindProgram = name => (alone === undefined && name === 'setpriv' ? undefined : systemProgramPath(name));
  const captures = new Captures(user, grant, find, message => {
    // What cannot be delivered is for a program that ends.
    if (program.connected) program.send(message, () => {});
  });
  for (const signal of PASSED_ON) process.on(signal, () => program.kill(signal));
  process.on('exit', () => captures.kill());
  if (grant === null) switchUser(user);
  let greeted = false;
  program.on('message', (message: unknown, handle: unknown) => {
    const socket = handle instanceof Socket ? handle : undefined;
    if (handle instanceof Server) handle.close();
    // Whoever took the program over sends anything.
    const said: Readonly<Record<string, unknown>> = { ...Object(message) };
    if (said['ask'] === 'hello') greeted = true;
    else if (said['ask'] === 'suspend') process.kill(0, 'SIGSTOP');
    else captures.answer(said, socket);
    // The capture program has its own copy.
    socket?.destroy();
  });
  return new Promise(resolve => {
    program.once('error', error => {
      say(`It cannot be started as ${user.name}: ${error.message}.`);
      resolve(UNUSABLE);
    });
    program.once('exit', (code, signal) => {
      captures.kill();
      if (!greeted && signal === null) say(`It did not start as ${user.name}, who must be able to read ${main}.`);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** Where setpriv does not change the user, Node does: without the user's other groups. */
function startProgram(user: Invoker, { program, args }: PrivilegedCommand, changesUser: boolean): ChildProcess {
  const identity = changesUser ? {} : { uid: user.uid, gid: user.gid };
  const env = { ...process.env, [LAUNCHED_FOR]: user.name };
  return spawn(program, args, { ...identity, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
}

function withoutSetpriv({ name }: Invoker): string {
  return `setpriv is not installed, or may do nothing here: other groups of ${name} are left out, and a program started by this one could gain rights; install it with: sudo apt install util-linux`;
}

/** The captures that run. */
class Captures {
  readonly #user: Invoker;
  readonly #grant: Grant | null;
  readonly #find: FindProgram;
  readonly #tell: (message: FromLauncher) => void;
  readonly #running = new Map<number, ChildProcess>();

  constructor(user: Invoker, grant: Grant | null, find: FindProgram, tell: (message: FromLauncher) => void) {
    this.#user = user;
    this.#grant = grant;
    this.#find = find;
    this.#tell = tell;
  }

  answer(said: Readonly<Record<string, unknown>>, stdout: Socket | undefined): void {
    const { id } = said;
    if (typeof id !== 'number') return;
    if (said['ask'] === 'signal') {
      const signal = CAPTURE_SIGNALS.find(name => name === said['signal']);
      if (signal !== undefined) this.#running.get(id)?.kill(signal);
    } else if (said['ask'] === 'capture' && stdout !== undefined) {
      const asked = askedOf(said);
      const why = asked ? this.#tryToStart(id, asked, stdout) : 'it was not asked for in the right way';
      if (typeof why !== 'number') this.#tell({ id, said: 'not started', why });
    }
  }

  /** As `#start`: what the system refuses (arguments too long, no more processes) does not end the launcher. */
  #tryToStart(id: number, asked: Asked, stdout: Socket): number | string | null {
    try {
      return this.#start(id, asked, stdout);
    } catch (error) {
      return `it cannot be started: ${errorText(error)}`;
    }
  }

  kill(): void {
    for (const capture of this.#running.values()) capture.kill('SIGKILL');
  }

  /** Returns the process's number, or as a clause why there is none; null where the engine is not installed. */
  #start(id: number, asked: Asked, stdout: Socket): number | string | null {
    const why = beyond(this.#grant, asked);
    if (why !== null) return why;
    if (this.#running.has(id) || this.#running.size >= MAX_CAPTURES) return 'too many captures run; end some first';
    const { engine, device, settings } = asked;
    const command = captureCommand(engine, device, settings, this.#find);
    if (command === undefined) return null;
    const privileged = leastPrivileged(command, this.#user, this.#find);
    if ('refused' in privileged) return privileged.refused;
    const child = spawnCapture(privileged.program, privileged.args, { ...CLEAN, stdout });
    this.#running.set(id, child);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#tell({ id, said: 'stderr', text }));
    void endOf(child).then(ended => {
      this.#running.delete(id);
      this.#tell({ id, said: 'ended', ...ended });
    });
    if (child.pid !== undefined) this.#tell({ id, said: 'started', pid: child.pid });
    return child.pid ?? 'it cannot be started';
  }
}
