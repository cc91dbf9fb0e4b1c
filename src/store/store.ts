/**
 * The store: the state, what the engine and the user do to it, and the frame the panes show, which is one state that does not change
 * any more.
 *
 * A frame waits a few ms for what the engine was asked, so that a key gives one frame and not two. A change that nobody can see
 * gives none.
 */
import { createStore } from 'zustand/vanilla';
import type { Engine } from '../engine/protocol/engine.js';
import { errorText } from '../format/errors.js';
import type { After, InputEvent } from '../terminal/keys.js';
import { isState, type Next } from './commands/command.js';
import type { Effect } from './effects/effect.js';
import { createEffects, type Outside } from './effects/effects.js';
import { nextFor } from './input/events.js';
import { type Binding, keymapWith } from './input/keymap.js';
import { createLineOffers } from './sync/line-offers.js';
import { normalised } from './normalised.js';
import { says } from './notice.js';
import type { State } from './state.js';
import type { StateHolder } from './state-holder.js';
import { noted } from './sync/questions.js';
import { createSync } from './sync/sync.js';
import { withTroubles } from './sync/troubles.js';

/** How long a notice stays while live traffic is watched. */
const NOTICE_MS = 20_000;
/** How long a frame waits for the engine; less while files load, where each answer waits for a slice of reading. */
const PATIENCE_MS = 10;
const PATIENCE_LOADING_MS = 4;

export interface Store {
  /** The newest state, which may be ahead of the frame. */
  get: () => State;
  /** The snapshot on the screen. */
  frame: () => State;
  /** Called when there is a new frame; returns the unsubscriber. */
  onFrame: (listener: () => void) => () => void;
  input: (event: InputEvent) => void;
  /** Runs a command's outcome: a state and effects. */
  apply: (next: (state: State) => Next) => void;
  keymap: readonly Binding[];
  close: () => void;
}

export function createAppStore(first: State, engine: Engine, outside: Outside, after: After): Store {
  const store = createStore<State>(() => consistent(first));
  const frames = createStore<{ shown: State }>(() => ({ shown: store.getState() }));
  const keymap = keymapWith(first.preferences.keys);
  let cancelWait: (() => void) | null = null;
  let scheduled = false;

  const holder: StateHolder = {
    get: store.getState,
    change: by =>
      guarded(() => {
        const next = by(store.getState());
        // While paused the panes keep the progress they show; later they take the newest.
        const { newest } = next;
        const current = next.view.paused || next.progress === newest ? next : { ...next, progress: newest };
        store.setState(consistent(current), true);
      }),
  };
  const sync = createSync(holder, engine, after, show);
  const offerLines = createLineOffers(holder, engine, outside.filesBeginning);
  const perform = createEffects(holder, engine, outside, after);

  function show(): void {
    cancelWait?.();
    cancelWait = null;
    if (frames.getState().shown !== store.getState()) frames.setState({ shown: store.getState() });
  }

  /** A notice goes with the next key. Nobody presses one while watching live traffic, so there it also goes by itself. */
  let timed: State['notice'] = null;
  let cancelTimer: (() => void) | null = null;
  function timeNotice({ notice, newest }: State): void {
    if (notice === timed || !newest?.live) return;
    timed = notice;
    cancelTimer?.();
    const over = () => holder.change(state => (state.notice === timed ? { ...state, notice: null } : state));
    cancelTimer = notice && after(NOTICE_MS, over);
  }

  // Changes made in one go are one frame.
  const unsubscribe = store.subscribe(state => {
    timeNotice(state);
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      const waits = [sync.pump(), offerLines()];
      if (!waits.includes(true)) show();
      else cancelWait ??= after(state.newest?.loading ? PATIENCE_LOADING_MS : PATIENCE_MS, show);
    });
  });

  function apply(next: (state: State) => Next): void {
    guarded(() => {
      const outcome = next(store.getState());
      const [state, ...effects]: readonly [State, ...Effect[]] = isState(outcome) ? [outcome] : outcome;
      if (state !== store.getState()) holder.change(() => state);
      for (const effect of effects) perform(effect);
    });
  }

  /** A bug costs one change and a notice, never the screen. */
  function guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      const why = errorText(error);
      store.setState(
        says(store.getState(), `That went wrong inside the program and was not done: ${why}`, 'error'),
        true,
      );
    }
  }

  const offProgress = engine.onProgress(newest => holder.change(state => withTroubles({ ...state, newest })));
  const offFailure = engine.onFailure(sentence => holder.change(state => ({ ...state, failure: sentence })));

  // Progress that came before this is in the first frame.
  frames.setState({ shown: store.getState() });
  sync.pump();
  return {
    get: store.getState,
    frame: () => frames.getState().shown,
    onFrame: listener => frames.subscribe(listener),
    input: event => apply(state => nextFor(state, event, keymap)),
    apply,
    keymap,
    close: () => {
      cancelWait?.();
      cancelTimer?.();
      unsubscribe();
      offProgress();
      offFailure();
    },
  };
}

/** The state with its cursors where they may be, and with its questions noted. */
function consistent(state: State): State {
  return noted(normalised(state));
}
