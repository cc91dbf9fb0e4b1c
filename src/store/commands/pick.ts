/** The commands of the lists to choose from: files, columns, settings, what to copy, filters used before. */
import { command, type Commands, type Next } from './command.js';
import { choicesOf } from '../view/choices.js';
import { chooseDevices } from './live.js';
import { type Choice, LEFT, LIVE, pick, type PickDialog } from '../dialog.js';
import { editorOf } from '../input/editor.js';
import { closing, replacing } from './files.js';
import { withFilterText } from './filter.js';
import { wider, withColumns } from './list.js';
import { ADJUSTABLES, stepped } from '../settings/preferences.js';
import type { State } from '../state.js';
import { pathOf } from './typed.js';
import { withPreferences } from './view.js';

/** What was typed, where it is a path and no search: it begins like one, or matches no choice. */
function typedPath(state: State, dialog: PickDialog): Choice | null {
  const typed = dialog.editor.text.trim();
  const mayOpen = dialog.purpose === 'open' || dialog.purpose === 'add';
  if (!mayOpen || typed === '') return null;
  if (!/^(?:\.{0,2}|~)\//.test(typed) && choicesOf(state, dialog).length > 0) return null;
  return { id: pathOf(typed), label: typed, detail: '', on: null };
}

/** A command of a list of choices; does nothing where none is open, or none is under the cursor. */
function onChoice(act: (state: State, dialog: PickDialog, choice: Choice) => Next): (state: State) => Next {
  return state => {
    if (state.dialog?.kind !== 'pick') return state;
    const choice = choicesOf(state, state.dialog)[state.dialog.cursor] ?? typedPath(state, state.dialog);
    return choice ? act(state, state.dialog, choice) : state;
  };
}

function closed(state: State): State {
  return { ...state, dialog: null };
}

function toggled(state: State, id: string): State {
  const { columns } = state.list;
  const without = columns.filter(shown => shown.id !== id);
  return withColumns(state, without.length < columns.length ? without : [...columns, { id, width: 0 }]);
}

function nextValue(state: State, name: string, step: 1 | -1): Next {
  if (name === 'save') return [state, { do: 'save-settings' }];
  const adjustable = ADJUSTABLES.find(known => known.name === name);
  if (!adjustable) return state;
  const next = withPreferences(state, stepped(adjustable, state.preferences, step));
  return name === 'mouse' ? [next, { do: 'mouse', on: next.preferences.mouse }] : next;
}

function choose(state: State, dialog: PickDialog, found: Choice): Next {
  const choice = typedPath(state, dialog) ?? found;
  switch (dialog.purpose) {
    case 'open':
    case 'add':
      if (choice.id === LIVE) return chooseDevices(state);
      if (choice.id === LEFT) return [closed(state), { do: 'recover' }];
      if (dialog.purpose === 'open') return replacing(closed(state), [choice.id]);
      return [closed(state), { do: 'open', paths: [choice.id], replace: false }];
    case 'close':
      return closing(closed(state), Number(choice.id));
    case 'copy':
      return [closed(state), { do: 'copy', text: choice.id, what: choice.label }];
    case 'history':
      return closed(withFilterText(state, editorOf(choice.id)));
    case 'columns':
      return toggled(state, choice.id);
    case 'settings':
      return nextValue(state, choice.id, 1);
  }
}

/** A shown column moved among the others; the cursor goes with it. */
function moved(state: State, dialog: PickDialog, choice: Choice, step: 1 | -1): State {
  const columns = [...state.list.columns];
  const at = columns.findIndex(({ id }) => id === choice.id);
  const to = at + step;
  if (dialog.purpose !== 'columns' || at < 0 || to < 0 || to >= columns.length) return state;
  columns.splice(to, 0, ...columns.splice(at, 1));
  const cursor = dialog.editor.text === '' ? dialog.cursor + step : dialog.cursor;
  return { ...withColumns(state, columns), dialog: { ...dialog, cursor } };
}

function sideways(state: State, dialog: PickDialog, choice: Choice, step: 1 | -1): Next {
  if (dialog.purpose === 'settings') return nextValue(state, choice.id, step);
  if (dialog.purpose !== 'columns') return state;
  const columns = state.list.columns.map(shown => (shown.id === choice.id ? wider(shown, step, state) : shown));
  return withColumns(state, columns);
}

function cursorBy(state: State, lines: number): State {
  const { dialog } = state;
  if (dialog?.kind !== 'pick') return state;
  const last = Math.max(0, choicesOf(state, dialog).length - 1);
  return { ...state, dialog: { ...dialog, cursor: Math.max(0, Math.min(last, dialog.cursor + lines)) } };
}

const PAGE = 10;

export const pickCommands: Commands = {
  columns: command(
    'columns',
    'Choose, order and widen the columns; any SIP header can be one.',
    state => ({
      ...state,
      dialog: pick('columns', 'Columns', []),
    }),
    { also: ['cols'] },
  ),
  settings: command('settings', 'See and change the settings.', state => ({
    ...state,
    dialog: pick('settings', 'Settings', []),
  })),
  'pick-up': command('up', 'The choice above.', state => cursorBy(state, -1)),
  'pick-down': command('down', 'The choice below.', state => cursorBy(state, 1)),
  'pick-page-up': command('page up', 'A page of choices up.', state => cursorBy(state, -PAGE)),
  'pick-page-down': command('page down', 'A page of choices down.', state => cursorBy(state, PAGE)),
  'pick-choose': command('choose', 'Take this choice; switch a column; change a setting.', onChoice(choose)),
  'pick-left': command(
    'narrower',
    'A column: narrower. A setting: the value before.',
    onChoice((state, dialog, choice) => sideways(state, dialog, choice, -1)),
  ),
  'pick-right': command(
    'wider',
    'A column: wider. A setting: the next value.',
    onChoice((state, dialog, choice) => sideways(state, dialog, choice, 1)),
  ),
  'pick-move-up': command(
    'move up',
    'Move the column to the left.',
    onChoice((state, dialog, choice) => moved(state, dialog, choice, -1)),
  ),
  'pick-move-down': command(
    'move down',
    'Move the column to the right.',
    onChoice((state, dialog, choice) => moved(state, dialog, choice, 1)),
  ),
};
