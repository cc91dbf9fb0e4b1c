/**
 * Sends progress: soon after something changed, and at most ten times a second.
 */
import type { Progress } from '../protocol/progress.js';
import { ReadingRate } from './reading-rate.js';

/** Progress, except what depends on when it was last reported. */
export type Counters = Omit<Progress, 'revision' | 'share' | 'bytesPerSecond' | 'remainingMs'>;

const INTERVAL_MS = 100;
/** When nothing comes any more, the rates of live capture are sent once more: they have sunk to 0 by then. */
const SINKING_MS = 2100;

export class ProgressMeter {
  readonly #report: (progress: Progress) => void;
  readonly #count: () => Counters;
  readonly #rate = new ReadingRate();
  #timer: NodeJS.Timeout | undefined;
  #sinking: NodeJS.Timeout | undefined;
  #sentMs = 0;
  /** Sources that captured at the last report. */
  #capturing = 0;
  #revision = 0;
  /** More changed than the rates. */
  #dirty = false;
  #stopped = false;

  constructor(report: (progress: Progress) => void, count: () => Counters) {
    this.#report = report;
    this.#count = count;
  }

  /** Marks progress as out of date; it is sent within 100 ms. */
  invalidate(): void {
    if (this.#stopped) return;
    this.#dirty = true;
    if (this.#timer !== undefined) return;
    const wait = this.#sentMs + INTERVAL_MS - performance.now();
    this.#timer = setTimeout(() => this.#send(), Math.max(0, wait));
  }

  /** Sends progress now: someone waits for what it tells. */
  flush(): void {
    if (this.#stopped) return;
    this.#dirty = true;
    this.#send();
  }

  /** Sends nothing any more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#sinking);
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sentMs = performance.now();
    if (this.#dirty) this.#revision++;
    this.#dirty = false;
    const counters = this.#count();
    this.#report({
      revision: this.#revision,
      ...counters,
      ...this.#rate.measure(counters.sources, counters.loading),
    });
    const { packetsPerSecond, capturing } = counters.live ?? { packetsPerSecond: 0, capturing: 0 };
    // A source that has just begun can tell a second later what was dropped.
    if (packetsPerSecond > 0 || capturing > this.#capturing) {
      clearTimeout(this.#sinking);
      this.#sinking = setTimeout(() => this.#send(), SINKING_MS);
    }
    this.#capturing = capturing;
  }
}
