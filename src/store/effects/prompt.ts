/**
 * Runs a line of the original tool's prompt in its interpreter: what that says goes to the status line or, where it is long, into a
 * dialog, and the filter it leaves behind into the filter pane.
 */
import type { Engine } from '../../engine/protocol/engine.js';
import { queryOf } from '../../shell/filter.js';
import { interpret } from '../../shell/interpreter.js';
import type { ShellState } from '../../shell/state.js';
import { replace } from '../input/editor.js';
import { says } from '../notice.js';
import type { State } from '../state.js';
import type { StateHolder } from '../state-holder.js';
import { shellStateOf } from '../view/prompt.js';

/** Lines of one answer that are kept. */
const MAX_LINES = 5000;

/** Runs one line, and puts the filter it leaves into the filter pane, which the list follows. */
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
    if (lines.length === MAX_LINES) {
      lines.push(`The rest is left out: an answer has at most ${MAX_LINES} lines here.`);
      break;
    }
  }
  holder.change(state => said(withFilter(state, before, after), line, lines, wrong));
}

function withFilter(state: State, before: ShellState, after: ShellState): State {
  const next: State = { ...state, shell: { ...after, ended: false } };
  if (after.filter === before.filter) return next;
  const { editor } = state.filter;
  const text = queryOf(after.filter);
  return { ...next, filter: { ...state.filter, editor: replace(editor, 0, editor.text.length, text), choice: -1 } };
}

/** A single line goes to the status line, more go into a dialog. */
function said(state: State, title: string, lines: readonly string[], wrong: boolean): State {
  const [first] = lines;
  if (first === undefined) return state;
  if (lines.length === 1) return says(state, first, wrong ? 'warning' : 'info');
  return { ...state, dialog: { kind: 'said', title, lines, top: 0 } };
}
