/**
 * The commands of the filter: accepting and completing what is typed, naming filters, filtering on the value under the cursor.
 * None of them asks the engine: the result follows the text (sync/questions.ts).
 */
import { append, appendTerm } from '../../query/language/edit.js';
import type { QueryFault } from '../../query/language/fault.js';
import { parse } from '../../query/language/parse.js';
import { plural } from '../../format/counts.js';
import { completionsOf } from '../filter/completion.js';
import { type Choice, pick } from '../dialog.js';
import { negated, switchedOff, takenAway } from '../filter/filter-terms.js';
import { withTyping } from '../filter/typed-filter.js';
import { type Editor, editorOf, remembered, replace } from '../input/editor.js';
import { says } from '../notice.js';
import type { FilterState, State } from '../state.js';
import { valueTerm } from '../filter/value-term.js';
import { type Commands, command, type Next } from './command.js';

function withFilter(state: State, change: Partial<FilterState>): State {
  return { ...state, filter: { ...state.filter, ...change } };
}

/** Changes the text of the filter; a chosen completion belonged to the old one. */
export function withFilterText(state: State, editor: Editor): State {
  return withFilter(state, { editor, choice: -1 });
}

/** The same by a key or a paste: the word at the caret may not be complete. */
export function withTypedText(state: State, editor: Editor): State {
  return { ...state, filter: withTyping(state.filter, editor) };
}

/** What is wrong with a text; null if nothing is. The engine's word on what was typed last may not be here yet. */
function faultOf(text: string): QueryFault | null {
  const parsed = parse(text);
  return 'fault' in parsed ? parsed.fault : null;
}

function accept(state: State): Next {
  const { filter } = state;
  const toList: State = { ...withFilter(state, { choice: -1 }), view: { ...state.view, focus: 'list' } };
  const text = filter.editor.text.trim();
  const fault = faultOf(text);
  if (fault) return says(toList, `The list shows the last right filter: ${fault.message}`, 'warning');
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
  // The next completion replaces the one before it.
  const base = filter.choice >= 0 ? undone(filter.editor) : filter.editor;
  return withFilter(state, { editor: replace(base, start, end, text), choice });
}

function undone(editor: Editor): Editor {
  const last = editor.undo.at(-1);
  return last ? { ...editor, ...last, undo: editor.undo.slice(0, -1) } : editor;
}

function withFilters(state: State, filters: Readonly<Record<string, string>>): State {
  return { ...state, preferences: { ...state.preferences, filters } };
}

/** Gives the filter as it is written a name. */
function saveFilter(state: State, name: string): Next {
  const text = state.filter.editor.text.trim();
  if (name === '') return says(state, 'Save it under which name? For example ":filter save trunk".');
  if (text === '') return says(state, 'There is no filter to save: write one first.');
  const fault = faultOf(text);
  if (fault) return says(state, `The filter is not right yet: ${fault.message}.`, 'warning');
  const next = withFilters(state, { ...state.preferences.filters, [name]: text });
  return [says(next, `The filter is kept as "${name}"; Ctrl-R in the filter offers it.`), { do: 'save-filters' }];
}

function deleteFilter(state: State, name: string): Next {
  const { [name]: known, ...others } = state.preferences.filters;
  if (known === undefined) return says(state, `No filter is called "${name}".`, 'warning');
  return [says(withFilters(state, others), `There is no filter "${name}" any more.`), { do: 'save-filters' }];
}

/** Filters to choose from: those with a name, then those used before, the newest first. */
function offeredFilters(state: State): State {
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

/** `:filter`: an expression, the name of one, or a word about names. */
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

/** The filter that `made` makes of the one there is and the term under the cursor. */
function withValue(state: State, made: (text: string, term: string) => ReturnType<typeof append>): Next {
  const found = valueTerm(state);
  if ('none' in found) return says(state, found.none);
  const { editor, history } = state.filter;
  const next = made(editor.text, found.term);
  if ('fault' in next) return says(state, 'The filter as it is written is not right yet: / mends it.', 'warning');
  const edited = withFilterText(state, replace(editor, 0, editor.text.length, next.text));
  const filters = [editor.text.trim(), next.text].filter(text => text !== '');
  return [
    {
      ...edited,
      filter: { ...edited.filter, history: filters.reduce((known, text) => remembered(known, text), history) },
    },
    { do: 'remember', filters: [next.text] },
  ];
}

/** "not from *" turned around is "from *". */
function opposite(term: string): string {
  return term.startsWith('not ') ? term.slice('not '.length) : `not ${term}`;
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
  'filter-value': command('filter on it', 'Filter on the value under the cursor, whatever the filter was.', state =>
    withValue(state, (_, term) => append('', 'and', term)),
  ),
  'filter-not-value': command('all but it', 'Take all that have the value under the cursor out of the list.', state =>
    withValue(state, (text, term) => appendTerm(text, opposite(term))),
  ),
  'filter-and-value': command('and it', 'Narrow the filter to the value under the cursor.', state =>
    withValue(state, (text, term) => appendTerm(text, term)),
  ),
};
