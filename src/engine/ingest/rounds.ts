/** Looks at what is found out of conversations together (legs, causes), at most so often, while a file loads or traffic comes. */

/** What is looked at in rounds. */
export interface Looked {
  /** Whether there is something to look at. */
  readonly waits: boolean;
  /** Resolves when all that was read so far was looked at. */
  settled(): Promise<void>;
}

export class Rounds {
  readonly #looked: Looked;
  readonly #intervalMs: number;
  #running = false;
  #endedMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @param intervalMs From the end of one round to the beginning of the next. */
  constructor(looked: Looked, intervalMs: number) {
    this.#looked = looked;
    this.#intervalMs = intervalMs;
  }

  /** Sees to it that what changed is looked at soon. */
  proceed(): void {
    if (this.#stopped || !this.#looked.waits || this.#running || this.#timer !== undefined) return;
    const wait = this.#endedMs + this.#intervalMs - performance.now();
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
    await this.#looked.settled();
    this.#running = false;
    this.#endedMs = performance.now();
  }

  /** Begins no round any more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
