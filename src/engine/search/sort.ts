/**
 * Sorts conversation ids by a number each, in steps that can be interrupted: a bottom-up merge sort, stable, of which
 * no step is longer than some thousand comparisons.
 */
import { type RowId, rowId } from '../../model/ids.js';

const STEP = 16_384;

/**
 * Yields between steps and returns the sorted ids. Ids without a key (NaN) come last in either direction; equal keys
 * keep the order they came in.
 */
export function* sortByKey(
  ids: Uint32Array,
  key: (id: RowId) => number,
  descending: boolean,
): Generator<undefined, Uint32Array> {
  const count = ids.length;
  let from = new Uint32Array(count);
  let keys = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const id = rowId(ids[i]!);
    const value = key(id);
    from[i] = id;
    keys[i] = Number.isNaN(value) ? Number.POSITIVE_INFINITY : descending ? -value : value;
    if (i % STEP === STEP - 1) yield;
  }
  let to = new Uint32Array(count);
  let toKeys = new Float64Array(count);
  let sinceYield = 0;
  for (let width = 1; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(start + width, count);
      const end = Math.min(start + 2 * width, count);
      let left = start;
      let right = middle;
      for (let out = start; out < end; out++) {
        const takeLeft = left < middle && (right >= end || keys[left]! <= keys[right]!);
        const take = takeLeft ? left++ : right++;
        to[out] = from[take]!;
        toKeys[out] = keys[take]!;
        if (++sinceYield === STEP) {
          sinceYield = 0;
          yield;
        }
      }
    }
    [from, to] = [to, from];
    [keys, toKeys] = [toKeys, keys];
  }
  return from;
}
