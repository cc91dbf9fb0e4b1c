/**
 * How often a property is tried. A file named *.property.test.ts runs in both projects: the unit tests try a
 * twentieth of the values, the same ones each time; the system tests try all of them, new ones each time.
 */
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether properties are tried with all their runs. */
    thorough: boolean;
  }
}

const SEED = 20_261_127;

/** So many trials in the system tests, a twentieth of them in the unit tests. */
export function trials(all: number): number {
  return inject('thorough') ? all : Math.ceil(all / 20);
}

/** The same for fast-check, whose own default is 100. */
export function runs(all = 100): { numRuns: number; seed?: number } {
  return { numRuns: trials(all), ...(inject('thorough') ? {} : { seed: SEED }) };
}
