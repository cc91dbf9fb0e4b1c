import { describe, expect, it } from 'vitest';
import { type ListedCall, score, scoreText } from './score.js';
import type { Truth } from './traffic/truth.js';

/** A call of three legs, one of two, and two conversations alone. */
const TRUTH: Truth = {
  calls: [
    {
      shape: 'fork',
      legs: ['a0', 'a1', 'a2'],
      links: [
        { a: 'a0', b: 'a1', kind: 'session-id' },
        { a: 'a0', b: 'a2', kind: 'icid' },
      ],
    },
    { shape: 'two legs', legs: ['b0', 'b1'], links: [{ a: 'b0', b: 'b1', kind: 'session-id' }] },
    { shape: 'bait', legs: ['c'], links: [] },
    { shape: 'bait', legs: ['d'], links: [] },
  ],
};
const CALL_IDS = ['a0', 'b0', 'a1', 'b1', 'c', 'd', 'a2'];

function call(...legs: number[]): ListedCall {
  const links = legs.slice(1).map(b => ({ a: legs[0]!, b, reason: 'relay', certainty: 'likely' }));
  return { legs, links };
}

describe('the score of an answer', () => {
  it('is full for the truth', () => {
    const { precision, recall, wrong, missed, kinds, shapes, reasons } = score(
      [call(0, 2, 6), call(1, 3), call(4), call(5)],
      CALL_IDS,
      TRUTH,
    );
    expect({ precision, recall, wrong, missed }).toEqual({ precision: 1, recall: 1, wrong: [], missed: [] });
    expect(kinds).toEqual({ icid: { pairs: 1, found: 1, share: 1 }, 'session-id': { pairs: 2, found: 2, share: 1 } });
    expect(shapes).toEqual({ fork: { pairs: 3, found: 3, share: 1 }, 'two legs': { pairs: 1, found: 1, share: 1 } });
    expect(reasons).toEqual({ icid: { relay: 1 }, 'session-id': { relay: 2 } });
  });

  it('counts each pair of a call, and names the pairs that are missed', () => {
    const { precision, recall, missed, kinds } = score(
      [call(0, 2), call(1, 3), call(4), call(5), call(6)],
      CALL_IDS,
      TRUTH,
    );
    expect([precision, recall]).toEqual([1, 2 / 4]);
    expect(missed).toEqual([{ a: 'a0', b: 'a2', kind: 'icid (fork)', reason: '' }]);
    expect(kinds['icid']).toEqual({ pairs: 1, found: 0, share: 0 });
  });

  it('names the pairs that are no call, by their shapes and the reason given', () => {
    const { precision, recall, wrong } = score([call(0, 2, 6), call(1, 3, 4), call(5)], CALL_IDS, TRUTH);
    expect([precision, recall]).toEqual([4 / 6, 1]);
    expect(wrong).toEqual([
      { a: 'b0', b: 'c', kind: 'two legs | bait', reason: 'relay' },
      { a: 'b1', b: 'c', kind: 'two legs | bait', reason: '' },
    ]);
  });

  it('is precise where nothing is joined', () => {
    const { precision, recall } = score(
      CALL_IDS.map((_, at) => call(at)),
      CALL_IDS,
      TRUTH,
    );
    expect([precision, recall]).toEqual([1, 0]);
  });

  it('reads as text', () => {
    const text = scoreText(score([call(0, 2, 6), call(1, 4), call(3), call(5)], CALL_IDS, TRUTH));
    expect(text).toContain('precision 0.75000, recall 0.7500');
    expect(text).toMatch(/session-id +1 of 2 \(0\.500\) {2}relay 1/);
    expect(text).toContain('  1 × two legs | bait relay');
  });
});
