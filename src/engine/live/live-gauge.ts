/**
 * How live capture goes: rates and the worst lag of the last two seconds. tcpdump hands packets over once a second when
 * few come, so over a shorter time the rate would flicker between none and twice as many.
 */

const STEP_MS = 100;
const STEPS = 20;
const WINDOW_SECONDS = (STEP_MS * STEPS) / 1000;
/** No lag was measured. */
const NONE = -1;

export class LiveGauge {
  /** What came in each of the last steps, in a ring: the newest at `#step % STEPS`. */
  readonly #packets = new Uint32Array(STEPS);
  readonly #messages = new Uint32Array(STEPS);
  readonly #lagUs = new Float64Array(STEPS).fill(NONE);
  #step = 0;
  #nowUs = 0;

  /** Reads the clock for what is counted next. Called every few packets, since reading it costs more than counting. */
  look(): void {
    this.#nowUs = Date.now() * 1000;
    const step = Math.floor(performance.now() / STEP_MS);
    const passed = Math.min(step - this.#step, STEPS);
    for (let back = 0; back < passed; back++) {
      const at = (step - back) % STEPS;
      this.#packets[at] = 0;
      this.#messages[at] = 0;
      this.#lagUs[at] = NONE;
    }
    this.#step = step;
  }

  /** Counts a packet. `timeUs`: when it was captured, by this machine's clock; null for the time of another clock. */
  packet(timeUs: number | null): void {
    const at = this.#step % STEPS;
    this.#packets[at]!++;
    // The clock may have been set back.
    if (timeUs !== null) this.#lagUs[at] = Math.max(this.#lagUs[at]!, this.#nowUs - timeUs, 0);
  }

  message(): void {
    this.#messages[this.#step % STEPS]!++;
  }

  /** Rates a second; the lag in ms, null if no packet had one. */
  figures(): { packetsPerSecond: number; messagesPerSecond: number; lagMs: number | null } {
    this.look();
    const lagUs = this.#lagUs.reduce((worst, lag) => Math.max(worst, lag), NONE);
    return {
      packetsPerSecond: sum(this.#packets) / WINDOW_SECONDS,
      messagesPerSecond: sum(this.#messages) / WINDOW_SECONDS,
      lagMs: lagUs === NONE ? null : lagUs / 1000,
    };
  }
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
