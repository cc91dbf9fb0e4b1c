/** Sorting in steps: right, stable, and never long at a time. Steps are counted, not timed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranks, textRanks } from '../../../src/engine/search/ranks.js';
import { inSlices } from '../../../src/engine/slices.js';
import { sortByKey } from '../../../src/engine/search/sort.js';

/** Runs a generator to its end; `between` is called after every step. */
function runSteps<Result>(work: Generator<unknown, Result>, between = () => {}): { result: Result; steps: number } {
  for (let steps = 1; ; steps++) {
    const step = work.next();
    between();
    if (step.done) return { result: step.value, steps };
  }
}

const idsOf = (count: number) => Uint32Array.from({ length: count }, (_, id) => id);

describe('sortByKey', () => {
  it('orders by key, equal keys as they came, what has no key last, either way', () => {
    const keys = fc.array(
      fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN), fc.double({ noDefaultInfinity: true })),
    );
    fc.assert(
      fc.property(keys, fc.boolean(), (values, descending) => {
        const { result } = runSteps(sortByKey(idsOf(values.length), id => values[id]!, descending));
        const known = [...values.keys()].filter(id => !Number.isNaN(values[id]!));
        // Array.prototype.sort is stable.
        known.sort((a, b) => (descending ? -1 : 1) * Math.sign(values[a]! - values[b]! || 0));
        expect([...result]).toEqual([...known, ...[...values.keys()].filter(id => Number.isNaN(values[id]!))]);
      }),
    );
  });

  it('asks for few keys and moves few ids in a step', () => {
    const count = 200_000;
    let asked = 0;
    let most = 0;
    const work = sortByKey(
      idsOf(count),
      id => {
        asked++;
        return (id * 7919) % count;
      },
      false,
    );
    const { result, steps } = runSteps(work, () => {
      most = Math.max(most, asked);
      asked = 0;
    });
    expect(result[0]).toBe(0);
    expect(most).toBeLessThanOrEqual(20_000);
    // Each of the 18 rounds of a merge sort of 200,000 moves all of them.
    expect(steps).toBeGreaterThan((18 * count) / 20_000);
  });
});

describe('ranks', () => {
  it('are the places in order, and few comparisons a step', () => {
    const count = 50_000;
    let compared = 0;
    let most = 0;
    const ids = [...idsOf(count)];
    const work = ranks(count, ids, (a, b) => {
      compared++;
      return ((a * 7919) % count) - ((b * 7919) % count);
    });
    const { result } = runSteps(work, () => {
      most = Math.max(most, compared);
      compared = 0;
    });
    for (const id of [0, 1, 2, 777, count - 1]) expect(result[id]).toBe((id * 7919) % count);
    expect(most).toBeLessThanOrEqual(12_000);
  });

  it('order texts as people do, and know none for what is empty', () => {
    const texts = ['a10', 'A9', '', 'b', null, '100', '99'];
    const { result } = runSteps(textRanks(texts.length, id => texts[id] ?? null));
    const known = [...texts.keys()].filter(id => !Number.isNaN(result[id]!));
    expect(known.sort((a, b) => result[a]! - result[b]!).map(id => texts[id])).toEqual(['99', '100', 'A9', 'a10', 'b']);
  });
});

describe('inSlices', () => {
  function* counting(state: { steps: number }, last: number): Generator<undefined, string> {
    while (state.steps < last) {
      state.steps++;
      yield;
    }
    return 'done';
  }

  it('answers the result', async () => {
    expect(await inSlices(counting({ steps: 0 }, 1000))).toBe('done');
  });

  it('lets others run between slices, and stops when told to', async () => {
    const state = { steps: 0 };
    let stop = false;
    const running = inSlices(counting(state, Number.POSITIVE_INFINITY), () => stop);
    // Without slices the endless work would never let this timer run.
    await new Promise(resolve => setTimeout(resolve, 0));
    stop = true;
    expect(await running).toBeUndefined();
    const { steps } = state;
    await new Promise(resolve => setTimeout(resolve, 0));
    expect(state.steps).toBe(steps);
  });
});
