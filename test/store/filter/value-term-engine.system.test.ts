/** Filtering on the value of a cell, or of a line of a message, finds at least what it was taken from. */
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rowId } from '../../../src/model/ids.js';
import { take } from '../../../src/store/answered.js';
import { COLUMNS } from '../../../src/store/list/columns.js';
import { openLines } from '../../../src/store/view/open-message.js';
import { DEFAULT_PREFERENCES } from '../../../src/store/settings/preferences.js';
import { initialState, type State } from '../../../src/store/state.js';
import { valueTerm } from '../../../src/store/filter/value-term.js';
import { readTogether } from '../../engine/core-session.js';
import { sample } from '../../sample.js';

const files = readdirSync(sample('')).filter(name => name.endsWith('.pcap'));
const HEADERS = ['Contact', 'Diversion', 'User-Agent'];
const columns = [...COLUMNS.map(({ id }) => id), ...HEADERS.map(name => `header:${name}`)];

it('finds what it was taken from', async () => {
  const { ask, rows, messages } = await readTogether(...files.map(sample));
  // Header columns are made in the background on first use.
  await rows(HEADERS);
  await ask('result', { query: '', sort: { key: 'header:Contact', descending: false } });
  await ask('settled', {});
  // A row shows the call and the cause that are known by then.
  await ask('calls', { first: 0, count: 1 });
  await ask('incidents', { certainty: 'likely', count: 1, conversations: 0 });
  const terms = new Map<string, Set<number>>();
  const note = (state: State, index: number) => {
    const made = valueTerm(state);
    if ('term' in made) terms.set(made.term, (terms.get(made.term) ?? new Set()).add(index));
  };
  for (const row of await rows(HEADERS)) {
    const state = initialState(120, 40, DEFAULT_PREFERENCES);
    const list = {
      ...state.list,
      window: take(state.list.window, 1, { rows: [row], first: 0, total: 1 }),
      columns: columns.map(id => ({ id, width: 0 })),
    };
    for (const column of columns) note({ ...state, list: { ...list, column } }, row.index);
    for (const { id } of (await messages(row.index)).slice(0, 4)) {
      const read = await ask('message', { id });
      if ('gone' in read) throw new Error(read.gone);
      const open = take(state.message.open, id, read);
      const shown: State = { ...state, view: { ...state.view, focus: 'message' }, message: { ...state.message, open } };
      for (const cursor of openLines(shown).keys()) {
        note({ ...shown, message: { ...shown.message, cursor } }, row.index);
      }
    }
  }
  expect(terms.size).toBeGreaterThan(200);
  const missed: string[] = [];
  for (const [query, expected] of terms) {
    const { fault } = await ask('result', { query, sort: { key: 'index', descending: false } });
    await ask('settled', {});
    const found = new Set((await rows()).map(({ index }) => index));
    if (fault || [...expected].some(index => !found.has(rowId(index)))) missed.push(query);
  }
  expect(missed).toEqual([]);
});
