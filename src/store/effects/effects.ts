/**
 * Does what commands want done outside the state. In: an effect. Out: requests to the engine and calls of the terminal's
 * side; what comes of them goes back into the state as a sentence.
 */
import type { CaptureSettings, Engine, Requests, Selection } from '../../engine/protocol.js';
import { emptyWindow, NOTHING_FITTED, type State } from '../state.js';
import { unasked } from '../answered.js';
import { atRow } from '../list/list-window.js';
import { counted, plural } from '../../format/counts.js';
import { says } from '../notice.js';
import { type Choice, LIVE } from '../dialog.js';
import { editorOf } from '../input/editor.js';
import type { Effect, Used } from './effect.js';
import { ping } from './ping.js';
import type { Preferences } from '../settings/preferences.js';
import { createLiveSources } from './live-capture.js';
import { currentRow } from '../view/current.js';
import { leftChoice, recover, removeLeft } from './recover.js';
import { createSearch } from './search.js';
import type { After } from '../../terminal/keys.js';
import { runShellLine } from './prompt.js';
import type { StateHolder } from '../state-holder.js';
import { createDeviceCounts, watchDevices } from './watch.js';

/** What the world outside the state and the engine can do. */
export interface Outside {
  quit: () => void;
  suspend: () => void;
  repaint: () => void;
  setMouse: (on: boolean) => void;
  /** A sentence on what became of it: a terminal does not confirm. */
  copy: (text: string) => string;
  /** Null when saved, else why not, in a sentence. */
  saveSettings: (preferences: Preferences, only: 'all' | 'filters') => Promise<string | null>;
  /** Keeps what was used, for the next run. */
  remember: (used: Used) => void;
  /** Files and folders whose path begins so, for completion. */
  filesBeginning: (prefix: string) => Promise<string[]>;
  /** Paths of captures worth offering, the likeliest first. */
  listFiles: () => Promise<readonly { path: string; detail: string }[]>;
  /** How interfaces are captured, as the command line says. */
  capture: CaptureSettings;
}

/** How long the end of a pipe that nobody closes is waited for. */
const PATIENCE_MS = 5000;

export type Perform = (effect: Effect) => void;

