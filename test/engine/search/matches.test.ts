/** Which conversations match, whatever comes between two steps of the work. */
import { expect, it } from 'vitest';
import type { Filter } from '../../../src/engine/search/filter.js';
import { Matches } from '../../../src/engine/search/matches.js';
import { type RowId, rowId } from '../../../src/model/ids.js';

it('texts of a conversation that changes between the sweep and its turn are read', async () => {
  const rows = 1000;
  const late = rowId(rows - 1);
  /** Conversations that matter to the query by now, and those whose texts were read. */
  const matters = new Set<RowId>();
  const read = new Set<RowId>();
  const filter: Filter = {
    cost: 1,
    matches: row => {
      // The first is looked at after the sweep: meanwhile the last begins to matter.
      if (row === 0 && !matters.has(late)) {
        matters.add(late);
        matches.update(rows, [late]);
      }
      return read.has(row);
    },
    texts: {
      *sweep() {
        for (const row of matters) read.add(row);
        yield 1;
      },
      *read(row) {
        if (matters.has(row)) read.add(row);
        yield;
      },
    },
  };
  const matches: Matches = new Matches(filter, () => undefined);
  matches.update(rows, []);
  while (!matches.done) await new Promise(resolve => setImmediate(resolve));
  expect(Array.from(matches.ids())).toEqual([late]);
});
