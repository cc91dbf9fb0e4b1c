/**
 * Takes the terminal over and gives it back as it was, however the program ends or pauses: Ctrl-Z and `fg`, `kill`, a
 * closed ssh, a crash.
 */
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { ReadStream } from 'node:tty';
import { screenFault } from './capabilities.js';
import { crashReport, crashStatus } from './crash.js';
import { complaint } from './sentence.js';
import { jobToStop } from './job.js';
import { type InputEvent, KeyReader } from './keys.js';
import { enterModes, leaveModes, mouseModes, writeAtOnce } from './modes.js';
import { Screen } from './screen.js';

/** Signals that end the program. */
const endSignals = ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const;

/** Finishes work in progress; returns a sentence for the user or "". `asked`: the user quit the program. */
type Finish = (asked: boolean) => Promise<string>;

/** How long to wait for it. */
const finishTimeoutMs = 5000;

/** Most chars of standard error kept while the screen is shown. */
const maxHeldStderr = 64 * 1024;

/** Private members of Node's tty streams, used only if present. */
interface TtyInternals {
  _handle?: { setBlocking?: (on: boolean) => void } | null;
  _refreshSize?: () => void;
}

export interface SessionOptions {
  mouse: boolean;
  /** Stops the whole job, where this process may not stop its parents. */
  stopJob?: (() => void) | undefined;
}

/**
 * Takes the terminal over: alternate screen, raw keys, the mouse on request. `refused` is a sentence why there can be
 * no full screen.
 */
export function openSession(options: SessionOptions): Session | { refused: string } {
  const fault = screenFault(process.stdout.isTTY, process.env);
  if (fault) return { refused: fault };
  const keyboard = openKeyboard();
  if (!keyboard) return { refused: 'The screen needs a terminal to read keys from, and there is none.' };
  return new Session(keyboard, process.stdout, options);
}

