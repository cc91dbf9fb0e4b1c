/** What the word at the cursor of the filter may become, with the values of the capture. */
import { expect, it } from 'vitest';
import { take } from '../../../src/store/answered.js';
import { completionsOf, wantedValues } from '../../../src/store/filter/completion.js';
import { editorOf } from '../../../src/store/input/editor.js';
import { DEFAULT_PREFERENCES } from '../../../src/store/settings/preferences.js';
import { initialState, type State } from '../../../src/store/state.js';

function writing(text: string, field: string, items: State['values']['value']): State {
  const state = initialState(120, 40, DEFAULT_PREFERENCES);
  return {
    ...state,
    filter: { ...state.filter, editor: editorOf(text) },
    values: take(state.values, `${field}\n`, items),
  };
}

it('offers a value that occurs once, with its count, before the words of the field', () => {
  const state = writing('method inv', 'method', [{ value: 'INVITE', count: 10 }]);
  expect(wantedValues(state)).toEqual({ field: 'method', within: '' });
  const offered = completionsOf(state).map(({ text, detail }) => `${text.trim()} ${detail}`.trim());
  expect(offered.slice(0, 1)).toEqual(['INVITE 10×']);
  expect(offered.filter(text => text.startsWith('INVITE'))).toHaveLength(1);
});

it('ranks thousands of values: those that begin with the word, then those that hold it', () => {
  const items = Array.from({ length: 5000 }, (_, at) => ({ value: `40${at}`, count: 1 }));
  const state = writing('dstnum 409', 'dstnum', [
    ...items.filter(({ value }) => value !== '409'),
    { value: '14099', count: 1 },
  ]);
  const offered = completionsOf(state).map(({ text }) => text.trim());
  expect(offered.slice(0, 3)).toEqual(['4090', '4091', '4092']);
  expect(offered.every(text => text.startsWith('409'))).toBe(true);
  expect(completionsOf(writing('dstnum 140', 'dstnum', state.values.value)).map(({ text }) => text.trim())[0]).toBe(
    '14099',
  );
});
