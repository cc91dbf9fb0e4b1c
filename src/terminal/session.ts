/**
 * The terminal, borrowed. In: the keys of the user, signals, errors nobody caught. Out: a screen to paint on and events to
 * act on; and, however the program ends or pauses, the terminal as it was: Ctrl-Z and `fg`, `kill`, a closed ssh, a crash.
 */
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import type { ReadStream } from 'node:tty';
import { screenFault } from './capabilities.js';
import { crashReport, crashStatus } from './crash.js';
import { jobToStop } from './job.js';
import { openKeyboard } from './keyboard.js';
import { type InputEvent, KeyReader } from './keys.js';
import { enterModes, leaveModes, mouseModes, writeAtOnce } from './modes.js';
import { Screen } from './screen.js';

/** Signals that end the program. */
const ending = ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const;

/** Finishes what is under way; a sentence where there is something to say. `asked`: the user ends it, nothing else does. */
type Finish = (asked: boolean) => Promise<string>;

/** What does not finish within this time is left behind. */
const patienceMs = 5000;

/** What is written to standard error meanwhile and kept for the end. */
const longestComplaint = 64 * 1024;

/** What Node does not promise and is used only where it is there. */
interface Unpromised {
  _handle?: { setBlocking?: (on: boolean) => void } | null;
  _refreshSize?: () => void;
}

/**
 * Takes the terminal over: alternate screen, raw keys, the mouse where asked for. `refused` says in a sentence why there
 * can be no full screen.
 */
export function openSession(options: { mouse: boolean }): Session | { refused: string } {
  const fault = screenFault(process.stdout.isTTY, process.env);
  if (fault) return { refused: fault };
  const keyboard = openKeyboard();
  if (!keyboard) return { refused: 'The screen needs a terminal to read keys from, and there is none.' };
  return new Session(keyboard, process.stdout, options.mouse);
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
  #complaints = '';
  /** What must be finished before the program ends, however it does: bytes on their way to a disk, children. */
  #finish: Finish = async () => '';
  #ending = false;
  readonly #complain = process.stderr.write;

  constructor(keyboard: ReadStream, terminal: typeof process.stdout, mouse: boolean) {
    this.#keyboard = keyboard;
    this.#terminal = terminal;
    this.#mouse = mouse;
    this.screen = new Screen(terminal);
    for (const signal of ending) process.on(signal, () => void this.end(128 + constants.signals[signal], false));
    process.on('SIGHUP', () => this.hangUp());
    process.on('SIGTSTP', () => this.suspend());
    process.on('SIGCONT', () => this.#resume());
    process.on('uncaughtException', error => this.crash(error));
    process.on('exit', () => this.leave());
    // The terminal is gone: there is nobody to tell.
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

  /** Turns mouse reports on or off; off, the terminal selects text with the mouse as ever. */
  setMouse(on: boolean): void {
    this.#mouse = on;
    this.screen.send(mouseModes(on));
  }

  /**
   * Gives the terminal back and stops until the shell continues the program, which then paints everything anew. False,
   * with nothing changed, where no shell could continue it (run by ssh directly).
   */
  suspend(): boolean {
    const job = jobToStop();
    if (job === null) return false;
    this.leave();
    process.kill(job, 'SIGSTOP');
    return true;
  }

  /** Gives the terminal back whole. What was written to standard error meanwhile comes out now. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    this.screen.hold();
    this.#keys.reset();
    this.#keyboard.setRawMode(false);
    writeAtOnce(this.#terminal.fd, leaveModes);
    this.#setBlocking(true);
    process.stderr.write = this.#complain;
    if (this.#complaints) writeAtOnce(process.stderr.fd, this.#complaints);
    this.#complaints = '';
  }

  /** Has `finish` waited for, for a while, before the program ends: as asked for, by a signal, a lost terminal, a mistake of ours. */
  beforeEnd(finish: Finish): void {
    this.#finish = finish;
  }

  /** Gives the terminal back and ends the program. Asked a second time it ends at once. */
  end(status: number, asked = true): Promise<never> {
    if (this.#ending) process.exit(status);
    this.leave();
    return this.#exit(status, asked);
  }

  /** The terminal is gone. Node resets the modes of its standard streams at exit and aborts where it cannot: they are closed. */
  hangUp(): void {
    if (this.#ending) return;
    this.leave();
    void this.#exit(128 + constants.signals.SIGHUP, false, () => {
      for (const descriptor of [0, 1, 2]) closeQuietly(descriptor);
    });
  }

  /** Gives the terminal back, says what happened in one sentence, and ends the program. */
  crash(error: unknown): void {
    if (this.#ending) process.exit(crashStatus);
    this.leave();
    writeAtOnce(process.stderr.fd, crashReport(error, process.env));
    void this.#exit(crashStatus, false);
  }

  async #exit(status: number, asked: boolean, last = () => {}): Promise<never> {
    this.#ending = true;
    const late = new Promise<string>(resolve => setTimeout(() => resolve(''), patienceMs));
    const said = await Promise.race([this.#finish(asked), late]).catch(() => '');
    if (said !== '') writeAtOnce(process.stderr.fd, `sipvestigator: ${said}\n`);
    last();
    process.exit(status);
  }

  #enter(): void {
    this.#entered = true;
    process.stderr.write = (text: string | Uint8Array, encoding?: unknown, done?: (error?: Error | null) => void) =>
      this.#keepComplaint(text, typeof encoding === 'function' ? () => encoding() : done);
    this.#setBlocking(false);
    this.#keyboard.setRawMode(true);
    this.#terminal.write(enterModes(this.#mouse));
  }

  /** The shell had the terminal: its modes and its size may be others now. */
  #resume(): void {
    // Node skips setting a mode it believes to be set.
    if (this.#entered) this.#keyboard.setRawMode(false);
    this.#enter();
    this.#unpromised()._refreshSize?.();
    this.screen.release();
  }

  /** Anything but frames would tear the screen: warnings of Node, output of the worker. */
  #keepComplaint(text: string | Uint8Array, done?: () => void): boolean {
    const complaint = typeof text === 'string' ? text : Buffer.from(text).toString();
    if (this.#complaints.length < longestComplaint) this.#complaints += complaint;
    if (done) process.nextTick(done);
    return true;
  }

  /** Node makes terminals block: one that takes nothing would stop the program in the middle of a write. */
  #setBlocking(on: boolean): void {
    this.#unpromised()._handle?.setBlocking?.(on);
  }

  #unpromised(): Unpromised {
    // The private parts of Node's terminals have no types; each is checked for where it is used.
    return this.#terminal as unknown as Unpromised;
  }
}

function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // It was closed already.
  }
}
