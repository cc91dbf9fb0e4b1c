/**
 * The store: the state, what the engine and the user do to it, and the frame the panes show. In: an engine, the world
 * outside, events. Out: frames, each one frozen snapshot.
 *
 * A frame waits up to 10 ms for what the engine was asked, so that a key gives one frame and not two. What nobody sees
 * differently gives none.
 */
import { createStore } from 'zustand/vanilla';
import type { Engine } from '../engine/protocol.js';
import type { After, InputEvent } from '../terminal/keys.js';
import { isState, type Next } from './commands/command.js';
import { says } from './notice.js';
import type { Effect } from './effects/effect.js';
import { createEffects, type Outside } from './effects/effects.js';
import { nextFor } from './input/events.js';
import { type Binding, keymapWith } from './input/keymap.js';
import { createLineOffers } from './line-offers.js';
import { normalised } from './normalised.js';
import type { State } from './state.js';
import { withTroubles } from './sync/troubles.js';
import { createSync } from './sync/sync.js';
import type { StateHolder } from './state-holder.js';

/** How long a sentence stays while traffic is watched. */
const NOTICE_MS = 20_000;
/** How long a frame waits for the engine. */
const PATIENCE_MS = 10;

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
  const store = createStore<State>(() => normalised(first));
  const frames = createStore<{ shown: State }>(() => ({ shown: store.getState() }));
  const keymap = keymapWith(first.preferences.keys);
  let cancelWait: (() => void) | null = null;
  let scheduled = false;

  const holder: StateHolder = {
    get: store.getState,
    change: by =>
      guarded(() => {
        const next = by(store.getState());
        // Paused, the panes keep what they show; when they move again they take what is newest by then.
        const { newest } = next;
        const current = next.view.paused || next.progress === newest ? next : { ...next, progress: newest };
        store.setState(normalised(current), true);
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

  /** Nobody presses a key at a screen that only watches: a sentence makes room for the figures by itself. */
  let told: State['notice'] = null;
  let cancelTold: (() => void) | null = null;
  function untell({ notice, newest }: State): void {
    if (notice === told || !newest?.live) return;
    told = notice;
    cancelTold?.();
    const over = () => holder.change(state => (state.notice === told ? { ...state, notice: null } : state));
    cancelTold = notice && after(NOTICE_MS, over);
  }

  // Changes made in one go are one frame.
  const unsubscribe = store.subscribe(state => {
    untell(state);
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      const waits = [sync.pump(), offerLines()];
      if (!waits.includes(true)) show();
      else cancelWait ??= after(PATIENCE_MS, show);
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

  /** A mistake of ours costs the one change and a sentence, never the screen. */
  function guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      store.setState(
        says(store.getState(), `That went wrong inside the program and was not done: ${why}`, 'error'),
        true,
      );
    }
  }

  const offProgress = engine.onProgress(newest => holder.change(state => withTroubles({ ...state, newest })));
  const offFailure = engine.onFailure(sentence => holder.change(state => ({ ...state, failure: sentence })));

  // What the engine told already is in the first frame.
  frames.setState({ shown: store.getState() });
  queueMicrotask(() => sync.pump());
  return {
    get: store.getState,
    frame: () => frames.getState().shown,
    onFrame: listener => frames.subscribe(listener),
    input: event => apply(state => nextFor(state, event, keymap)),
    apply,
    keymap,
    close: () => {
      cancelWait?.();
      cancelTold?.();
      unsubscribe();
      offProgress();
      offFailure();
    },
  };
}
