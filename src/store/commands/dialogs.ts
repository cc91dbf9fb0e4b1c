/** The commands of the other dialogs: help, the ":" line, finding text, statistics, saving. */
import { FORMATS, formatOf, type Format } from '../../model/formats.js';
import { type Command, command, type Commands, type Next } from './command.js';
import { says } from '../notice.js';
import { commandLine, type SaveDialog, type SaveWhat } from '../dialog.js';
import { editorOf, replace } from '../input/editor.js';
import { lookedFor } from './flow.js';
import type { State } from '../state.js';
import { remarkSheet } from '../view/remark-sheet.js';
import { pathOf } from './typed.js';

function closeDialog(state: State): State {
  return { ...state, dialog: null };
}

function scrolled(state: State, lines: number): State {
  const { dialog } = state;
  if (dialog?.kind === 'remarks') {
    // The sheet may be lower than a page: none of its lines is passed over.
    const { room } = remarkSheet(state);
    return { ...state, dialog: { ...dialog, scrolled: dialog.scrolled + Math.max(-room, Math.min(room, lines)) } };
  }
  if (dialog?.kind !== 'help' && dialog?.kind !== 'stats' && dialog?.kind !== 'said') return state;
  return { ...state, dialog: { ...dialog, top: Math.max(0, dialog.top + lines) } };
}

function scroll(title: string, help: string, lines: number): Command {
  return command(title, help, state => scrolled(state, lines));
}

const WHATS: readonly SaveWhat[] = ['all', 'filtered', 'marked', 'current'];

function onSave(act: (state: State, dialog: SaveDialog) => Next): (state: State) => Next {
  return state => (state.dialog?.kind === 'save' ? act(state, state.dialog) : state);
}

function withSave(state: State, dialog: SaveDialog, change: Partial<SaveDialog>): State {
  return { ...state, dialog: { ...dialog, exists: false, ...change } };
}

function next<T>(values: readonly T[], value: T, step: 1 | -1): T {
  return values[(values.indexOf(value) + step + values.length) % values.length]!;
}

function saveSideways(state: State, dialog: SaveDialog, step: 1 | -1): State {
  if (dialog.field === 0) return withSave(state, dialog, { what: next(WHATS, dialog.what, step) });
  if (dialog.field === 2) return state;
  const format = next<Format>(FORMATS, dialog.format, step);
  const { text } = dialog.path;
  // The name's ending follows the format, unless it is the user's own.
  const named = formatOf(text);
  const path = named
    ? replace(dialog.path, text.length - named.ending.length, text.length, format.ending)
    : dialog.path;
  return withSave(state, dialog, { format, path });
}

function saveField(state: State, dialog: SaveDialog, step: 1 | -1): State {
  const fields: readonly SaveDialog['field'][] = [0, 1, 2];
  return withSave(state, dialog, { field: next(fields, dialog.field, step) });
}

function saveNow(state: State, dialog: SaveDialog): Next {
  const { what, format, thenQuit } = dialog;
  const path = pathOf(dialog.path.text.trim());
  if (dialog.busy) return state;
  if (path === '') return says(state, 'The file needs a name.', 'warning');
  if (what === 'marked' && state.list.marks.size === 0)
    return says(state, 'No conversation is marked: Space marks them.', 'warning');
  return [
    { ...state, dialog: { ...dialog, busy: true } },
    { do: 'save', what, path, format, overwrite: dialog.exists, thenQuit },
  ];
}

function found(state: State): Next {
  if (state.dialog?.kind !== 'find') return state;
  const find = state.dialog.editor.text;
  if (state.dialog.everywhere) return [closeDialog(state), { do: 'find', text: find }];
  return lookedFor(closeDialog(state), find);
}

function stepped(state: State, step: 1 | -1): State {
  const { dialog } = state;
  const sources = state.stats.value?.sources ?? [];
  if (dialog?.kind !== 'stats' || sources.length < 2) return state;
  const ids = [null, ...sources.map(({ id }) => id)];
  const at = Math.max(0, ids.indexOf(dialog.source));
  const source = ids[(at + step + ids.length) % ids.length] ?? null;
  return { ...state, dialog: { ...dialog, source, top: 0 } };
}

export const dialogCommands: Commands = {
  help: command(
    'help',
    'All keys and commands; type to search them.',
    (state, argument) => ({
      ...state,
      dialog: { kind: 'help', editor: editorOf(argument), top: 0 },
    }),
    { argument: '[WORD]', also: ['h'] },
  ),
  'command-line': command('command', 'Write a command.', state => ({
    ...state,
    dialog: commandLine(''),
  })),
  statistics: command(
    'statistics',
    'What was read, what was lost and why, counts by method and status.',
    state => ({
      ...state,
      dialog: { kind: 'stats', source: null, top: 0 },
    }),
    { also: ['stats'] },
  ),
  'close-dialog': command('back', 'Close this and go back.', closeDialog),
  'dialog-up': scroll('up', 'One line up.', -1),
  'dialog-down': scroll('down', 'One line down.', 1),
  'dialog-page-up': scroll('page up', 'One page up.', -10),
  'dialog-page-down': scroll('page down', 'One page down.', 10),
  'find-now': command('find', 'Look for this text.', found),
  'save-up': command(
    'up',
    'The line above.',
    onSave((state, dialog) => saveField(state, dialog, -1)),
  ),
  'save-down': command(
    'down',
    'The line below.',
    onSave((state, dialog) => saveField(state, dialog, 1)),
  ),
  'save-left': command(
    'before',
    'The choice before.',
    onSave((state, dialog) => saveSideways(state, dialog, -1)),
  ),
  'save-right': command(
    'next',
    'The next choice.',
    onSave((state, dialog) => saveSideways(state, dialog, 1)),
  ),
  'save-now': command('save', 'Save; asks before writing over a file.', onSave(saveNow)),
  'next-source': command('next source', 'The account of the next source.', state => stepped(state, 1)),
  'previous-source': command('source before', 'The account of the source before.', state => stepped(state, -1)),
};
