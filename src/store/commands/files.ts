/** The commands that open, close and save captures, put conversations aside, and quit. They ask first where messages would be lost. */
import { FORMATS, formatOf } from '../../model/formats.js';
import { command, type Commands, type Next } from './command.js';
import { plural } from '../../format/counts.js';
import { says } from '../notice.js';
import { type Choice, LIVE, pick, type SaveWhat } from '../dialog.js';
import { editorOf } from '../input/editor.js';
import type { State } from '../state.js';
import { pathsIn } from './typed.js';
import { unsaved, unsavedText } from '../view/live-sources.js';

const LIVE_CHOICE: Choice = { id: LIVE, label: 'Watch an interface', detail: 'live traffic', on: null };

function openDialog(state: State, purpose: 'open' | 'add'): Next {
  const title = purpose === 'open' ? 'Open a capture' : 'Add a capture to those open';
  const recent: Choice[] = state.preferences.recentFiles.map(path => ({
    id: path,
    label: path,
    detail: 'recent',
    on: null,
  }));
  return [{ ...state, dialog: pick(purpose, title, [LIVE_CHOICE, ...recent]) }, { do: 'list-files' }];
}

function open(state: State, argument: string): Next {
  if (argument.trim() === '') return openDialog(state, 'open');
  return replacing(state, pathsIn(argument));
}

/** Opens files in place of what is open, unless messages would be lost. */
export function replacing(state: State, paths: readonly string[]): Next {
  if (unsaved(state) === 0) return [state, { do: 'open', paths, replace: true }];
  return says(state, `${unsavedText(state)}: F2 saves them, ":add" opens a file beside them.`, 'warning');
}

/** Closes one source, null for all; asks first where messages would be lost. */
export function closing(state: State, source: number | null): Next {
  const closed = state.progress?.sources.filter(({ id }) => source === null || id === source) ?? [];
  if (unsaved(state) === 0 || !closed.some(({ live }) => live)) return [state, { do: 'close', source }];
  const question = `${unsavedText(state)}. Close what captured them all the same?`;
  const argument = source === null ? '' : String(source);
  return { ...state, dialog: { kind: 'confirm', question, command: 'close-now', argument } };
}

function add(state: State, argument: string): Next {
  if (argument.trim() === '') return openDialog(state, 'add');
  return [state, { do: 'open', paths: pathsIn(argument), replace: false }];
}

function close(state: State, argument: string): Next {
  const sources = state.progress?.sources ?? [];
  if (sources.length === 0) return says(state, 'No capture is open.');
  const name = argument.trim();
  if (name === 'all') return closing(state, null);
  if (name === '' && sources.length > 1) {
    const choices: Choice[] = sources.map(source => ({
      id: String(source.id),
      label: source.name,
      detail: `${source.format}, ${plural(source.packets, 'packet')}`,
      on: null,
    }));
    return { ...state, dialog: pick('close', 'Close a capture', choices) };
  }
  const source =
    name === '' ? sources[0] : sources.find(known => known.name === name || known.name.endsWith(`/${name}`));
  if (!source) return says(state, `No open capture is called "${name}".`, 'warning');
  return closing(state, source.id);
}

function save(state: State): State {
  const { list, result } = state;
  const what = list.marks.size > 0 ? 'marked' : result.value.query === '' ? 'all' : 'filtered';
  return list.window.value.total === 0 ? says(state, 'There is nothing to save yet.') : saving(state, what, false);
}

/** Opens the dialog that saves; `thenQuit` ends the program afterwards. */
export function saving(state: State, what: SaveWhat, thenQuit: boolean): State {
  const [format] = FORMATS;
  const path = editorOf(`${what === 'all' ? 'capture' : what}${format.ending}`);
  return {
    ...state,
    dialog: { kind: 'save', what, format, path, field: 2, exists: false, busy: false, thenQuit },
  };
}

