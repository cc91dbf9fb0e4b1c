/** The current result on its own: positions, counts and order while conversations come and change. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeptRows } from '../../../src/conversations/kept-rows.js';
import type { Filter } from '../../../src/engine/search/filter.js';
import { Result } from '../../../src/engine/search/result.js';
import { rowId } from '../../../src/model/ids.js';

/** A filter that costs nothing to ask. */
function filter(matches: (id: number) => boolean): Filter {
  return { matches, cost: 1 };
}

/** A result over a table that has as many rows as the result is told of. */
function newResult(): Result {
  const table = { count: 0 };
  const rows = new KeptRows(table);
  const result = new Result(
    () => rows,
    () => {},
    () => {},
  );
  const changed = result.changed.bind(result);
  result.changed = (rows, conversations) => {
    table.count = conversations.count;
    changed(rows, conversations);
  };
  return result;
}

const even = filter(id => id % 2 === 0);

/** A sort by a number each. */
function byKey(key: (id: number) => number) {
  // biome-ignore lint/correctness/useYield: the key is there at once
  return function* () {
    return key;
  };
}

async function idsOf(result: Result): Promise<number[]> {
  await result.settled();
  return [...result.ids()];
}

describe('Result', () => {
  it('is everything in order of arrival at first, and reversed', async () => {
    const result = newResult();
    result.changed([], { count: 5 });
    expect(await idsOf(result)).toEqual([0, 1, 2, 3, 4]);
    result.set(undefined, undefined, true);
    expect(await idsOf(result)).toEqual([4, 3, 2, 1, 0]);
    expect([result.at(0), result.at(4), result.at(5), result.at(-1)]).toEqual([4, 0, -1, -1]);
    expect([result.positionOf(rowId(4)), result.positionOf(rowId(0)), result.positionOf(rowId(5))]).toEqual([0, 4, -1]);
  });

  it('takes what arrives and what changes into the filter', async () => {
    const matching = new Set([1, 3]);
    const result = newResult();
    result.set(
      filter(id => matching.has(id)),
      undefined,
      false,
    );
    result.changed([], { count: 4 });
    expect(await idsOf(result)).toEqual([1, 3]);
    matching.delete(1);
    matching.add(0).add(5);
    result.changed([rowId(0), rowId(1)], { count: 6 });
    expect(await idsOf(result)).toEqual([0, 3, 5]);
    expect([result.count, result.positionOf(rowId(5)), result.positionOf(rowId(1))]).toEqual([3, 2, -1]);
  });

  it('does not look again at what did not change', async () => {
    let looked = 0;
    const result = newResult();
    const counting = filter(id => {
      looked++;
      return even.matches(rowId(id));
    });
    result.set(counting, undefined, false);
    result.changed([], { count: 1000 });
    await result.settled();
    expect(looked).toBe(1000);
    result.changed([rowId(4)], { count: 1010 });
    await result.settled();
    expect(looked).toBe(1011);
    // Another order of the same query.
    result.set(counting, undefined, true);
    await result.settled();
    expect(looked).toBe(1011);
  });

  it('has the first matches before the search is over', async () => {
    const result = newResult();
    result.changed([], { count: 10_000_000 });
    result.set(even, undefined, false);
    expect(result.searched).toBeLessThan(1);
    expect(result.at(0)).toBe(0);
    expect(result.at(100)).toBe(200);
    await result.settled();
    expect([result.searched, result.count]).toEqual([1, 5_000_000]);
  });

  it('drops the search of a query that was replaced', async () => {
    const result = newResult();
    result.changed([], { count: 1_000_000 });
    result.set(even, undefined, false);
    result.set(
      filter(id => id >= 999_999),
      undefined,
      false,
    );
    expect(await idsOf(result)).toEqual([999_999]);
  });

  it('sorts what matches, and again when it changed', async () => {
    const key = [3, 1, 2, 0];
    const result = newResult();
    result.changed([], { count: 4 });
    result.set(
      filter(id => id !== 3),
      byKey(id => key[id]!),
      false,
    );
    expect(await idsOf(result)).toEqual([1, 2, 0]);
    key[0] = -1;
    result.changed([rowId(0)], { count: 4 });
    expect(await idsOf(result)).toEqual([0, 1, 2]);
  });

  it('forgets everything when cleared, what was looked for too', async () => {
    const result = newResult();
    result.set(even, undefined, false);
    result.changed([], { count: 10 });
    await result.settled();
    result.cleared();
    expect([result.count, result.length, result.at(0)]).toEqual([0, 0, -1]);
    result.changed([], { count: 3 });
    expect(await idsOf(result)).toEqual([0, 1, 2]);
  });

  it('is what a fresh search would find, whatever came in which order', async () => {
    const step = fc.record({ more: fc.nat(40), flips: fc.array(fc.nat(120), { maxLength: 10 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.boolean(), async (steps, descending) => {
        const member = new Set<number>();
        const result = newResult();
        result.set(
          filter(id => member.has(id)),
          undefined,
          descending,
        );
        let total = 0;
        for (const { more, flips } of steps) {
          total += more;
          for (const id of flips) if (!member.delete(id)) member.add(id);
          result.changed(flips.filter(id => id < total).map(rowId), { count: total });
        }
        const expected = [...member].filter(id => id < total).sort((a, b) => (descending ? b - a : a - b));
        expect(await idsOf(result)).toEqual(expected);
        expect(expected.map(id => result.positionOf(rowId(id)))).toEqual([...expected.keys()]);
      }),
      { numRuns: 60 },
    );
  });
});
