import { describe, expect, test } from 'vitest';
import { EntryLists } from '../../src/tables/entry-lists.js';

describe('entry lists', () => {
  const lists = new EntryLists(16);
  const value = lists.record.float64();
  const add = (head: number, number: number) => {
    const entry = lists.prepend(head);
    value.set(entry, number);
    return entry;
  };
  const values = (head: number) => {
    const found: number[] = [];
    for (let at = head; at !== 0; at = lists.next(at)) found.push(value.get(at));
    return found;
  };

  test('grow side by side, outlive what was before them when written anew, and take no room when dropped', () => {
    let first = 0;
    let second = 0;
    for (let at = 1; at <= 70_000; at++) {
      if (at % 10_000 === 0) first = add(first, at);
      else second = add(at % 20_000 === 1 ? 0 : second, -at);
    }
    expect(values(first)).toEqual([70_000, 60_000, 50_000, 40_000, 30_000, 20_000, 10_000]);
    expect(lists.oldest(first)).toBe(10_000);
    expect(lists.oldest(0)).toBe(Number.POSITIVE_INFINITY);
    const full = lists.bytes;
    first = lists.rewrite(first);
    lists.dropBefore(lists.oldest(first));
    expect(values(first)).toEqual([70_000, 60_000, 50_000, 40_000, 30_000, 20_000, 10_000]);
    expect(lists.bytes).toBe(full / 2);
    lists.dropBefore(Number.POSITIVE_INFINITY);
    expect(lists.bytes).toBe(full / 2);
  });
});
