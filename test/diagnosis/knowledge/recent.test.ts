import { describe, expect, it } from 'vitest';
import { Recent } from '../../../src/diagnosis/knowledge/recent.js';

function recent(count: number): Recent<number> {
  const made = new Recent<number>();
  for (let at = 0; at < count; at++) made.add(at);
  return made;
}

describe('some of many', () => {
  it('are the first ones and the latest, in order', () => {
    const items = recent(1000).items();
    expect(items.slice(0, 32)).toEqual(Array.from({ length: 32 }, (_, at) => at));
    expect(items.slice(32)).toEqual(Array.from({ length: 96 }, (_, at) => 904 + at));
  });

  it('are each there once', () => {
    const made = recent(40);
    for (const item of [3, 35, 39]) made.add(item);
    expect(made.items().sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at));
  });

  it('are without what is gone, and go on', () => {
    const made = recent(200);
    made.removeAll(new Set([0, 150, 199]));
    made.remove(31);
    made.add(200);
    const items = made.items();
    expect(items).not.toEqual(expect.arrayContaining([0]));
    for (const gone of [0, 31, 150, 199]) expect(items).not.toContain(gone);
    expect(items.at(-1)).toBe(200);
  });
});