export function createEffects(holder: StateHolder, engine: Engine, outside: Outside, after: After): Perform {
  const say = (text: string, kind: 'info' | 'warning' | 'error' = 'info') =>
    holder.change(state => says(state, text, kind));
  const failed = (error: Error) => say(error.message, 'error');
  const search = createSearch(holder, engine);
  const live = createLiveSources(holder, engine);
  const countDevices = createDeviceCounts(holder, engine, after);

  async function open(paths: readonly string[], replace: boolean): Promise<void> {
    if (replace) await engine.request('close', { source: null });
    const { opened, refused } = await engine.request('open', { paths: [...paths], limit: null });
    const [first] = refused;
    if (first) say(`${first.path}: ${first.reason}`, 'error');
    const known = paths.filter(path => !refused.some(no => no.path === path));
    if (opened.length === 0) return;
    outside.remember({ files: known });
    holder.change(state => remembersFiles(withFreshList(state, replace), known));
  }

  async function save(effect: Effect & { do: 'save' }): Promise<void> {
    const state = holder.get();
    const selection = selectionOf(state, effect);
    if (typeof selection === 'string') return endSave(selection, 'warning');
    const { path, format, overwrite, thenQuit } = effect;
    // What comes until then belongs into the file.
    if (thenQuit) await ended();
    const answer = await engine.request('save', { selection, path, format, overwrite });
    if ('exists' in answer) holder.change(now => asksToOverwrite(now, effect));
    else if ('failed' in answer) endSave(answer.failed, 'error', true);
    else if (thenQuit) outside.quit();
    else endSave(savedSentence(path, answer));
  }

  /** Ends capturing, and waits for what is on its way, for a while. */
  async function ended(): Promise<void> {
    await engine.request('stopLive', { source: null });
    await Promise.race([engine.request('loaded', {}), new Promise<void>(resolve => after(PATIENCE_MS, resolve))]);
  }

  function endSave(text: string, kind: 'info' | 'warning' | 'error' = 'info', stays = false): void {
    holder.change(state => {
      const dialog = state.dialog?.kind === 'save' ? (stays ? { ...state.dialog, busy: false } : null) : state.dialog;
      return says({ ...state, dialog }, text, kind);
    });
  }

  async function gotoTime(timeUs: number): Promise<void> {
    const { position } = await engine.request('positionOfTime', { timeUs });
    if (position < 0) say('No conversation starts at or after that time.');
    else holder.change(state => atRow(state, position));
  }

  async function gotoCallId(callId: string): Promise<void> {
    const row = await engine.request('conversation', { callId });
    if (!row) return say(`No time, no row and no Call-ID: "${callId}".`, 'warning');
    const { position } = await engine.request('position', { conversation: row.index });
    if (position < 0) say('The filter hides that conversation.');
    else holder.change(state => atRow(state, position));
  }

  async function listFiles(): Promise<void> {
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

  async function saveSettings(): Promise<void> {
    const why = await outside.saveSettings(holder.get().preferences, 'all');
    if (why === null) say('The settings are kept for the next time.');
    else say(why, 'error');
  }

  async function saveFilters(): Promise<void> {
    const why = await outside.saveSettings(holder.get().preferences, 'filters');
    if (why !== null) say(why, 'error');
  }

  async function close(source: number | null): Promise<void> {
    const { closed } = await engine.request('close', { source });
    if (!closed)
      return say(
        'It cannot be closed alone while others capture: what came from one is not told from the rest.',
        'warning',
      );
    holder.change(state =>
      says(
        withFreshList(state, source === null),
        source === null ? 'All captures are closed.' : 'The capture is closed.',
      ),
    );
  }

  async function keep(only: 'result' | 'all'): Promise<void> {
    const { hidden } = await engine.request('keep', { only });
    if (only === 'all') return say('All conversations are back.');
    // The filter is done with: what it matched is what there is now.
    holder.change(state => {
      const filter = { ...state.filter, editor: editorOf(''), choice: -1 };
      return says({ ...state, filter }, `${plural(hidden, 'conversation')} put aside; ":keep-all" brings them back.`);
    });
  }

  return effect => {
    switch (effect.do) {
      case 'quit':
        return outside.quit();
      case 'suspend':
        return outside.suspend();
      case 'refilter':
        return void live.refilter(effect.bpf).catch(failed);
      case 'stop':
        return void live.stop(effect.name).catch(failed);
      case 'restart':
        return void live.restart(effect.name).catch(failed);
      case 'hold':
        return void engine.request('hold', { held: effect.held }).catch(failed);
      case 'repaint':
        return outside.repaint();
      case 'mouse':
        return outside.setMouse(effect.on);
      case 'copy':
        return say(`${effect.what}: ${outside.copy(effect.text)}`);
      case 'remember':
        return outside.remember(effect);
      case 'save-settings':
        return void saveSettings().catch(failed);
      case 'save-filters':
        return void saveFilters().catch(failed);
      case 'open':
        return void open(effect.paths, effect.replace).catch(failed);
      case 'keep':
        return void keep(effect.only).catch(failed);
      case 'close':
        return void close(effect.source).catch(failed);
      case 'save':
        return void save(effect).catch((error: Error) => endSave(error.message, 'error'));
      case 'goto-time':
        return void gotoTime(effect.timeUs).catch(failed);
      case 'goto-call-id':
        return void gotoCallId(effect.callId).catch(failed);
      case 'find':
        return void search.begin(effect.text).catch(failed);
      case 'find-on':
        return void search.goOn(effect.backwards).catch(failed);
      case 'shell':
        return void runShellLine(effect.line, holder, engine).catch(failed);
      case 'count-devices':
        return void countDevices().catch(failed);
      case 'watch':
        return void watchDevices(effect, holder, engine, outside).catch(failed);
      case 'ping':
        return void ping(effect.target, holder, engine).catch(failed);
      case 'stop-ping':
        return void engine.request('stopPing', {}).catch(failed);
      case 'recover':
        return void recover(holder, engine).catch(failed);
      case 'remove-left':
        return void removeLeft(holder, engine).catch(failed);
      case 'list-files':
        return void listFiles().catch(failed);
    }
  };
}

/** What to save, or why there is nothing. */
function selectionOf(state: State, { what }: Effect & { do: 'save' }): Selection | string {
  if (what === 'marked') return { conversations: [...state.list.marks.keys()].sort((a, b) => a - b) };
  if (what === 'filtered') return { result: true };
  if (what === 'current') {
    const row = currentRow(state);
    return row ? { conversations: [row.index] } : 'There is no conversation under the cursor.';
  }
  return { all: true };
}

function savedSentence(
  path: string,
  { conversations, messages, packets }: Exclude<Requests['save']['answer'], { exists: true } | { failed: string }>,
): string {
  return `${path}: ${plural(conversations, 'conversation')}, ${plural(messages, 'message')} in ${counted(packets)} packets.`;
}

function asksToOverwrite(state: State, { what, path, format, thenQuit }: Effect & { do: 'save' }): State {
  const text = `${path} exists already: Enter writes over it, Esc does not.`;
  if (state.dialog?.kind === 'save') {
    return says({ ...state, dialog: { ...state.dialog, exists: true, busy: false } }, text, 'warning');
  }
  const dialog = {
    kind: 'save',
    what,
    format,
    path: editorOf(path),
    field: 2,
    exists: true,
    busy: false,
    thenQuit,
  } as const;
  return says({ ...state, dialog }, text, 'warning');
}

/** After all captures went: marks and what was opened belong to them. */
function withFreshList(state: State, all: boolean): State {
  if (!all) return state;
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

const RECENT_LIMIT = 20;

function remembersFiles(state: State, paths: readonly string[]): State {
  const recentFiles = [...new Set([...paths, ...state.preferences.recentFiles])].slice(0, RECENT_LIMIT);
  return { ...state, preferences: { ...state.preferences, recentFiles } };
}
