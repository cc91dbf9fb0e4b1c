/** What is said of live traffic at its end is what is said of the same as a file: the order of looking changes nothing. */
import { describe, expect, it } from 'vitest';
import { diagnosed, judgedLive } from './diagnosed.js';
import { EXAMPLES, NEAR_EXAMPLES } from './examples/all.js';

describe('traffic that is judged after each message', () => {
  it.each([...EXAMPLES, ...NEAR_EXAMPLES].map((each, at) => [at, each] as const))(
    'comes to the same, example %i',
    async (_, { script, ...options }) => {
      const whole = await diagnosed(script, options);
      const live = judgedLive(script, options);
      for (const row of whole.conversations.rows)
        expect(live.verdicts.of(row), `conversation ${row}`).toEqual(whole.diagnosis.verdict(row));
    },
  );
});
