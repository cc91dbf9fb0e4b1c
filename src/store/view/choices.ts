/** The choices of an open list, narrowed by what was typed: the best matches first (fuse.js). */
import Fuse from 'fuse.js';
import { ADJUSTABLES } from '../settings/preferences.js';
import { COLUMNS, columnOf } from '../list/columns.js';
import type { Choice, PickDialog } from '../dialog.js';
import type { State } from '../state.js';

function columnChoices(state: State): Choice[] {
  const shown = state.list.columns.map(({ id }) => id);
  const known = COLUMNS.map(({ id }) => id).filter(id => !shown.includes(id));
  const headers = state.headers.value.map(({ name }) => `header:${name}`).filter(id => !shown.includes(id));
  const met = new Map(state.headers.value.map(({ name, conversations }) => [`header:${name}`, conversations]));
  return [...shown, ...known, ...headers].map(id => {
    const column = columnOf(id);
    const count = met.get(id);
    const detail = count === undefined ? (column?.help ?? '') : `header, in ${count} conversations`;
    return { id, label: column?.title ?? id, detail, on: shown.includes(id) };
  });
}

function settingChoices(state: State): Choice[] {
  const choices: Choice[] = ADJUSTABLES.map(({ name, help, get, values }) => {
    const value = get(state.preferences);
    return { id: name, label: `${name} = ${value}`, detail: `${help} (${values.join(', ')})`, on: null };
  });
  return [...choices, { id: 'save', label: 'save', detail: 'keep these settings for the next time', on: null }];
}

/** The choices that match what was typed. */
export function choicesOf(state: State, dialog: PickDialog): readonly Choice[] {
  const all =
    dialog.purpose === 'columns'
      ? columnChoices(state)
      : dialog.purpose === 'settings'
        ? settingChoices(state)
        : dialog.choices;
  return narrowed(all, dialog.editor.text);
}

function narrowed(choices: readonly Choice[], typed: string): readonly Choice[] {
  if (typed.trim() === '') return choices;
  const fuse = new Fuse(choices, { keys: ['label', 'detail'], ignoreLocation: true, threshold: 0.4 });
  return fuse.search(typed.trim(), { limit: 200 }).map(({ item }) => item);
}
