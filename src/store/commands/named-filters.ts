/**
 * Filters with names. In: a name, and the filter as it is written. Out: the filters of the settings changed and kept, or
 * offered together with those used before.
 */
import { plural, type Next, says } from './command.js';
import { type Choice, pick } from '../dialog.js';
import type { State } from '../state.js';

function withFilters(state: State, filters: Readonly<Record<string, string>>): State {
  return { ...state, preferences: { ...state.preferences, filters } };
}

/** Gives the filter as it is written a name. */
export function saveFilter(state: State, name: string): Next {
  const text = state.filter.editor.text.trim();
  if (name === '') return says(state, 'Save it under which name? For example ":filter save trunk".');
  if (text === '') return says(state, 'There is no filter to save: write one first.');
  if (state.filter.fault) return says(state, `The filter is not right yet: ${state.filter.fault.message}.`, 'warning');
  const next = withFilters(state, { ...state.preferences.filters, [name]: text });
  return [says(next, `The filter is kept as "${name}"; Ctrl-R in the filter offers it.`), { do: 'save-filters' }];
}

export function deleteFilter(state: State, name: string): Next {
  const { [name]: known, ...others } = state.preferences.filters;
  if (known === undefined) return says(state, `No filter is called "${name}".`, 'warning');
  return [says(withFilters(state, others), `There is no filter "${name}" any more.`), { do: 'save-filters' }];
}

/** Filters to choose from: those with a name, then those used before, the newest first. */
export function offeredFilters(state: State): State {
  const named = Object.entries(state.preferences.filters);
  const used = [...state.filter.history].reverse().filter(text => !named.some(([, known]) => known === text));
  const choices: Choice[] = [
    ...named.map(([name, text]) => ({ id: text, label: name, detail: text, on: null })),
    ...used.map(text => ({ id: text, label: text, detail: '', on: null })),
  ];
  if (choices.length === 0) return says(state, 'No filter was used before, and none has a name yet.');
  const title =
    named.length > 0 ? `Filters: ${plural(named.length, 'name')}, then those used before` : 'Filters used before';
  return { ...state, dialog: pick('history', title, choices) };
}
