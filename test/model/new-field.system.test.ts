/** A new field is one entry of the catalogue: everything that speaks of fields has it. */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it, vi } from 'vitest';
import type * as Fields from '../../src/model/fields.js';

const NAME = 'opening';

/** Method in CSeq of the earliest message: the tables have it, no field of the program does. */
vi.mock('../../src/model/fields.js', async original => {
  const fields = await original<typeof Fields>();
  const opening = {
    name: 'opening',
    type: 'text',
    help: 'the method in CSeq of the earliest message',
    value: { first: 'cseqMethod', in: 'methods' },
    key: 'openingMethod',
    filter: { names: ['opening', 'op'], example: 'opening INVITE', completion: 'values' },
    column: { title: 'Opening', width: 9, least: 7 },
    json: 'opening',
  };
  return { ...fields, FIELDS: [...fields.FIELDS, opening] };
});

// Unit tests share a worker's modules: these are loaded with the catalogue above, and not left to the next file.
vi.resetModules();
afterAll(() => {
  vi.doUnmock('../../src/model/fields.js');
  vi.resetModules();
});

const { parse } = await import('../../src/query/language/parse.js');
const { suggest, wanted } = await import('../../src/query/language/suggest.js');
const { helpOn } = await import('../../src/query/language/words.js');
const { choicesOf } = await import('../../src/store/view/choices.js');
const { columnOf } = await import('../../src/store/list/columns.js');
const { pick } = await import('../../src/store/dialog.js');
const { DEFAULT_PREFERENCES } = await import('../../src/store/settings/preferences.js');
const { preferencesOf } = await import('../../src/store/settings/saved-preferences.js');
const { checkSettings } = await import('../../src/store/settings/schema.js');
const { initialState } = await import('../../src/store/state.js');
const { asking, take } = await import('../../src/store/answered.js');
const { valueTerm } = await import('../../src/store/filter/value-term.js');
const { sample } = await import('../sample.js');
const { withTables } = await import('../docs/tables.js');
const { readTogether } = await import('../engine/core-session.js');

const opened = () => readTogether(sample('call-unanswered-nat.pcap'));

it('is a word of the filter, with its faults, help and completion', () => {
  expect(parse('opening INVITE')).toMatchObject({ tree: { field: NAME } });
  expect(parse('OP INVITE')).toMatchObject({ tree: { field: NAME } });
  expect(parse('opening >= x')).toMatchObject({ fault: { message: 'a text has no order; = asks for all of it' } });
  expect(parse('openng INVITE')).toMatchObject({
    fault: { message: expect.stringContaining('did you mean opening?') },
  });
  expect(parse('opening')).toMatchObject({ fault: { message: 'opening needs a value: opening INVITE' } });
  expect(helpOn('op')?.rows[0]).toEqual({
    written: 'opening INVITE',
    meaning: 'the method in CSeq of the earliest message',
  });
  expect(suggest('open', 4, []).items[0]?.text).toBe(NAME);
  expect(wanted('opening ', 8)).toEqual({ field: NAME, within: '' });
});

it('filters, sorts and tells the values there are', async () => {
  const { ask, rows } = await opened();
  const shown = async (query: string, descending: boolean) => {
    // The types know the real catalogue only.
    const key = NAME as 'method';
    expect(await ask('result', { query, sort: { key, descending } })).toEqual({ fault: null });
    await ask('settled', {});
    return (await rows()).map(row =>
      columnOf(NAME)?.cell(row, { time: 'time', firstUs: 0, headers: [], alias: String }),
    );
  };
  const methods = [...Array(5).fill('INVITE'), ...Array(2).fill('OPTIONS'), 'REGISTER'];
  expect(await shown('', false)).toEqual(methods);
  expect(await shown('', true)).toEqual(methods.reverse());
  expect(await shown('opening opt', false)).toEqual(['OPTIONS', 'OPTIONS']);
  expect(await ask('values', { field: NAME, limit: 2 })).toEqual([
    { value: 'INVITE', count: 5 },
    { value: 'OPTIONS', count: 2 },
  ]);
});

it('is a column, to be chosen, set, and filtered on by its cell', async () => {
  const { rows } = await opened();
  const settings = { columns: [NAME, { name: NAME, width: 20 }], sort: `-${NAME}` };
  expect(checkSettings(settings)).toEqual({ settings, wrong: [] });
  const recent = { filters: [], lines: [], files: [] };
  expect(preferencesOf(settings, recent).sort).toEqual({ key: NAME, descending: true });
  expect(columnOf(NAME)).toMatchObject({ title: 'Opening', width: 9, least: 7, align: 'left', sort: NAME });
  const state = initialState(120, 40, DEFAULT_PREFERENCES);
  expect(choicesOf(state, pick('columns', '', []))).toContainEqual(
    expect.objectContaining({ id: NAME, label: 'Opening' }),
  );
  const window = take(asking(state.list.window, 1), 1, { rows: await rows(), first: 0, total: 8 });
  const list = { ...state.list, window, column: NAME, columns: [{ id: NAME, width: 0 }] };
  expect(valueTerm({ ...state, list })).toEqual({ term: 'opening = INVITE' });
});

it('is printed by list --json, and stands in the README', async () => {
  const { listed } = await opened();
  const [first] = await listed();
  expect(Object.entries(first!).at(-1)).toEqual(['opening', 'INVITE']);
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(withTables(readme)).toMatch(
    /\| `opening` `op` +\| the method in CSeq of the earliest message +\| `opening INVITE` +\|/,
  );
});
