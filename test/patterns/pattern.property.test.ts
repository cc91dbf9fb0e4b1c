/** Patterns of all that is accepted find what V8's engine finds. */
import { describe, expect, it } from 'vitest';
import { Random } from '../fuzz/random.js';
import { trials } from '../runs.js';
import { randomFlags, randomPattern, randomText } from './random-pattern.js';
import { tryPattern } from './try-pattern.js';

const SEED = 20_261_127;

describe('a pattern', () => {
  it('finds the same places in linear time as by going back', () => {
    const all = trials(60_000);
    let searched = 0;
    for (let trial = 0; trial < all; trial++) {
      const random = new Random(SEED, trial);
      const source = randomPattern(random);
      const flags = randomFlags(random);
      for (let text = 0; text < 4; text++) if (tryPattern(source, flags, randomText(random))) searched++;
    }
    // Few are refused: those that are wrong with the flag u, or too long written out.
    expect(searched).toBeGreaterThan(3 * all);
  }, 120_000);
});
