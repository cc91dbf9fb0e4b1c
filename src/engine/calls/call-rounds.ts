/** Looks at the calls of what is read, at most so often, so that rows of the list join while a file loads or traffic comes. */
import type { Calls } from '../../calls/calls.js';
import type { SettledCalls } from '../ingest/settled-calls.js';

/** A round begins at most so often while messages arrive. */
const INTERVAL_MS = 250;

export class CallRounds {
  readonly #calls: Calls;
  readonly #settledCalls: SettledCalls;
  #running = false;
  #endedMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(calls: Calls, settledCalls: SettledCalls) {
    this.#calls = calls;
    this.#settledCalls = settledCalls;
  }

  /** Sees to it that what changed is looked at soon. */
  proceed(): void {
    if (this.#stopped || !this.#calls.waits || this.#running || this.#timer !== undefined) return;
    const wait = this.#endedMs + INTERVAL_MS - performance.now();
    if (wait <= 0) void this.settle();
    else
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        void this.settle();
      }, wait);
  }

  /** Resolves when what came until now was looked at. */
  async settle(): Promise<void> {
    this.#running = true;
    await this.#settledCalls.settled();
    this.#running = false;
    this.#endedMs = performance.now();
  }

  /** Begins no round any more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
