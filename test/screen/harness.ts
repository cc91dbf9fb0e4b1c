/**
 * Plays a user in front of a terminal: runs a program in a real pseudo-terminal, types, and reads the screen of a
 * real terminal emulator. NODE_UNDER_TEST names another Node to run the program with.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IPty } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { build } from 'esbuild';
import { afterAll, inject, onTestFinished } from 'vitest';
import { inCi } from '../peer.js';

// The terminal is native code, built for common machines only.
const pty = await import('@lydell/node-pty').catch(() => null);

/** Skips the stories where there is no pseudo-terminal; in CI they run, and fail. */
export const withoutTerminal = pty === null && !inCi;

export const node = process.env['NODE_UNDER_TEST'] || process.execPath;

/** The built program (test/build.ts). */
export const program = inject('program');

/** What terminals send for keys that type nothing, as xterm does. */
const sequences: Readonly<Record<string, string>> = {
  Up: '\x1b[A',
  Down: '\x1b[B',
  Right: '\x1b[C',
  Left: '\x1b[D',
  Home: '\x1b[H',
  End: '\x1b[F',
  PageUp: '\x1b[5~',
  PageDown: '\x1b[6~',
  Insert: '\x1b[2~',
  Delete: '\x1b[3~',
  Backspace: '\x7f',
  Enter: '\r',
  Esc: '\x1b',
  Tab: '\t',
  'Shift-Tab': '\x1b[Z',
  Space: ' ',
  F1: '\x1bOP',
  F2: '\x1bOQ',
  F3: '\x1bOR',
  F4: '\x1bOS',
  F5: '\x1b[15~',
  F6: '\x1b[17~',
  F7: '\x1b[18~',
  F8: '\x1b[19~',
  F9: '\x1b[20~',
  F10: '\x1b[21~',
  F11: '\x1b[23~',
  F12: '\x1b[24~',
};

/** 'F2', 'Up', 'Ctrl-Z', 'Alt-b' or a character, as bytes. */
function bytesOf(key: string): string {
  const known = sequences[key];
  if (known) return known;
  if (/^Ctrl-.$/.test(key)) return String.fromCharCode(key.toUpperCase().charCodeAt(5) & 0x1f);
  if (/^Alt-.$/.test(key)) return `\x1b${key.slice(4)}`;
  if (key.length === 1) return key;
  throw new Error(`no such key: ${key}`);
}

export interface StoryOptions {
  columns?: number;
  rows?: number;
  env?: Record<string, string | undefined>;
  cwd?: string;
}

/** A run of a program in a terminal of its own; ended with the test at the latest. */
export class Story {
  /** Every byte since the start, or since `forget`. */
  written = '';
  /** Set once the program has ended. */
  ended: { code: number; signal: number } | null = null;
  readonly pid: number;
  readonly #pty: IPty;
  readonly #terminal: xterm.Terminal;
  /** The program has ended and all it wrote is on the screen. */
  #drawn = false;
  #changed = new Set<() => void>();

