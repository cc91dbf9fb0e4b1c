/** The whole program on a fake engine and a fake screen: keys in, rows of text out. */
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { start } from '../../src/panes/start.js';
import type { Outside } from '../../src/store/effects/effects.js';
import { DEFAULT_PREFERENCES, type Preferences } from '../../src/store/settings/preferences.js';
import { type InputEvent, KeyReader } from '../../src/terminal/keys.js';
import { FramePieces } from '../../src/terminal/frame-pieces.js';
import { drawnRows } from './drawn.js';
import { type FakeEngine, fakeEngine } from './fake-engine.js';

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

/** Timers of so many ms do not run while a test settles. */
const LONG_MS = 2000;

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
  engine: FakeEngine;
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
  conversations?: number;
  paths?: string[];
  opened?: boolean;
  filter?: string;
  ascii?: boolean;
  preferences?: Partial<Preferences>;
  notices?: string[];
  engine?: FakeEngine;
}

export async function wholeApp(options: WholeAppOptions = {}): Promise<WholeApp> {
  const engine = options.engine ?? fakeEngine(options.conversations ?? 1083);
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
        { path: 'samples/call-busy.pcap', detail: 'sample' },
        { path: '/captures/tuesday.pcapng', detail: '12 MB' },
      ]),
  };
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
    paths: options.paths ?? ['/captures/office.pcap'],
    opened: options.opened ?? false,
    filter: options.filter ?? '',
    ascii: options.ascii ?? false,
    env: {},
    outside,
    notices: options.notices ?? [],
  });

  async function settle(): Promise<void> {
    // Answers, effects and Ink's own throttle: a few turns of the loop each.
    for (let turn = 0; turn < 12; turn++) await new Promise(resolve => setTimeout(resolve, 1));
    for (const run of [...pending]) run();
    pending.clear();
    for (let turn = 0; turn < 12; turn++) await new Promise(resolve => setTimeout(resolve, 1));
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
    },
  };
}
