/** One line of text being edited, with readline's keys. The cursor is a UTF-16 offset, never inside a character. */
import { graphemes } from '../../format/graphemes.js';

export interface Editor {
  text: string;
  cursor: number;
  /** Earlier texts, newest last, and those undone. */
  undo: readonly Snapshot[];
  redo: readonly Snapshot[];
  /** What was cut last, for Ctrl-Y. */
  cut: string;
  /** Entry of the history shown, counted from the newest; -1 for the text itself. */
  past: number;
  draft: string;
}

interface Snapshot {
  text: string;
  cursor: number;
}

const UNDO_LIMIT = 200;
/** No expression needs more, and a paste of megabytes must not freeze the screen. */
const TEXT_LIMIT = 4096;

/** An editor with this text, the cursor at its end. */
export function editorOf(text: string): Editor {
  return { text, cursor: text.length, undo: [], redo: [], cut: '', past: -1, draft: '' };
}

function before({ text, cursor }: Editor): number {
  const [last = ''] = Array.from(graphemes(text.slice(0, cursor))).slice(-1);
  return cursor - last.length;
}

function after({ text, cursor }: Editor): number {
  const [first = ''] = graphemes(text.slice(cursor));
  return cursor + first.length;
}

function wordBefore({ text, cursor }: Editor): number {
  return Math.max(0, text.slice(0, cursor).search(/[\p{L}\p{N}]+[^\p{L}\p{N}]*$/u));
}

function wordAfter({ text, cursor }: Editor): number {
  return cursor + /^[^\p{L}\p{N}]*[\p{L}\p{N}]*/u.exec(text.slice(cursor))![0].length;
}

function spaceBefore({ text, cursor }: Editor): number {
  return text.slice(0, cursor).search(/\S*\s*$/);
}

/** Replaces the text between two offsets; can be undone. */
export function replace(editor: Editor, start: number, end: number, by: string): Editor {
  const text = (editor.text.slice(0, start) + by + editor.text.slice(end)).slice(0, TEXT_LIMIT);
  if (text === editor.text) return { ...editor, cursor: Math.min(start + by.length, text.length) };
  const undo = [...editor.undo, { text: editor.text, cursor: editor.cursor }].slice(-UNDO_LIMIT);
  return { ...editor, text, cursor: Math.min(start + by.length, text.length), undo, redo: [], past: -1 };
}

/** Inserts typed or pasted text at the cursor. Line ends and tabs become spaces, other control characters are dropped. */
export function insert(editor: Editor, typed: string): Editor {
  const plain = typed.replace(/[\r\n\t]+/g, ' ').replace(/\p{Cc}/gu, '');
  return replace(editor, editor.cursor, editor.cursor, plain);
}

function cutBetween(editor: Editor, start: number, end: number): Editor {
  if (start === end) return editor;
  return { ...replace(editor, start, end, ''), cut: editor.text.slice(start, end) };
}

function moved(editor: Editor, cursor: number): Editor {
  return { ...editor, cursor };
}

function undone(editor: Editor): Editor {
  const last = editor.undo.at(-1);
  if (!last) return editor;
  const redo = [...editor.redo, { text: editor.text, cursor: editor.cursor }];
  return { ...editor, ...last, undo: editor.undo.slice(0, -1), redo };
}

function redone(editor: Editor): Editor {
  const last = editor.redo.at(-1);
  if (!last) return editor;
  const undo = [...editor.undo, { text: editor.text, cursor: editor.cursor }];
  return { ...editor, ...last, redo: editor.redo.slice(0, -1), undo };
}

/** Goes through the history, newest last; the text being written comes back at its end. */
function recalled(editor: Editor, history: readonly string[], step: 1 | -1): Editor {
  const past = editor.past + step;
  if (past < -1 || past >= history.length) return editor;
  const draft = editor.past === -1 ? editor.text : editor.draft;
  const text = past === -1 ? draft : history[history.length - 1 - past]!;
  const kept = replace(editor, 0, editor.text.length, text);
  return { ...kept, past, draft };
}

type Edit = (editor: Editor) => Editor;

const EDITS: Record<string, Edit> = {
  left: editor => moved(editor, before(editor)),
  right: editor => moved(editor, after(editor)),
  home: editor => moved(editor, 0),
  end: editor => moved(editor, editor.text.length),
  backspace: editor => replace(editor, before(editor), editor.cursor, ''),
  delete: editor => moved(replace(editor, editor.cursor, after(editor), ''), editor.cursor),
  'ctrl+k': editor => cutBetween(editor, editor.cursor, editor.text.length),
  'ctrl+u': editor => cutBetween(editor, 0, editor.cursor),
  'ctrl+w': editor => cutBetween(editor, spaceBefore(editor), editor.cursor),
  'alt+backspace': editor => cutBetween(editor, wordBefore(editor), editor.cursor),
  'alt+d': editor => cutBetween(editor, editor.cursor, wordAfter(editor)),
  'alt+b': editor => moved(editor, wordBefore(editor)),
  'alt+f': editor => moved(editor, wordAfter(editor)),
  'ctrl+y': editor => insert(editor, editor.cut),
  'ctrl+_': undone,
  'alt+_': redone,
};

const SAME_AS: Record<string, string> = {
  'ctrl+b': 'left',
  'ctrl+f': 'right',
  'ctrl+a': 'home',
  'ctrl+e': 'end',
  'ctrl+h': 'backspace',
  'ctrl+d': 'delete',
  'ctrl+left': 'alt+b',
  'ctrl+right': 'alt+f',
  'alt+left': 'alt+b',
  'alt+right': 'alt+f',
  'ctrl+/': 'ctrl+_',
};

/** The editor after a key by name; null if the key edits nothing. */
export function edited(editor: Editor, key: string, history: readonly string[] = []): Editor | null {
  if (key === 'up' || key === 'ctrl+p') return recalled(editor, history, 1);
  if (key === 'down' || key === 'ctrl+n') return recalled(editor, history, -1);
  const edit = EDITS[SAME_AS[key] ?? key];
  return edit ? edit(editor) : null;
}

/** A history with one more entry at its end; an entry that is already there moves to the end. */
export function remembered(history: readonly string[], text: string, limit = 100): readonly string[] {
  const entry = text.trim();
  if (entry === '') return history;
  return [...history.filter(known => known !== entry), entry].slice(-limit);
}
