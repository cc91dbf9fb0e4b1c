/**
 * Keeps a child capturing. A child that ends unasked (killed, interface gone, connection lost) is reported and
 * restarted a few times, at growing intervals.
 */
import type { Dropped, Refusal, Source } from '../../capture/source.js';
import { CaptureChild, type ChildCommand } from './capture-child.js';
import type { NotStarted } from './capture-process.js';
import { errorClause, lacksPermission } from './child-stderr.js';
import type { Feed } from '../live-source.js';

/** Delay before each restart, in ms. */
const RESTART_DELAYS_MS = [250, 1000, 2000, 4000];
/** After capturing this long, a failure counts as the first again. */
const STABLE_MS = 60_000;

export class ChildFeed implements Feed {
  readonly #command: ChildCommand;
  #child: CaptureChild;
  #startedMs = performance.now();
  #tries = 0;
  /** Why the current child ended; undefined while it captures. */
  #ended: string | undefined;
  /** Drops of the children before the current one. */
  #droppedBefore: Dropped | null = null;
  #stopped = false;
  #wake = (): void => {};
  #failure: string | undefined;

  private constructor(command: ChildCommand, child: CaptureChild) {
    this.#command = command;
    this.#child = child;
  }

  /** Resolves when it captures, or with its standard error if it cannot. */
  static async start(
    command: ChildCommand,
  ): Promise<{ feed: ChildFeed; source: Source } | { stderr: string } | NotStarted> {
    const child = await CaptureChild.start(command);
    if ('notStarted' in child) return child;
    const source = await child.source();
    return 'stderr' in source ? source : { feed: new ChildFeed(command, child), source };
  }

  async next(): Promise<Source | Refusal | undefined> {
    if (this.#ended !== undefined) return this.#restart(this.#ended);
    this.#ended = await this.#child.end();
    if (this.#ended === undefined) return undefined;
    this.#droppedBefore = sum(this.#droppedBefore, this.#child.dropped());
    if (performance.now() - this.#startedMs > STABLE_MS) this.#tries = 0;
    return { refused: `${this.#ended}, and is started again` };
  }

  dropped(): Dropped | null {
    return this.#ended === undefined ? sum(this.#droppedBefore, this.#child.dropped()) : this.#droppedBefore;
  }

  failure(): string | undefined {
    return this.#failure;
  }

  stop(): void {
    this.#stopped = true;
    this.#child.stop();
    this.#wake();
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#child.close();
  }

  async #restart(ended: string): Promise<Source | undefined> {
    let reason = '';
    for (; this.#tries < RESTART_DELAYS_MS.length; this.#tries++) {
      await this.#pause(RESTART_DELAYS_MS[this.#tries] ?? 0);
      if (this.#stopped) return undefined;
      const child = await CaptureChild.start(this.#command);
      if ('notStarted' in child) {
        reason = child.notStarted ?? 'it is not installed any more';
        break;
      }
      this.#child = child;
      const source = await child.source();
      if (!('stderr' in source)) {
        this.#tries++;
        this.#startedMs = performance.now();
        this.#ended = undefined;
        // Stopped while it was starting.
        if (this.#stopped) child.stop();
        return source;
      }
      reason = errorClause(source.stderr);
      if (isAbsent(source.stderr)) break;
      if (!lacksPermission(source.stderr)) continue;
      reason += '; start sipvestigator again, as you did the first time';
      break;
    }
    this.#failure = reason === '' ? `${ended}, time and again` : `${ended}, and could not be started again: ${reason}`;
    return undefined;
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
      setTimeout(resolve, ms).unref();
    });
  }
}

/** Whether the program has been removed. */
function isAbsent(reason: string): boolean {
  return /cannot be started: .*ENOENT/.test(reason);
}

function sum(one: Dropped | null, other: Dropped | null): Dropped | null {
  if (one === null || other === null) return one ?? other;
  const both = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);
  return { kernel: both(one.kernel, other.kernel), interface: both(one.interface, other.interface) };
}
