/**
 * The filter term by term: its terms with how many conversations each matches, the one at the caret, and the text
 * with that term switched off, negated or removed.
 */
import { type ListedTerm, listTerms, negateTerm, removeTerm, switchTerm } from '../../query/language/edit.js';
import { parse } from '../../query/language/parse.js';
import { print } from '../../query/language/print.js';
import type { Query } from '../../query/language/tree.js';
import { says } from '../notice.js';
import { replace } from '../input/editor.js';
import type { State } from '../state.js';
import { typedTerms } from './typed-filter.js';

export interface CountedTerm extends ListedTerm {
  /** Null while it is not known. */
  count: number | null;
  /** Conversations a comparison leaves out because they have no such value; 0 where that is not known. */
  leftOut: number;
}

/** Terms of a text; none where it cannot be read. */
function termsOf(text: string): readonly ListedTerm[] {
  const parsed = parse(text);
  return 'fault' in parsed ? [] : listTerms(parsed.tree);
}

/** The filter's terms with their counts. */
export function countedTerms({ filter }: State): CountedTerm[] {
  const counts = filter.counts.value;
  return typedTerms(filter).map(term => ({
    ...term,
    count: counts.get(term.text) ?? null,
    leftOut: (term.without !== null && counts.get(term.without)) || 0,
  }));
}

/** The position of the term the caret is in or behind; -1 for none. */
export function termAtCaret(terms: readonly ListedTerm[], caret: number): number {
  let at = -1;
  for (const [place, { start }] of terms.entries()) if (start <= caret) at = place;
  return at < 0 && terms.length > 0 ? 0 : at;
}

type Change = (tree: Query, position: number) => Query;

function changed(state: State, change: Change): State {
  const { editor } = state.filter;
  const parsed = parse(editor.text);
  if ('fault' in parsed) return says(state, `The filter has to be right before: ${parsed.fault.message}.`, 'warning');
  const at = termAtCaret(listTerms(parsed.tree), editor.cursor);
  if (at < 0) return says(state, 'There is no term here yet.');
  const text = print(change(parsed.tree, at));
  const next = replace(editor, 0, editor.text.length, text);
  // The caret stays at its term, or at the one that took its place.
  const terms = termsOf(text);
  const cursor = terms[Math.min(at, terms.length - 1)]?.end ?? text.length;
  return { ...state, filter: { ...state.filter, editor: { ...next, cursor }, choice: -1 } };
}

export const switchedOff = (state: State): State => changed(state, switchTerm);
export const negated = (state: State): State => changed(state, negateTerm);
export const takenAway = (state: State): State => changed(state, removeTerm);
