/** Turns a key, a paste or a mouse event into the command it means, or into an edit of the text being written. */
import type { InputEvent, Key } from '../../terminal/keys.js';
import type { Next } from '../commands/command.js';
import { COMMANDS } from '../commands/table.js';
import { type Editor, edited, insert } from './editor.js';
import { withTypedText } from '../commands/filter.js';
import { type Binding, bindingFor, modeOf } from './keymap.js';
import { nextForMouse } from './mouse.js';
import type { State } from '../state.js';

/** The name of a key as the table writes it: "ctrl+a", "shift+tab", "A". */
function keyName({ name, ctrl, alt, shift }: Key): string {
  return `${ctrl ? 'ctrl+' : ''}${alt ? 'alt+' : ''}${shift ? 'shift+' : ''}${name}`;
}

/** The next state after an event, which also clears the notice. */
export function nextFor(state: State, event: InputEvent, keymap: readonly Binding[]): Next {
  const quiet = state.notice ? { ...state, notice: null } : state;
  if (event.kind === 'paste') return withText(quiet, editor => insert(editor, event.text)) ?? quiet;
  // Releasing a button belongs to the press before, so it leaves the notice alone.
  const before = event.kind === 'mouse' && event.action === 'release' ? state : quiet;
  return event.kind === 'mouse' ? nextForMouse(before, event) : nextForKey(quiet, event, keymap);
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

/** Edits the text being written; null if there is none, or where the key edits nothing. */
function withText(state: State, edit: (editor: Editor) => Editor | null): State | null {
  const { dialog } = state;
  switch (dialog?.kind) {
    case 'command': {
      const editor = edit(dialog.editor);
      return editor && { ...state, dialog: { ...dialog, editor, choice: -1, early: 0 } };
    }
    case 'find': {
      const editor = edit(dialog.editor);
      return editor && { ...state, dialog: { ...dialog, editor } };
    }
    case 'pick': {
      const editor = edit(dialog.editor);
      return editor && { ...state, dialog: { ...dialog, editor, cursor: 0 } };
    }
    case 'devices': {
      const bpf = dialog.writing ? edit(dialog.bpf) : null;
      return bpf && { ...state, dialog: { ...dialog, bpf, fault: null } };
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
      return editor && withTypedText(state, editor);
    }
    default:
      return null;
  }
}
