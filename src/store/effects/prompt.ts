/**
 * The original tool's commands on the ":" line. In: a line, and the state with the filter as it is written. Out: what the
 * prompt's interpreter says to it, and the filter it leaves behind, in the filter's own language.
 */
import { homedir } from 'node:os';
import type { Engine } from '../../engine/protocol.js';
import { parse } from '../../query/parse.js';
import { groupsOf, queryOf, type ShellFilter } from '../../shell/filter.js';
import { interpret } from '../../shell/interpreter.js';
import type { ShellState } from '../../shell/state.js';
import { says } from '../commands/command.js';
import { replace } from '../input/editor.js';
import type { State } from '../state.js';
import type { StateHolder } from '../sync/sync.js';

/** More lines of one answer are not kept. */
const MOST_LINES = 5000;

/** Runs one line; the list shows what the filter as it is then lets through. */
export async function runShellLine(line: string, holder: StateHolder, engine: Engine): Promise<void> {
  const before = shellStateOf(holder.get());
  const lines: string[] = [];
  let wrong = false;
  let after = before;
  for (const speech = interpret(line, before, engine); ; ) {
    const step = await speech.next();
    if (step.done) {
      after = step.value;
      break;
    }
    const { kind, text } = step.value;
    if (kind === 'announcement') {
      holder.change(state => says(state, text));
      continue;
    }
    wrong ||= kind !== 'answer';
    lines.push(text);
    if (lines.length === MOST_LINES) {
      lines.push(`The rest is left out: an answer has at most ${MOST_LINES} lines here.`);
      break;
    }
  }
  holder.change(state => said(withFilter(state, before, after), line, lines, wrong));
}

/** The prompt's state, with the filter as it is written. */
export function shellStateOf(state: State): ShellState {
  return { ...state.shell, filter: filterOf(state), home: homedir() };
}

/** The filter of the prompt: as it left it, or what is written in the editor by now. */
function filterOf({ shell, filter: { editor } }: State): ShellFilter {
  if (queryOf(shell.filter) === editor.text.trim()) return shell.filter;
  const parsed = parse(editor.text);
  const groups = 'fault' in parsed ? [] : groupsOf(parsed.tree);
  return { condition: groups.length > 1 ? 'and' : null, groups };
}

function withFilter(state: State, before: ShellState, after: ShellState): State {
  const next: State = { ...state, shell: { ...after, ended: false } };
  if (after.filter === before.filter) return next;
  const { editor } = state.filter;
  const text = queryOf(after.filter);
  return { ...next, filter: { ...state.filter, editor: replace(editor, 0, editor.text.length, text), choice: -1 } };
}

/** One line has room in the status line; more are shown over the panes. */
function said(state: State, title: string, lines: readonly string[], wrong: boolean): State {
  const [first] = lines;
  if (first === undefined) return state;
  if (lines.length === 1) return says(state, first, wrong ? 'warning' : 'info');
  return { ...state, dialog: { kind: 'said', title, lines, top: 0 } };
}
