/**
 * The whole program but its thread and its terminal: keys in, rows of text out. Time passes only while the program settles, and
 * only until nothing more happens, so that a story neither waits nor hurries.
 */
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { onTestFinished, vi } from 'vitest';
import { start } from '../../src/panes/start.js';
import type { Outside } from '../../src/store/effects/effects.js';
import { DEFAULT_PREFERENCES, type Preferences } from '../../src/store/settings/preferences.js';
import { type InputEvent, KeyReader } from '../../src/terminal/keys.js';
import { FramePieces } from '../../src/terminal/frame-pieces.js';
import { drawnRows } from './drawn.js';
import { EngineInProcess } from '../engine/in-process.js';
import { ownCache } from '../engine/core-session.js';
import { sample } from '../sample.js';
import { officeFile } from './composed.js';

/** Keys by name where they are no characters. */
const BYTES: Record<string, string> = {
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  enter: '\r',
  tab: '\t',
  'shift+tab': '\x1b[Z',
  pagedown: '\x1b[6~',
  pageup: '\x1b[5~',
  home: '\x1b[H',
  end: '\x1b[F',
  backspace: '\x7f',
  f1: '\x1bOP',
  f2: '\x1bOQ',
  f3: '\x1bOR',
  f4: '\x1bOS',
  f5: '\x1b[15~',
  f8: '\x1b[19~',
  f9: '\x1b[20~',
  f10: '\x1b[21~',
  space: ' ',
};

/** Timers of the store of so many ms do not run while a test settles. */
const LONG_MS = 2000;
/** So much time of the engine and of Ink passes at each look: a report of progress follows the one before in 100 ms. */
const STEP_MS = 100;
/** So many looks without anything new, and the program has settled. */
const CALM_LOOKS = 2;
/** Longer takes nothing but a mistake, in real ms. */
const PATIENCE_MS = 25_000;

class FakeOutput extends Writable {
  columns: number;
  frames: string[] = [];
  pieces = new FramePieces();

  constructor(columns: number) {
    super({ decodeStrings: false });
    this.columns = columns;
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    const text = stripVTControlCharacters(String(chunk)).replace(/\n$/, '');
    const frame = drawnRows(this.pieces, text).join('\n');
    // What paints nothing differently is no frame.
    if (text !== '' && frame !== this.frames.at(-1)) this.frames.push(frame);
    done();
  }
}

export interface WholeApp {
  engine: EngineInProcess;
  /** What was asked of the outside: ["copy", "text"]. */
  did: unknown[][];
  /** Presses keys: names of BYTES, "ctrl+x", "esc", or characters typed one by one. */
  press: (...keys: string[]) => Promise<void>;
  send: (event: InputEvent) => Promise<void>;
  /** Rows of the screen as it is now. */
  rows: () => string[];
  text: () => string;
  frames: () => number;
  settle: () => Promise<void>;
  /** Settles until something is so: what comes from a socket comes when it does. */
  until: (reached: () => boolean) => Promise<void>;
  /** Lets the time pass that `settle` does not: what waits for longer than a second or two. */
  wait: () => Promise<void>;
  resize: (columns: number, rows: number) => Promise<void>;
  stop: () => Promise<void>;
  ended: Promise<void>;
  state: ReturnType<typeof start>['state'];
}

export interface WholeAppOptions {
  columns?: number;
  rows?: number;
  /** Captures to open; absent: the office's, with `conversations` calls. */
  paths?: string[];
  conversations?: number;
  opened?: boolean;
  filter?: string;
  ascii?: boolean;
  preferences?: Partial<Preferences>;
  notices?: string[];
  engine?: EngineInProcess;
}

/** More than a screen has rows for. */
const CONVERSATIONS = 108;

