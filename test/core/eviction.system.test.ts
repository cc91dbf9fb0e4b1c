/** What survives eviction is the same in the tables of the core and in those in TypeScript; the memory of the core that eviction frees is used again. */
import { expect, test } from 'vitest';
import { Evicting } from './evicting.js';

test('what survives is the same, and still takes messages', () => {
  const evicting = new Evicting(1, { kept: 8000, compares: true });
  for (let round = 0; evicting.messages < 190_000; round++) {
    evicting.round();
    expect([round, evicting.differences]).toEqual([round, []]);
  }
  const { ours } = evicting.pair;
  // Rows moved, whose chunks are gone.
  expect([ours.messages.moved.end > 65_536, Array.from(ours.messages.moved.rows).length > 100]).toEqual([true, true]);
  expect([ours.table.moved.end >= 65_536, Array.from(ours.table.moved.rows).length > 10]).toEqual([true, true]);
  expect(evicting.pair.allDifferences()).toEqual([]);
}, 300_000);

test('the memory of the core does not grow with what came', () => {
  const kept = 4000;
  const evicting = new Evicting(2, { kept, compares: false });
  while (evicting.pair.ours.count < 45 * kept) evicting.round();
  expect(evicting.differences).toEqual([]);
  // It grows by doubling: 64 MB do for what is kept and what was not swept yet, not for all that came.
  expect(evicting.pair.ours.core.exports.memory.buffer.byteLength).toBeLessThanOrEqual(2 ** 26);
}, 300_000);
