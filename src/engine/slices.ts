/**
 * Long work in short slices, so that the worker's thread is never held for more than 8 ms. In: a generator whose steps
 * are each well below a millisecond. Out: its result, or undefined where it was cancelled.
 */

/**
 * Length of one slice in ms. Half of the 8 ms promised: Node runs all waiting immediates before it looks at the message
 * port again, and loading and a query may both be waiting.
 */
export const SLICE_MS = 4;

/** Lets the event loop serve what has arrived. */
export function breathe(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

/** Runs a generator to its end in slices; stops between two slices once `cancelled` says so. */
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
