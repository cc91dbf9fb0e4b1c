/**
 * Long work in short slices, so that the worker's thread is never held for more than 8 ms. The work is a generator
 * whose steps each take well below a millisecond.
 */

/**
 * Length of one slice in ms. Half of the 8 ms promised: Node runs all waiting immediates before it looks at the message
 * port again, and loading and a query may both be waiting.
 */
export const SLICE_MS = 4;

/** Says when a step of unequal parts has taken as long as a slice. */
export class StepClock {
  #since = performance.now();

  /** Whether to yield now; the next step then begins. */
  isOver(): boolean {
    const now = performance.now();
    if (now - this.#since < SLICE_MS) return false;
    this.#since = now;
    return true;
  }
}

/** Lets the event loop serve the requests that arrived. */
export function breathe(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

/**
 * Runs a generator to its end in slices and returns its result; undefined where `cancelled` ended it between two
 * slices.
 */
export async function inSlices<Result>(work: Generator<unknown, Result>): Promise<Result>;
export async function inSlices<Result>(
  work: Generator<unknown, Result>,
  cancelled: () => boolean,
): Promise<Result | undefined>;
export async function inSlices<Result>(
  work: Generator<unknown, Result>,
  cancelled: () => boolean = () => false,
): Promise<Result | undefined> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await breathe();
    if (cancelled()) return undefined;
  }
}
