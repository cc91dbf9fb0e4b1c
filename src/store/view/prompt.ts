/**
 * The original tool's prompt inside the ":" line. It has a filter of its own form (groups joined by one condition) and a home
 * folder; here its filter is the one in the filter pane.
 */
import { homedir } from 'node:os';
import { parse } from '../../query/language/parse.js';
import { groupsOf, queryOf, type ShellFilter } from '../../shell/filter.js';
import { prompt, type ShellState } from '../../shell/state.js';
import type { State } from '../state.js';

/** What stands before the colon: the level of the original's prompt one is in; "" at its top. */
export function promptText({ shell }: State): string {
  return shell.context.kind === 'top' ? '' : prompt(shell).replace(/: $/, '');
}

/** The prompt's state with the filter as it is written now. */
export function shellStateOf(state: State): ShellState {
  return { ...state.shell, filter: filterOf(state), home: homedir() };
}

/** The prompt's own filter as long as the filter pane still has its text, else what the pane has. */
function filterOf({ shell, filter: { editor } }: State): ShellFilter {
  if (queryOf(shell.filter) === editor.text.trim()) return shell.filter;
  const parsed = parse(editor.text);
  const groups = 'fault' in parsed ? [] : groupsOf(parsed.tree);
  return { condition: groups.length > 1 ? 'and' : null, groups };
}
