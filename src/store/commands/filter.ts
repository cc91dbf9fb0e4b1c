/**
 * The filter editor's commands; typing itself is editor.ts. In: a state. Out: the filter accepted, cleared or completed. The
 * result follows the text by itself (sync.ts), so nothing here asks the engine.
 */
import { type Commands, command, type Next, says } from './command.js';
import { type Editor, editorOf, remembered, replace } from '../input/editor.js';
import { negated, switchedOff, takenAway } from '../filter-terms.js';
import { deleteFilter, offeredFilters, saveFilter } from './named-filters.js';
import type { FilterState, State } from '../state.js';
import { completionsOf } from '../completion.js';

function withFilter(state: State, change: Partial<FilterState>): State {
  return { ...state, filter: { ...state.filter, ...change } };
}

/** The filter with another text; a chosen completion goes with the old one. */
export function withFilterText(state: State, editor: Editor): State {
  return withFilter(state, { editor, choice: -1 });
}

function accept(state: State): Next {
  const { filter } = state;
  const toList: State = { ...withFilter(state, { choice: -1 }), view: { ...state.view, focus: 'list' } };
  if (filter.fault) return says(toList, `The list shows the last right filter: ${filter.fault.message}`, 'warning');
  const text = filter.editor.text.trim();
  if (text === '') return toList;
  const next = { ...toList, filter: { ...toList.filter, history: remembered(filter.history, text) } };
  return [next, { do: 'remember', filters: [text] }];
}

/** Chooses the next completion and writes it; further presses go through them in turn. */
function complete(state: State, step: 1 | -1): State {
  const { filter } = state;
  const found = completionsOf(state);
  if (found.length === 0) return says(state, 'Nothing to complete here.');
  const choice = (filter.choice + step + found.length + (filter.choice < 0 && step < 0 ? 1 : 0)) % found.length;
  const { start, end, text } = found[choice]!;
  // Going on through the completions takes the one written before back.
  const base = filter.choice >= 0 ? undone(filter.editor) : filter.editor;
  return withFilter(state, { editor: replace(base, start, end, text), choice });
}

function undone(editor: Editor): Editor {
  const last = editor.undo.at(-1);
  return last ? { ...editor, ...last, undo: editor.undo.slice(0, -1) } : editor;
}

/** `:filter`: an expression, or what is to be done with the names of filters. */
function filter(state: State, argument: string): Next {
  const [word = '', name = ''] = argument.split(/\s+(.*)/s, 2);
  if (word === 'save') return saveFilter(state, name.trim());
  if (word === 'delete') return deleteFilter(state, name.trim());
  if (argument === 'list') return offeredFilters(state);
  const focused: State = { ...state, view: { ...state.view, focus: 'filter', zoom: false } };
  if (argument === '') return focused;
  const known = Object.hasOwn(state.preferences.filters, argument) ? state.preferences.filters[argument] : undefined;
  return accept(withFilterText(state, editorOf(known ?? argument)));
}

export const filterCommands: Commands = {
  'filter-accept': command('to the list', 'Keep the filter and go to the list.', accept),
  'filter-clear': command('clear filter', 'Show all conversations again.', state =>
    withFilterText(state, replace(state.filter.editor, 0, state.filter.editor.text.length, '')),
  ),
  complete: command('complete', 'Complete the word at the cursor; again for the next completion.', state =>
    complete(state, 1),
  ),
  'complete-back': command('complete back', 'The completion before.', state => complete(state, -1)),
  'term-off': command('term off', 'Switch the term at the caret off, or on again; it stays written.', switchedOff),
  'term-not': command('not', 'Ask for the opposite of the term at the caret.', negated),
  'term-remove': command('remove term', 'Take the term at the caret away.', takenAway),
  'filter-history': command('filters', 'Choose a filter by its name, or one used before.', offeredFilters),
  filter: command(
    'filter',
    'Write a filter; an expression after it is taken at once, and so is the name of one. save gives the filter a name.',
    filter,
    { argument: '[EXPRESSION | NAME | save NAME | delete NAME | list]' },
  ),
};
