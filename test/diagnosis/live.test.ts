/** What is said of live traffic at its end is what is said of the same as a file: the order of looking changes nothing. */
import { describe, expect, it } from 'vitest';
import { diagnosed, judgedLive } from './diagnosed.js';
import { rowId } from '../../src/model/ids.js';
import { EXAMPLES, NEAR_EXAMPLES } from './examples/all.js';

describe('live traffic', () => {
  const SEVEN = [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5].map(at => `${at} a>b INVITE 1 id=silent`).join('\n');

  it('that goes on has the verdict of a call that waited by the clock alone', () => {
    const later = (at: number) => `${SEVEN.split('\n').slice(0, 5).join('\n')}\n${at} c>d OPTIONS 1 id=later`;
    const goesOn = true;
    expect(judgedLive(later(20), { goesOn }).verdicts.of(rowId(0))).toBeUndefined();
    // Others were heard, so that it is known that this one never was.
    expect(judgedLive(later(33), { goesOn }).verdicts.of(rowId(0))?.cause).toBe('peer-never-seen');
  });

  it('takes a verdict back when an answer comes', () => {
    const answered = `${SEVEN}\n40 b>a 200_OK 1 id=silent to=bob\n40.1 a>b ACK 1 id=silent to=bob branch=k`;
    expect(judgedLive(SEVEN, { goesOn: true }).verdicts.of(rowId(0))?.cause).toBe('invite-never-answered');
    expect(judgedLive(answered, { goesOn: true }).verdicts.of(rowId(0))).toBeUndefined();
  });
});

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