export async function wholeApp(options: WholeAppOptions = {}): Promise<WholeApp> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  ownCache();
  const engine = options.engine ?? new EngineInProcess();
  const output = new FakeOutput(options.columns ?? 120);
  const screen = { output, pieces: output.pieces, columns: options.columns ?? 120, rows: options.rows ?? 40 };
  const did: unknown[][] = [];
  const note =
    (what: string) =>
    (...rest: unknown[]) => {
      did.push([what, ...rest]);
    };
  const outside: Omit<Outside, 'quit'> = {
    suspend: note('suspend'),
    repaint: note('repaint'),
    setMouse: note('mouse'),
    copy: text => {
      did.push(['copy', text]);
      return 'sent to the terminal';
    },
    saveSettings: preferences => {
      did.push(['save-settings', preferences]);
      return Promise.resolve(null);
    },
    remember: note('remember'),
    filesBeginning: prefix => Promise.resolve(['calls.pcap', 'my calls.pcap'].filter(name => name.startsWith(prefix))),
    capture: { bpf: '', engine: 'auto', snapLength: 65_535, ringBytes: 1 << 20, promiscuous: true },
    listFiles: () =>
      Promise.resolve([
        { path: sample('call-caller-id-rejected.pcap'), detail: 'sample' },
        { path: sample('registration-challenge.pcap'), detail: 'sample' },
      ]),
  };
  const paths = options.paths ?? [officeFile(options.conversations ?? CONVERSATIONS)];
  const pending = new Set<() => void>();
  const later = new Set<() => void>();
  let reader: KeyReader | null = null;
  let listen: (event: InputEvent) => void = () => {};
  const running = start({
    engine,
    screen,
    clock: (ms, run) => {
      const timers = ms > LONG_MS ? later : pending;
      timers.add(run);
      return () => timers.delete(run);
    },
    keys: listener => {
      listen = listener;
      // An ESC alone is a key at once: a test does not wait.
      reader = new KeyReader(listener, (_ms, run) => {
        run();
        return () => {};
      });
      return () => {
        reader = null;
      };
    },
    preferences: { ...DEFAULT_PREFERENCES, theme: 'none', ...options.preferences },
    opening: paths.length > 0 ? { paths, answer: engine.request('open', { paths, limit: null }) } : null,
    opened: options.opened ?? false,
    filter: options.filter ?? '',
    ascii: options.ascii ?? false,
    env: {},
    outside,
    notices: options.notices ?? [],
  });

  /** Lets everything happen that is under way: answers, effects, frames. */
  async function calm(): Promise<void> {
    const began = Date.now();
    let before = '';
    for (let looks = 0; looks < CALM_LOOKS; ) {
      // What files and sockets bring comes between two turns of the event loop.
      for (let turn = 0; turn < 4; turn++) await new Promise(resolve => setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(STEP_MS);
      const now = [engine.asked.length, engine.told, output.frames.length].join();
      looks = engine.idle && now === before ? looks + 1 : 0;
      before = now;
      if (Date.now() - began > PATIENCE_MS) throw new Error('the program does not settle');
    }
  }

  async function settle(): Promise<void> {
    await calm();
    const due = [...pending];
    pending.clear();
    for (const run of due) run();
    await calm();
  }

  async function until(reached: () => boolean): Promise<void> {
    const began = Date.now();
    while (!reached()) {
      if (Date.now() - began > PATIENCE_MS) throw new Error('what was waited for does not come');
      await settle();
    }
  }

  const rows = () => (output.frames.at(-1) ?? '').split('\n').map(row => row.trimEnd());
  await settle();
  return {
    engine,
    did,
    rows,
    text: () => rows().join('\n'),
    frames: () => output.frames.length,
    settle,
    until,
    wait: async () => {
      for (const run of later) run();
      later.clear();
      await settle();
    },
    state: running.state,
    ended: running.ended,
    press: async (...keys) => {
      for (const key of keys) {
        const control = /^ctrl\+(.)$/.exec(key);
        const bytes =
          BYTES[key] ??
          (key === 'esc' ? '\x1b' : control ? String.fromCharCode(control[1]!.charCodeAt(0) & 0x1f) : key);
        reader?.read(Buffer.from(bytes));
      }
      await settle();
    },
    send: async event => {
      listen(event);
      await settle();
    },
    resize: async (columns, height) => {
      screen.columns = columns;
      screen.rows = height;
      output.columns = columns;
      output.emit('resize');
      await settle();
    },
    stop: async () => {
      running.stop();
      await running.ended;
      await engine.close();
    },
  };
}
