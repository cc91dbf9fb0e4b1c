/**
 * The filter while it is typed: the word at the caret stands for what begins with it (query/language/typing.ts) until a key
 * completes it: a blank, Enter, a caret that moves away. What the list shows, the counts beside the terms and what is offered all
 * go by this reading; what is kept and remembered is the text.
 */
import { wordAtCaret } from '../../query/language/caret.js';
import { type ListedTerm, listTerms } from '../../query/language/edit.js';
import { parse } from '../../query/language/parse.js';
import { withBeginning } from '../../query/language/typing.js';
import type { Editor } from '../input/editor.js';
import type { FilterState, State } from '../state.js';

/** The filter with its text edited by a key or a paste, or its caret moved. */
export function withTyping(filter: FilterState, editor: Editor): FilterState {
  return { ...filter, editor, choice: -1, typing: typingIn(filter, editor) };
}

function typingIn({ editor: before, typing }: FilterState, editor: Editor): FilterState['typing'] {
  const { text, cursor } = editor;
  const { from, prefix } = wordAtCaret(text, cursor);
  // What is recalled from the history is complete.
  if (editor.past >= 0 || (prefix === '' && !/^[^\s()"]/.test(text.slice(cursor)))) return null;
  const goesOn = text !== before.text || (typing?.text === text && typing.start === from);
  return goesOn ? { text, start: from } : null;
}

/** The query of the filter as it stands. */
export function queryOf({ editor, typing }: FilterState): string {
  const { text } = editor;
  return (typing?.text === text ? withBeginning(text, typing.start) : text).trim();
}

/** The filter's terms as they are counted, in their places in its text; none where it cannot be read. */
export function typedTerms(filter: FilterState): readonly ListedTerm[] {
  const { text } = filter.editor;
  const query = queryOf(filter);
  const parsed = parse(query);
  if ('fault' in parsed) return [];
  const leading = text.length - text.trimStart().length;
  const start = filter.typing?.start ?? 0;
  const longer = query.length - text.trim().length;
  const place = (at: number) => at + leading - (at + leading > start ? longer : 0);
  return listTerms(parsed.tree).map(term => ({ ...term, start: place(term.start), end: place(term.end) }));
}

/** The state with every word complete where the filter is left. */
export function typingEnded(state: State): State {
  const isLeft = state.filter.typing !== null && state.view.focus !== 'filter';
  return isLeft ? { ...state, filter: { ...state.filter, typing: null } } : state;
}