  constructor(command: string, argv: string[], options: StoryOptions = {}) {
    if (!pty) throw new Error('@lydell/node-pty is not there for this machine: no pseudo-terminal');
    const { columns = 80, rows = 24 } = options;
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
    this.#pty = pty.spawn(command, argv, {
      name: options.env?.['TERM'] ?? 'xterm-256color',
      cols: columns,
      rows,
      cwd: options.cwd ?? process.cwd(),
      // Nothing of the machine that runs the tests decides what is drawn.
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        LANG: 'C.UTF-8',
        TZ: 'UTC',
        ...options.env,
      },
    });
    this.pid = this.#pty.pid;
    this.#pty.onData(data => {
      this.written += data;
      this.#terminal.write(data, () => this.#notify());
    });
    this.#pty.onExit(({ exitCode, signal }) => {
      this.ended = { code: exitCode, signal: signal ?? 0 };
      this.#terminal.write('', () => {
        this.#drawn = true;
        this.#notify();
      });
    });
    onTestFinished(() => this.close());
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  press(...keys: string[]): void {
    for (const key of keys) this.#pty.write(bytesOf(key));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Sends a signal to the program, as `kill` does. */
  kill(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Closes the terminal under the program, as a lost ssh does. */
  hangUp(): void {
    // Every pseudo-terminal can be closed; its types leave that out.
    (this.#pty as IPty & { destroy(): void }).destroy();
  }

  /** A terminal that takes nothing for a while. */
  pause(): void {
    this.#pty.pause();
  }

  resume(): void {
    this.#pty.resume();
  }

  forget(): void {
    this.written = '';
  }

  /** Rows of the screen, without the spaces at their ends. */
  screen(): string[] {
    // A row keeps cells of the wider screen it was on before.
    return this.#rows().map(row => row.translateToString(true, 0, this.#terminal.cols));
  }

  text(): string {
    return this.screen().join('\n');
  }

  /** What is drawn inverse, row by row; rows without any are left out. */
  inverse(): { row: number; text: string }[] {
    return this.#rows()
      .map((line, row) => {
        let text = '';
        for (let column = 0; column < line.length; column++) {
          const cell = line.getCell(column);
          if (cell?.isInverse()) text += cell.getChars() || ' ';
        }
        return { row, text };
      })
      .filter(({ text }) => text !== '');
  }

  /** Whether the program has the whole screen for itself. */
  isFullScreen(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** Modes a program must not leave behind. */
  modes(): { mouse: boolean; paste: boolean; cursorHidden: boolean; wraps: boolean } {
    const { mouseTrackingMode, bracketedPasteMode, wraparoundMode } = this.#terminal.modes;
    const shown = this.written.lastIndexOf('\x1b[?25h');
    return {
      mouse: mouseTrackingMode !== 'none',
      paste: bracketedPasteMode,
      cursorHidden: this.written.lastIndexOf('\x1b[?25l') > shown,
      wraps: wraparoundMode,
    };
  }

  /** Waits until the screen shows the text, or the condition holds; fails with the screen as it is after `ms`. */
  async waitFor(wanted: string | RegExp | (() => boolean), ms = 10_000): Promise<void> {
    const holds =
      typeof wanted === 'function'
        ? wanted
        : () => (typeof wanted === 'string' ? this.text().includes(wanted) : wanted.test(this.text()));
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        clearInterval(poll);
        this.#changed.delete(look);
      };
      const look = () => {
        if (holds()) {
          stop();
          resolve();
        } else if (this.ended && this.#drawn) {
          stop();
          reject(
            new Error(
              `the program ended (${JSON.stringify(this.ended)}) before ${wanted}; the screen:\n${this.text()}`,
            ),
          );
        }
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`waited ${ms} ms for ${wanted}; the screen:\n${this.text()}`));
      }, ms);
      // Conditions about something else than the screen change without a byte.
      const poll = setInterval(look, 50);
      this.#changed.add(look);
    });
  }

  async waitForEnd(ms = 10_000): Promise<{ code: number; signal: number }> {
    await this.waitFor(() => this.#drawn, ms);
    return this.ended ?? { code: -1, signal: -1 };
  }

  close(): void {
    if (!this.ended) this.#pty.kill('SIGKILL');
    this.#terminal.dispose();
  }

  #rows() {
    const buffer = this.#terminal.buffer.active;
    return Array.from({ length: this.#terminal.rows }, (_, row) => buffer.getLine(buffer.viewportY + row)).filter(
      row => row !== undefined,
    );
  }

  #notify(): void {
    for (const changed of [...this.#changed]) changed();
  }
}

/** Bundles a fixture ("counter.ts") the way the program is; the file is gone after the tests of the file. */
export async function bundle(name: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sipvestigator-screen-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  await build({
    entryPoints: [fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Loaded only where DEV is set, and not installed; a chunk of its own keeps it from being loaded with the rest.
    splitting: true,
    external: ['react-devtools-core'],
    banner: {
      js: "import{createRequire as requireMaker}from'node:module';const require=requireMaker(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return join(folder, name.replace(/\.tsx?$/, '.mjs'));
}
