/**
 * Ranks: a number by id that sorts as the things behind the ids do; made in steps, so that a hundred thousand texts do not hold the
 * thread.
 */

const BATCH = 1024;

export type Compare = (one: string, other: string) => number;

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** "a10" after "a9", numbers as numbers, case aside. */
export const asPeopleOrder: Compare = collator.compare;

/** Character by character, for texts that are no words: a Call-ID's digits are no number. */
export const inCodeUnits: Compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** Ranks of ids 0 to count - 1 by their texts; NaN if the text is empty or unknown. */
export function* textRanks(
  count: number,
  textOf: (id: number) => string | null,
  compare = asPeopleOrder,
): Generator<undefined, Float64Array> {
  const texts: string[] = [];
  for (let id = 0; id < count; id++) {
    texts.push(textOf(id) ?? '');
    if (id % BATCH === 0) yield;
  }
  const present = Array.from(texts.keys()).filter(id => texts[id] !== '');
  return yield* ranks(count, present, (a, b) => compare(texts[a]!, texts[b]!));
}

/** Ranks of some ids below `count` by a comparison; NaN for the others. */
export function* ranks(
  count: number,
  ids: number[],
  compare: (a: number, b: number) => number,
): Generator<undefined, Float64Array> {
  const sorted = yield* sortedBy(ids, compare);
  const rank = new Float64Array(count).fill(Number.NaN);
  for (let place = 0; place < sorted.length; place++) rank[sorted[place]!] = place;
  return rank;
}

/** A merge sort of runs that are each sorted in one step. */
function* sortedBy(ids: number[], compare: (a: number, b: number) => number): Generator<undefined, number[]> {
  let runs: number[][] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    runs.push(ids.slice(start, start + BATCH).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: number[][] = [];
    for (let i = 0; i < runs.length; i += 2) merged.push(yield* mergeTwo(runs[i]!, runs[i + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergeTwo(
  left: number[],
  right: number[],
  compare: (a: number, b: number) => number,
): Generator<undefined, number[]> {
  const out: number[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length || r < right.length) {
    const takeLeft = l < left.length && (r >= right.length || compare(left[l]!, right[r]!) <= 0);
    out.push(takeLeft ? left[l++]! : right[r++]!);
    if (out.length % BATCH === 0) yield;
  }
  return out;
}
