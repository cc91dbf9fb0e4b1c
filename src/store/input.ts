/**
 * From what the user does to the next state. In: a key, a paste or a mouse event. Out: the state after the command it means,
 * or after the text it types, and effects.
 */
import { arrowAtLine } from '../flow/ladder.js';
import type { InputEvent, Key, Mouse } from '../terminal/keys.js';
import type { Next } from './command.js';
import { columnAt } from './column-places.js';
import { COMMANDS } from './commands.js';
import { type Editor, edited, insert } from './editor.js';
import { withFilterText } from './filter-commands.js';
import { type Binding, bindingFor, modeOf } from './keymap.js';
import { ladderOf } from './ladder-of.js';
import { sorted, wider, withColumns } from './list-commands.js';
import { wheeled } from './motion-commands.js';
import { flowFirstLine, ladderRoom, placesOf } from './places.js';
import type { State } from './state.js';
import { focused, paneAt } from './view-commands.js';

const WHEEL_LINES = 3;
/** Title and column heads above the rows of the list. */
const LIST_HEAD = 2;

/** The name of a key as the table writes it: "ctrl+a", "shift+tab", "A". */
export function keyName({ name, ctrl, alt, shift }: Key): string {
  return `${ctrl ? 'ctrl+' : ''}${alt ? 'alt+' : ''}${shift ? 'shift+' : ''}${name}`;
}

/** The next state for an event; the notice of the one before goes. */
export function nextFor(state: State, event: InputEvent, keymap: readonly Binding[]): Next {
  const quiet = state.notice ? { ...state, notice: null } : state;
  if (event.kind === 'paste') return withText(quiet, editor => insert(editor, event.text)) ?? quiet;
  return event.kind === 'mouse' ? nextForMouse(quiet, event) : nextForKey(quiet, event, keymap);
}

function nextForKey(state: State, key: Key, keymap: readonly Binding[]): Next {
  const name = keyName(key);
  const mode = modeOf(state);
  // Typing wins over keys that work anywhere, but not over those of the editor's own mode.
  const own = keymap.find(binding => binding.mode === mode && binding.keys.includes(name));
  const typed = own
    ? null
    : withText(state, editor =>
        key.text === undefined ? edited(editor, name, historyOf(state)) : insert(editor, key.text),
      );
  if (typed) return typed;
  const binding = own ?? bindingFor(keymap, mode, name);
  const found = binding && COMMANDS[binding.command];
  return found ? found.run(state, binding.argument ?? '') : state;
}

function historyOf(state: State): readonly string[] {
  return state.dialog?.kind === 'command' ? state.commandHistory : state.dialog ? [] : state.filter.history;
}

/** The state with the text edited that is being written; null where none is, or where the key edits nothing. */
function withText(state: State, edit: (editor: Editor) => Editor | null): State | null {
  const { dialog } = state;
  switch (dialog?.kind) {
    case 'command': {
      const editor = edit(dialog.editor);
      return editor && { ...state, dialog: { ...dialog, editor, choice: -1 } };
    }
    case 'find': {
      const editor = edit(dialog.editor);
      return editor && { ...state, dialog: { ...dialog, editor } };
    }
    case 'pick': {
      const editor = edit(dialog.editor);
      return editor && { ...state, dialog: { ...dialog, editor, cursor: 0 } };
    }
    case 'help': {
      const editor = edit(dialog.editor);
      return editor && { ...state, dialog: { ...dialog, editor, top: 0 } };
    }
    case 'save': {
      const path = dialog.field === 2 ? edit(dialog.path) : null;
      return path && { ...state, dialog: { ...dialog, path, exists: false } };
    }
    case undefined: {
      const editor = state.view.focus === 'filter' ? edit(state.filter.editor) : null;
      return editor && withFilterText(state, editor);
    }
    default:
      return null;
  }
}

function nextForMouse(state: State, mouse: Mouse): Next {
  if (!state.view.mouse) return state;
  const lines = mouse.action === 'wheel-up' ? -WHEEL_LINES : mouse.action === 'wheel-down' ? WHEEL_LINES : 0;
  if (lines !== 0) return wheel(state, mouse, lines);
  if (mouse.action !== 'press' || mouse.button !== 'left' || state.dialog) return state;
  const pane = paneAt(state, mouse.column, mouse.row);
  if (!pane) return state;
  const next = focused(state, pane);
  if (pane === 'list') return clickList(next, state, mouse);
  return pane === 'flow' ? clickFlow(next, state, mouse.row) : next;
}

function wheel(state: State, mouse: Mouse, lines: number): Next {
  const { dialog } = state;
  if (dialog?.kind === 'pick') return COMMANDS[lines < 0 ? 'pick-up' : 'pick-down']!.run(state, '');
  if (dialog?.kind === 'help' || dialog?.kind === 'stats') {
    return { ...state, dialog: { ...dialog, top: Math.max(0, dialog.top + lines) } };
  }
  const widened = wheelColumn(state, mouse, lines);
  if (widened) return widened;
  const pane = paneAt(state, mouse.column, mouse.row);
  if (!pane || dialog) return state;
  const next = wheeled(state, pane, lines);
  return { ...next, view: { ...next.view, focus: state.view.focus } };
}

/** A click on an arrow puts the cursor on its message. */
function clickFlow(next: State, state: State, row: number): State {
  const place = placesOf(state).flow;
  const ladder = ladderOf(state);
  if (!place || !ladder) return next;
  const room = ladderRoom(place);
  const line = row - (place.top + place.height - room);
  const arrow = ladder.arrows[arrowAtLine(ladder, flowFirstLine(state, ladder, room) + line)];
  if (line < 0 || !arrow) return next;
  return { ...next, flow: { ...next.flow, cursor: next.flow.window.first + arrow.at } };
}

/** The wheel over a column's head makes it wider or narrower. */
function wheelColumn(state: State, mouse: Mouse, lines: number): State | null {
  const place = placesOf(state).list;
  if (state.dialog || !place || mouse.row !== place.top + 1) return null;
  const column = columnAt(state, mouse.column - place.left);
  const columns = state.list.columns.map(shown =>
    shown.id === column?.id ? wider(shown, -Math.sign(lines), state) : shown,
  );
  return withColumns(state, columns);
}

/** A click on a row puts the cursor there, on a column's head sorts by it. */
function clickList(next: State, state: State, mouse: Mouse): State {
  const place = placesOf(state).list;
  if (!place) return next;
  const line = mouse.row - place.top - LIST_HEAD;
  if (line >= 0) return { ...next, list: { ...next.list, cursor: next.list.top + line, follow: false } };
  const key = line === -1 ? columnAt(state, mouse.column - place.left)?.sort : null;
  if (!key) return next;
  const descending = state.sort.key === key && !state.sort.descending;
  return sorted(next, { key, descending });
}