/** `:w FILE`: the marked conversations where there are any, else the result. */
function write(state: State, argument: string): Next {
  const [path] = pathsIn(argument);
  if (!path) return save(state);
  const what = state.list.marks.size > 0 ? 'marked' : 'filtered';
  return [state, { do: 'save', what, path, format: formatOf(path) ?? FORMATS[0], overwrite: false, thenQuit: false }];
}

function confirm(question: (state: State) => string, name: string): (state: State) => State {
  return state => ({ ...state, dialog: { kind: 'confirm', question: question(state), command: name, argument: '' } });
}

function clearQuestion(state: State): string {
  const question = 'Close all captures and empty the list?';
  return unsaved(state) === 0 ? `${question} The files stay as they are.` : `${unsavedText(state)}. ${question}`;
}

function keepQuestion({ progress, list }: State): string {
  if (progress?.calls != null) return 'Put all calls aside that do not match? ":keep-all" brings them back.';
  const others = (progress?.conversations ?? 0) - (progress?.hidden ?? 0) - list.window.value.total;
  return `Put the ${plural(others, 'conversation')} aside that do not match? ":keep-all" brings them back.`;
}

/** A key that is reserved for what is not built yet. */
function notYet(state: State, argument: string): State {
  return says(state, `Not yet: ${argument === '' ? 'this' : argument} is not built.`);
}

export function quit(state: State): Next {
  // An engine that failed cannot save: what it kept is left to the next run.
  const asks = unsaved(state) > 0 && state.failure === null;
  return asks ? { ...state, dialog: { kind: 'leave' } } : [state, { do: 'quit' }];
}

export const fileCommands: Commands = {
  open: command('open', 'Close what is open and open files.', open, { argument: '[FILE…]', also: ['o', 'e'] }),
  add: command('add', 'Open files beside those already open.', add, { argument: '[FILE…]', also: ['load'] }),
  close: command('close', 'Close one capture, or "all".', close, { argument: '[FILE | all]' }),
  save: command('save', 'Save all, filtered or marked conversations to a file.', save),
  write: command('write', 'Save marked or filtered conversations to a file.', write, { argument: 'FILE', also: ['w'] }),
  recover: command(
    'recover',
    'Open what a run that did not end in order left of its capture, or "remove" it.',
    (state, argument) => [state, { do: argument.trim() === 'remove' ? 'remove-left' : 'recover' }],
    { argument: '[remove]' },
  ),
  clear: command('clear', 'Close all captures and empty the list; asks first.', confirm(clearQuestion, 'clear-now')),
  keep: command('keep matching', 'Put all conversations aside but those that match the filter; asks first.', state =>
    state.result.value.query === '' || state.list.window.value.total === 0
      ? says(state, 'Write a filter first that matches what is to stay.')
      : confirm(keepQuestion, 'keep-now')(state),
  ),
  'keep-now': command('keep now', 'Put all but the matching conversations aside without asking.', state => [
    { ...state, dialog: null },
    { do: 'keep', only: 'result' },
  ]),
  'keep-all': command('bring back', 'Bring back the conversations that were put aside.', state =>
    (state.progress?.hidden ?? 0) === 0
      ? says(state, 'No conversation was put aside.')
      : [state, { do: 'keep', only: 'all' }],
  ),
  'close-now': command('close now', 'Close one capture, or all, without asking.', (state, argument) => [
    { ...state, dialog: null },
    { do: 'close', source: argument === '' ? null : Number(argument) },
  ]),
  'clear-now': command('clear now', 'Close all captures without asking.', state => [
    { ...state, dialog: null },
    { do: 'close', source: null },
  ]),
  'not-yet': command('not yet', 'Has its place here and comes later.', notYet),
  quit: command('quit', 'Quit the program; asks first where messages are in no file.', quit, { also: ['q', 'exit'] }),
  'quit-now': command('quit without saving', 'Quit the program without asking.', state => [state, { do: 'quit' }], {
    also: ['q!'],
  }),
  'save-and-quit': command('save, then quit', 'Save to a file, then quit.', state => saving(state, 'all', true)),
};