export class Session {
  readonly screen: Screen;
  readonly #keyboard: ReadStream;
  readonly #terminal: typeof process.stdout;
  readonly #listeners = new Set<(event: InputEvent) => void>();
  readonly #keys = new KeyReader(event => {
    for (const listener of this.#listeners) listener(event);
  });
  #mouse: boolean;
  #entered = false;
  #heldStderr = '';
  /** Work to finish before the program ends, in whatever way: bytes on their way to disk, children. */
  #finish: Finish = async () => '';
  #endSignals = false;
  readonly #stopJob: (() => void) | undefined;
  readonly #writeStderr = process.stderr.write;

  constructor(keyboard: ReadStream, terminal: typeof process.stdout, { mouse, stopJob }: SessionOptions) {
    this.#keyboard = keyboard;
    this.#stopJob = stopJob;
    this.#terminal = terminal;
    this.#mouse = mouse;
    this.screen = new Screen(terminal);
    for (const signal of endSignals) process.on(signal, () => void this.end(128 + constants.signals[signal], false));
    process.on('SIGHUP', () => this.hangUp());
    process.on('SIGTSTP', () => this.suspend());
    process.on('SIGCONT', () => this.#resume());
    // From here on, a crash gives the terminal back first.
    process.removeAllListeners('uncaughtException').on('uncaughtException', error => this.crash(error));
    process.on('exit', () => this.leave());
    // The terminal is gone.
    const gone = () => this.hangUp();
    terminal.on('error', gone);
    keyboard.on('error', gone).on('end', gone);
    keyboard.on('data', bytes => this.#keys.read(Buffer.from(bytes)));
    this.#enter();
  }

  /** Calls the listener with every key, mouse event and paste; returns the unsubscriber. */
  onInput(listener: (event: InputEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Turns mouse reports on or off; when off, the terminal itself selects text. */
  setMouse(on: boolean): void {
    this.#mouse = on;
    this.screen.send(mouseModes(on));
  }

  /**
   * Gives the terminal back and stops the program until the shell continues it; then everything is repainted. False,
   * with nothing changed, if no shell could continue it (run directly by ssh).
   */
  suspend(): boolean {
    const job = jobToStop();
    if (job === null) return false;
    this.leave();
    if (this.#stopJob) this.#stopJob();
    else process.kill(job, 'SIGSTOP');
    return true;
  }

  /** Gives the terminal back. What was written to standard error meanwhile is printed now. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    this.screen.hold();
    this.#keys.reset();
    this.#keyboard.setRawMode(false);
    writeAtOnce(this.#terminal.fd, leaveModes);
    this.#setBlocking(true);
    process.stderr.write = this.#writeStderr;
    if (this.#heldStderr) writeAtOnce(process.stderr.fd, this.#heldStderr);
    this.#heldStderr = '';
  }

  /**
   * Sets what is awaited, for a limited time, before the program ends: on request, by a signal, with a lost terminal or
   * after a crash.
   */
  beforeEnd(finish: Finish): void {
    this.#finish = finish;
  }

  /** Gives the terminal back and ends the program. A second call ends it at once. */
  end(status: number, asked = true): Promise<never> {
    if (this.#endSignals) process.exit(status);
    this.leave();
    return this.#exit(status, asked);
  }

  /**
   * Ends the program when the terminal is gone. Node resets the modes of its standard streams at exit and aborts if it
   * cannot (https://github.com/nodejs/node/issues/51519), so they are closed first.
   */
  hangUp(): void {
    if (this.#endSignals) return;
    this.leave();
    void this.#exit(128 + constants.signals.SIGHUP, false, () => {
      for (const descriptor of [0, 1, 2]) closeQuietly(descriptor);
    });
  }

  /** Gives the terminal back, prints one sentence and ends the program. */
  crash(error: unknown): void {
    if (this.#endSignals) process.exit(crashStatus);
    this.leave();
    writeAtOnce(process.stderr.fd, crashReport(error, process.env));
    void this.#exit(crashStatus, false);
  }

  async #exit(status: number, asked: boolean, last = () => {}): Promise<never> {
    this.#endSignals = true;
    const late = new Promise<string>(resolve => setTimeout(() => resolve(''), finishTimeoutMs));
    const message = await Promise.race([this.#finish(asked), late]).catch(() => '');
    if (message !== '') writeAtOnce(process.stderr.fd, complaint(message));
    last();
    process.exit(status);
  }

  #enter(): void {
    this.#entered = true;
    process.stderr.write = (text: string | Uint8Array, encoding?: unknown, done?: (error?: Error | null) => void) =>
      this.#holdStderr(text, typeof encoding === 'function' ? () => encoding() : done);
    this.#setBlocking(false);
    this.#keyboard.setRawMode(true);
    this.#terminal.write(enterModes(this.#mouse));
  }

  /** After the shell had the terminal: its modes and its size may have changed. */
  #resume(): void {
    // Node ignores a mode it believes to be set already (https://github.com/nodejs/node/issues/18416).
    if (this.#entered) this.#keyboard.setRawMode(false);
    this.#enter();
    this.#internals()._refreshSize?.();
    this.screen.release();
  }

  /** Anything but frames would garble the screen: warnings of Node, output of the worker. */
  #holdStderr(text: string | Uint8Array, done?: () => void): boolean {
    const chunk = typeof text === 'string' ? text : Buffer.from(text).toString();
    if (this.#heldStderr.length < maxHeldStderr) this.#heldStderr += chunk;
    if (done) process.nextTick(done);
    return true;
  }

  /**
   * Node writes to terminals synchronously (https://github.com/nodejs/node/issues/11568): a blocked one would stop the
   * program in the middle of a write.
   */
  #setBlocking(on: boolean): void {
    this.#internals()._handle?.setBlocking?.(on);
  }

  #internals(): TtyInternals {
    // Node's private members have no types; each is checked before use.
    return this.#terminal as unknown as TtyInternals;
  }
}

function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // Already closed.
  }
}

/** Where keys are read: standard input, or the terminal itself if that is a piped capture; null without a terminal. */
function openKeyboard(): ReadStream | null {
  if (process.stdin.isTTY) return process.stdin;
  try {
    return new ReadStream(openSync('/dev/tty', 'r+'));
  } catch {
    return null;
  }
}
