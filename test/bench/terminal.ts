/**
 * A timed program in a pseudo-terminal: when bytes came, and what a terminal shows after them. Times are taken as
 * bytes arrive, before they are interpreted. The screen is looked at when a frame is whole.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { peakBytes } from './processes.js';

export const SIZE = { columns: 160, rows: 50 } as const;

export const KEYS = {
  ...{ up: '\x1b[A', down: '\x1b[B', pageUp: '\x1b[5~', pageDown: '\x1b[6~', home: '\x1b[H', end: '\x1b[F' },
  ...{ enter: '\r', escape: '\x1b', backspace: '\x7f' },
} as const;

/** What a program that paints in frames writes around each. */
const FRAME = { begin: '\x1b[?2026h', end: '\x1b[?2026l' } as const;

export class Terminal {
  readonly startedMs: number;
  /** When the last bytes came, in ms of performance.now(). */
  lastMs: number;
  bytes = 0;
  ended = false;
  readonly screen: xterm.Terminal;
  readonly #pty: IPty;
  /** What a killed program leaves of its capture is not to be offered to the user. */
  readonly #cache = mkdtempSync(join(tmpdir(), 'sipvestigator-bench-'));
  readonly #painted = new Set<(arrivedMs: number) => void>();
  #inFrame = false;
  /** The last bytes, less than a sequence: one may come in two pieces. */
  #tail = '';

  constructor(command: string, argv: readonly string[], size: { columns: number; rows: number } = SIZE) {
    this.screen = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true, scrollback: 0 });
    this.startedMs = performance.now();
    this.lastMs = this.startedMs;
    this.#pty = spawn(command, [...argv], {
      name: 'xterm-256color',
      cols: size.columns,
      rows: size.rows,
      env: {
        ...{ PATH: process.env['PATH'], HOME: process.env['HOME'], XDG_CACHE_HOME: this.#cache },
        ...{ LANG: 'C.UTF-8', TZ: 'UTC' },
      },
    });
    this.#pty.onExit(() => {
      this.ended = true;
    });
    this.#pty.onData(data => {
      const arrivedMs = performance.now();
      this.lastMs = arrivedMs;
      this.bytes += Buffer.byteLength(data);
      const isWhole = this.#isWhole(data);
      this.screen.write(data, () => {
        if (isWhole) for (const listener of [...this.#painted]) listener(arrivedMs);
      });
    });
  }

  send(bytes: string): void {
    this.#pty.write(bytes);
  }

  text(): string {
    return this.#lines()
      .map(line => line.translateToString(true))
      .join('\n');
  }

  /** Which rows have a cell drawn inverse, how many: it changes when a cursor moves. */
  inverse(): string {
    return this.#lines()
      .map((line, row) => {
        let cells = 0;
        for (let column = 0; column < this.screen.cols; column++) if (line.getCell(column)?.isInverse()) cells++;
        return cells > 0 ? `${row}:${cells}` : '';
      })
      .filter(row => row !== '')
      .join();
  }

  /** Column of the first cell of a row drawn inverse, which is where a cursor stands; -1 if there is none. */
  inverseIn(row: number): number {
    const line = this.#lines()[row];
    for (let column = 0; column < this.screen.cols; column++) if (line?.getCell(column)?.isInverse()) return column;
    return -1;
  }

  /** Calls `listener` with the arrival of a frame's last bytes once the screen shows it; returns the unsubscriber. */
  onPainted(listener: (arrivedMs: number) => void): () => void {
    this.#painted.add(listener);
    return () => this.#painted.delete(listener);
  }

  /** Resolves with the arrival of the last bytes of the frame after which `holds` is true; undefined after `timeoutMs` or the program's end. */
  until(holds: () => boolean, timeoutMs: number): Promise<number | undefined> {
    if (holds()) return Promise.resolve(this.lastMs);
    return new Promise(resolve => {
      const finish = (arrivedMs?: number) => {
        this.#painted.delete(look);
        clearTimeout(timer);
        clearInterval(watch);
        resolve(arrivedMs);
      };
      const look = (arrivedMs: number) => {
        if (holds()) finish(arrivedMs);
      };
      const timer = setTimeout(finish, timeoutMs);
      const watch = setInterval(() => this.ended && finish(), 100);
      this.#painted.add(look);
    });
  }

  /** Waits until nothing has been written for `quietMs`; answers when the last bytes came. */
  async quiet(quietMs: number, timeoutMs = 120_000): Promise<number> {
    const limit = performance.now() + timeoutMs;
    while (performance.now() - this.lastMs < quietMs && performance.now() < limit && !this.ended) {
      await delay(Math.max(1, quietMs - (performance.now() - this.lastMs)));
    }
    return this.lastMs;
  }

  /** Resident memory of the program and its children, at its highest so far. */
  peakBytes(): number {
    return peakBytes(this.#pty.pid);
  }

  async close(): Promise<void> {
    if (!this.ended) this.#pty.kill('SIGKILL');
    const limit = performance.now() + 5000;
    while (!this.ended && performance.now() < limit) await delay(20);
    this.screen.dispose();
    rmSync(this.#cache, { recursive: true, force: true });
  }

  /** Whether no frame is open after these bytes. */
  #isWhole(data: string): boolean {
    const text = this.#tail + data;
    const begun = text.lastIndexOf(FRAME.begin);
    const ended = text.lastIndexOf(FRAME.end);
    if (begun !== ended) this.#inFrame = begun > ended;
    this.#tail = text.slice(1 - FRAME.begin.length);
    return !this.#inFrame;
  }

  #lines() {
    const buffer = this.screen.buffer.active;
    return Array.from({ length: this.screen.rows }, (_, row) => buffer.getLine(buffer.viewportY + row)).filter(
      line => line !== undefined,
    );
  }
}

export function delay(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
