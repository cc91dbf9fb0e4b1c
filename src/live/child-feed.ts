/**
 * Keeps a child capturing. In: the command that captured once. Out: a feed of its packets; a child that ends unasked (killed, its
 * interface gone, its connection lost) is said so and started again, a few times at growing intervals.
 */
import type { Dropped, Refusal, Source } from '../capture/source.js';
import { CaptureChild, type ChildCommand } from './capture-child.js';
import { complaint, isForbidden } from './child-words.js';
import type { Feed } from './live-source.js';

/** After so many ms it is started again, each time one time more. */
const AGAIN_MS = [250, 1000, 2000, 4000];
/** One that captured for so long may begin to fail anew. */
const STEADY_MS = 60_000;

export class ChildFeed implements Feed {
  readonly #command: ChildCommand;
  #child: CaptureChild;
  #startedMs = performance.now();
  #tries = 0;
  /** Why the child at hand is no more; undefined while it captures. */
  #ended: string | undefined;
  /** What was dropped before the child at hand. */
  #before: Dropped | null = null;
  #stopped = false;
  #wake = (): void => {};
  #failure: string | undefined;

  private constructor(command: ChildCommand, child: CaptureChild) {
    this.#command = command;
    this.#child = child;
  }

  /** Resolves when it captures, or with what it said instead. */
  static async start(command: ChildCommand): Promise<{ feed: ChildFeed; source: Source } | { said: string }> {
    const child = new CaptureChild(command);
    const source = await child.start();
    return 'said' in source ? source : { feed: new ChildFeed(command, child), source };
  }

  async next(): Promise<Source | Refusal | undefined> {
    if (this.#ended !== undefined) return this.#again(this.#ended);
    this.#ended = await this.#child.end();
    if (this.#ended === undefined) return undefined;
    this.#before = sum(this.#before, this.#child.dropped());
    if (performance.now() - this.#startedMs > STEADY_MS) this.#tries = 0;
    return { refused: `${this.#ended}, and is started again` };
  }

  dropped(): Dropped | null {
    return this.#ended === undefined ? sum(this.#before, this.#child.dropped()) : this.#before;
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

  async #again(ended: string): Promise<Source | undefined> {
    let said = '';
    for (; this.#tries < AGAIN_MS.length; this.#tries++) {
      await this.#pause(AGAIN_MS[this.#tries] ?? 0);
      if (this.#stopped) return undefined;
      const child = new CaptureChild(this.#command);
      this.#child = child;
      const source = await child.start();
      if (!('said' in source)) {
        this.#tries++;
        this.#startedMs = performance.now();
        this.#ended = undefined;
        // It was told to stop while it started.
        if (this.#stopped) child.stop();
        return source;
      }
      said = complaint(source.said);
      if (isAbsent(source.said)) break;
      if (!isForbidden(source.said)) continue;
      said += '; start sipvestigator again, as you did the first time';
      break;
    }
    this.#failure = said === '' ? `${ended}, time and again` : `${ended}, and could not be started again: ${said}`;
    return undefined;
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
      setTimeout(resolve, ms).unref();
    });
  }
}

/** The program is no longer there. */
function isAbsent(said: string): boolean {
  return /cannot be started: .*ENOENT/.test(said);
}

function sum(one: Dropped | null, other: Dropped | null): Dropped | null {
  if (one === null || other === null) return one ?? other;
  const both = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);
  return { kernel: both(one.kernel, other.kernel), interface: both(one.interface, other.interface) };
}
