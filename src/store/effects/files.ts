/** Opens and closes captures, puts conversations aside, and lists what could be opened. */
import type { Engine } from '../../engine/protocol/engine.js';
import { plural } from '../../format/counts.js';
import { unasked } from '../answered.js';
import { type Choice, LIVE } from '../dialog.js';
import { editorOf } from '../input/editor.js';
import { says } from '../notice.js';
import { emptyWindow, NOTHING_FITTED, type Notice, type State } from '../state.js';
import type { StateHolder } from '../state-holder.js';
import type { OpeningFiles, Used } from './effect.js';
import { leftChoice } from './recover.js';

/** Files kept for the list of recent ones. */
const MAX_RECENT = 20;

/** What opening files needs of the world outside the state and the engine. */
export interface FilesOutside {
  /** Keeps what was used, for the next run. */
  remember: (used: Used) => void;
  /** Captures worth offering, the likeliest first. */
  listFiles: () => Promise<readonly { path: string; detail: string }[]>;
}

export interface Files {
  /** Opens files beside those open, or in their place. */
  open: (paths: readonly string[], replace: boolean) => Promise<void>;
  /** Takes what comes of opening files. */
  takeOpened: (opening: OpeningFiles) => Promise<void>;
  /** Closes one source; null closes all. */
  close: (source: number | null) => Promise<void>;
  /** Puts aside what is not in the result, or brings all back. */
  keep: (only: 'result' | 'all') => Promise<void>;
  /** Fills the choices of an open file dialog. */
  list: () => Promise<void>;
}

export function createFiles(holder: StateHolder, engine: Engine, outside: FilesOutside): Files {
  const say = (text: string, kind: Notice['kind'] = 'info') => holder.change(state => says(state, text, kind));

  async function open(paths: readonly string[], replace: boolean): Promise<void> {
    if (replace) await engine.request('close', { source: null });
    await takeOpened({ paths, answer: engine.request('open', { paths: [...paths], limit: null }) }, replace);
  }

  async function takeOpened({ paths, answer }: OpeningFiles, replace = false): Promise<void> {
    const { opened, refused } = await answer;
    const [first] = refused;
    if (first) say(first.reason, 'error');
    const known = paths.filter(path => !refused.some(no => no.path === path));
    if (opened.length === 0) return;
    outside.remember({ files: known });
    holder.change(state => remembersFiles(replace ? withFreshList(state) : state, known));
  }

  async function close(source: number | null): Promise<void> {
    const { closed } = await engine.request('close', { source });
    if (!closed)
      return say(
        'It cannot be closed alone while others capture: what came from one is not told from the rest.',
        'warning',
      );
    holder.change(state =>
      source === null ? says(withFreshList(state), 'All captures are closed.') : says(state, 'The capture is closed.'),
    );
  }

  async function keep(only: 'result' | 'all'): Promise<void> {
    const { hidden } = await engine.request('keep', { only });
    if (only === 'all') return say('All conversations are back.');
    // The filter has done its work: what it matched is all there is now.
    holder.change(state => {
      const filter = { ...state.filter, editor: editorOf(''), choice: -1 };
      return says({ ...state, filter }, `${plural(hidden, 'conversation')} put aside; ":keep-all" brings them back.`);
    });
  }

  async function list(): Promise<void> {
    const [files, { devices }, left] = await Promise.all([
      outside.listFiles(),
      engine.request('devices', {}),
      engine.request('leftovers', {}),
    ]);
    const up = devices.filter(device => device.up === true).map(({ name }) => name);
    holder.change(state => {
      const { dialog } = state;
      if (dialog?.kind !== 'pick' || (dialog.purpose !== 'open' && dialog.purpose !== 'add')) return state;
      const known = new Set(dialog.choices.map(({ id }) => id));
      const more: Choice[] = files
        .filter(({ path }) => !known.has(path))
        .map(({ path, detail }) => ({ id: path, label: path, detail, on: null }));
      const offered = dialog.choices.map(choice =>
        choice.id === LIVE && up.length > 0 ? { ...choice, detail: `live traffic of ${up.join(', ')}` } : choice,
      );
      return { ...state, dialog: { ...dialog, choices: [...leftChoice(left), ...offered, ...more] } };
    });
  }

  return { open, takeOpened, close, keep, list };
}

/** After all captures were closed: marks, widths and what was opened belonged to them. */
function withFreshList(state: State): State {
  const list: State['list'] = {
    ...state.list,
    fit: NOTHING_FITTED,
    marks: new Map(),
    cursor: 0,
    top: 0,
    window: { ...state.list.window, value: emptyWindow() },
  };
  return {
    ...state,
    list,
    flow: { ...state.flow, opened: null },
    message: { ...state.message, open: unasked(null), sides: [unasked(null), unasked(null)] },
  };
}

function remembersFiles(state: State, paths: readonly string[]): State {
  const recentFiles = [...new Set([...paths, ...state.preferences.recentFiles])].slice(0, MAX_RECENT);
  return { ...state, preferences: { ...state.preferences, recentFiles } };
}
