/**
 * Composes and starts the whole program except its outside: engine, keys, screen, clock and the rest are passed in, so
 * that a test can run it with fakes.
 */
import type { Writable } from 'node:stream';
import { render } from 'ink';
import type { Engine } from '../engine/protocol/engine.js';
import { commandNamed } from '../store/commands/table.js';
import type { OpeningFiles } from '../store/effects/effect.js';
import type { Outside } from '../store/effects/effects.js';
import { keyFaults } from '../store/input/keymap.js';
import type { Preferences } from '../store/settings/preferences.js';
import { initialState, type State } from '../store/state.js';
import { createAppStore } from '../store/store.js';
import { glyphsFor } from '../terminal/capabilities.js';
import type { FramePieces } from '../terminal/frame-pieces.js';
import type { After, InputEvent } from '../terminal/keys.js';
import { chooseTheme, themes } from '../terminal/theme.js';
import { App } from './app.js';
import type { Look } from './look.js';

/** Where Ink's frames go: terminal/screen.ts, or a test's own. */
export interface ScreenPort {
  /** What Ink takes for its output; emits `resize` when the size has changed. */
  output: Writable & { columns: number };
  /** Carries painted rows past Ink. */
  pieces: FramePieces;
  columns: number;
  rows: number;
}

export interface StartOptions {
  engine: Engine;
  /** Registers the listener for keys, mouse events and pastes; returns the unsubscriber. */
  keys: (listener: (event: InputEvent) => void) => () => void;
  screen: ScreenPort;
  clock: After;
  preferences: Preferences;
  /** Captures being opened. */
  opening: OpeningFiles | null;
  /** Something is already open. Otherwise, and where nothing is being opened, the start page is shown. */
  opened: boolean;
  /** The initial filter. */
  filter: string;
  ascii: boolean;
  env: NodeJS.ProcessEnv;
  /** Suspending, the clipboard and other effects; quitting is handled here. */
  outside: Omit<Outside, 'quit'>;
  /** Sentences to show at the start: faults in the settings. */
  notices: readonly string[];
}

export interface Running {
  /** Resolves when the user quits or `stop` is called. */
  ended: Promise<void>;
  stop: () => void;
  /** The state, for tests. */
  state: () => State;
}

/** Frames a second: fast enough that keys and answers never wait. */
const MAX_FPS = 120;

/** Starts the screen. The terminal is already in full-screen mode (terminal/session.ts). */
export function start(options: StartOptions): Running {
  const { engine, screen, ascii, env } = options;
  let stop = () => {};
  const stopped = new Promise<void>(resolve => {
    stop = resolve;
  });
  const store = createAppStore(firstState(options), engine, { ...options.outside, quit: () => stop() }, options.clock);
  const glyphs = glyphsFor(ascii);
  const lookOf = (state: State): Look => ({ theme: themes[chooseTheme(state.preferences.theme, env)], glyphs, ascii });

  // Ink's type is a terminal's stream, but it uses only what a Writable with columns has (see terminal/screen.ts).
  const stdout = screen.output as unknown as NodeJS.WriteStream;
  const ink = render(<App store={store} lookOf={lookOf} pieces={screen.pieces} />, {
    stdout,
    stderr: stdout,
    maxFps: MAX_FPS,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  const offKeys = options.keys(store.input);
  const resized = () => store.apply(state => ({ ...state, columns: screen.columns, rows: screen.rows }));
  screen.output.on('resize', resized);

  store.apply(state => {
    if (options.opening !== null) return [state, { do: 'take-opened', ...options.opening }];
    return options.opened ? state : commandNamed('open')!.run(state, '');
  });

  const ended = stopped.then(() => {
    offKeys();
    screen.output.off('resize', resized);
    store.close();
    ink.unmount();
  });
  return { ended, stop, state: store.get };
}

function firstState({ screen, preferences, filter, notices, ascii }: StartOptions): State {
  const state = initialState(screen.columns, screen.rows, preferences, ascii);
  const wrong = [...notices, ...keyFaults(preferences.keys)];
  const [text] = wrong;
  const more = wrong.length > 1 ? ` (and ${wrong.length - 1} more)` : '';
  return {
    ...state,
    filter: { ...state.filter, editor: { ...state.filter.editor, text: filter, cursor: filter.length } },
    notice: text === undefined ? null : { text: text + more, kind: 'warning' },
  };
}
