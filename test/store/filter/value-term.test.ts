/** Every term made of a cell can be read, and asks for the cell's value. */
import { describe, expect, it } from 'vitest';
import type { ListRow } from '../../../src/engine/protocol/rows.js';
import { rowId } from '../../../src/model/ids.js';
import { parse } from '../../../src/query/language/parse.js';
import { print } from '../../../src/query/language/print.js';
import { take } from '../../../src/store/answered.js';
import { COLUMNS } from '../../../src/store/list/columns.js';
import { DEFAULT_PREFERENCES } from '../../../src/store/settings/preferences.js';
import { initialState, type State } from '../../../src/store/state.js';
import { valueTerm } from '../../../src/store/filter/value-term.js';
import { listRow } from '../conversation-row.js';

function at(columns: string[], column: number, change: Partial<ListRow> = {}): State {
  const state = initialState(120, 40, DEFAULT_PREFERENCES);
  const window = { rows: [listRow(change)], first: 0, total: 1 };
  return {
    ...state,
    list: {
      ...state.list,
      window: take(state.list.window, 1, window),
      column: columns[column] ?? null,
      columns: columns.map(id => ({ id, width: 0 })),
    },
  };
}

describe('the value of a cell as a term', () => {
  it('can be read, for every column that has one', () => {
    const ids = COLUMNS.map(({ id }) => id);
    const terms = ids.map((_, column) => valueTerm(at(ids, column)));
    for (const made of terms) {
      if ('none' in made) continue;
      const parsed = parse(made.term);
      expect(parsed).toHaveProperty('tree');
      if ('tree' in parsed) expect(print(parsed.tree)).toBe(made.term);
    }
    expect(ids.filter((_, at) => 'none' in terms[at]!)).toEqual(['found']);
  });

  it('is the cause where the cell says a verdict, but not where that is a hint', () => {
    const verdict = {
      cause: 'nat-binding-closed',
      certainty: 'likely',
      short: 'no reply',
      conversation: rowId(3),
    } as const;
    expect(valueTerm(at(['outcome'], 0, { state: 'unanswered', verdict }))).toEqual({
      term: 'cause nat-binding-closed',
    });
    const hint = { ...verdict, certainty: 'hint' } as const;
    expect(valueTerm(at(['outcome'], 0, { state: 'unanswered', outcomeKind: 'unanswered', verdict: hint }))).toEqual({
      term: 'outcome = unanswered',
    });
  });

  it('quotes what would mean something else, and asks for absence where the cell is empty', () => {
    expect(valueTerm(at(['from'], 0, { from: 'not me' }))).toEqual({ term: 'from "not me"' });
    expect(valueTerm(at(['from'], 0, { from: null }))).toEqual({ term: 'from none' });
    expect(valueTerm(at(['header:Diversion'], 0, { cells: ['<sip:5660001@x>'] }))).toEqual({
      term: 'header.Diversion = "<sip:5660001@x>"',
    });
  });
});
