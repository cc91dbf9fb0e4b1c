/**
 * Filtering on the value under the cursor. In: a state. Out: the filter with that value; what was written before is in the
 * history.
 */
import { append, appendTerm } from '../../query/edit.js';
import { type Commands, command, type Next, says } from './command.js';
import { remembered, replace } from '../input/editor.js';
import { withFilterText } from './filter.js';
import type { State } from '../state.js';
import { valueTerm } from '../value-term.js';

/** The filter with what `made` makes of it and the term under the cursor. */
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

export const valueCommands: Commands = {
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
