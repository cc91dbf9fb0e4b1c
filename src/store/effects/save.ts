/**
 * Saves conversations to a file. One that exists is not written over before the user said so, in the dialog that asks for the name or
 * in one that opens for it.
 */
import type { Engine } from '../../engine/protocol/engine.js';
import type { Requests } from '../../engine/protocol/requests.js';
import type { Selection } from '../../engine/protocol/query.js';
import { counted, plural } from '../../format/counts.js';
import type { After } from '../../terminal/keys.js';
import { editorOf } from '../input/editor.js';
import { says } from '../notice.js';
import type { Notice, State } from '../state.js';
import type { StateHolder } from '../state-holder.js';
import { currentRow } from '../view/current.js';
import type { Effect } from './effect.js';

export type SaveEffect = Extract<Effect, { do: 'save' }>;

/** How long to wait for the end of a pipe that nobody closes. */
const PATIENCE_MS = 5000;

/** `quit` is called once it is saved, where the effect says so. */
export function createSave(
  holder: StateHolder,
  engine: Engine,
  after: After,
  quit: () => void,
): (effect: SaveEffect) => Promise<void> {
  async function save(effect: SaveEffect): Promise<void> {
    const selection = selectionOf(holder.get(), effect);
    if (typeof selection === 'string') return end(selection, 'warning');
    const { path, format, overwrite, thenQuit } = effect;
    // What comes until then belongs into the file.
    if (thenQuit) await captured();
    const answer = await engine.request('save', { selection, path, format: format.name, overwrite });
    if ('exists' in answer) holder.change(state => asksToOverwrite(state, effect));
    else if ('failed' in answer) end(answer.failed, 'error', true);
    else if (answer.conversations === 0) end('There is nothing to save: nothing was written.', 'warning');
    else if (thenQuit) quit();
    else end(savedSentence(path, answer));
  }

  /** Ends capturing, and waits a while for what is on its way. */
  async function captured(): Promise<void> {
    await engine.request('stopLive', { source: null });
    await Promise.race([engine.request('loaded', {}), new Promise<void>(resolve => after(PATIENCE_MS, resolve))]);
  }

  /** Says how it went, and closes the dialog unless it `stays` for another try. */
  function end(text: string, kind: Notice['kind'] = 'info', stays = false): void {
    holder.change(state => {
      const dialog = state.dialog?.kind === 'save' ? (stays ? { ...state.dialog, busy: false } : null) : state.dialog;
      return says({ ...state, dialog }, text, kind);
    });
  }

  return effect => save(effect).catch((error: Error) => end(error.message, 'error'));
}

/** What to save, or why there is nothing. */
function selectionOf(state: State, { what }: SaveEffect): Selection | string {
  if (what === 'marked') return { conversations: [...state.list.marks.keys()].sort((a, b) => a - b) };
  if (what === 'filtered') return { result: true };
  if (what === 'current') {
    const row = currentRow(state);
    return row ? { conversations: [...row.legs] } : 'There is no conversation under the cursor.';
  }
  return { all: true };
}

type Saved = Exclude<Requests['save']['answer'], { exists: true } | { failed: string }>;

function savedSentence(path: string, { conversations, messages, packets }: Saved): string {
  return `${path}: ${plural(conversations, 'conversation')}, ${plural(messages, 'message')} in ${counted(packets)} packets.`;
}

function asksToOverwrite(state: State, { what, path, format, thenQuit }: SaveEffect): State {
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
