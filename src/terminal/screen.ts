/**
 * The frame sink: what Ink believes is its output. In: whole frames as Ink writes them. Out: to the terminal, the rows that
 * changed, by absolute address, one write a frame. Ink's own painting flickers at full height and cannot be trusted with
 * part of it; a slow terminal gets the newest frame, never a queue of old ones.
 */
import { Writable } from 'node:stream';
import { FramePieces, type Piece } from './frame-pieces.js';

/** The terminal painted on: a tty.WriteStream, or any Writable with a size. */
export interface Terminal extends Writable {
  columns?: number;
  rows?: number;
}

/** What Ink puts before a frame: erasing its last one line by line, and cursor showing or hiding. */
const inkPrefix = /^(?:\x1b\[(?:2K|1A|\d*G|\d*[AB]|\?25[hl]|\?2026[hl]))+/;

const beginFrame = '\x1b[?2026h';
const endFrame = '\x1b[?2026l';

/** A row as the terminal gets it. */
function composed(pieces: readonly Piece[]): string {
  return pieces.map(({ column, text }) => (column === 0 ? text : `\x1b[${column + 1}G${text}`)).join('');
}

/** The fake output for Ink. Not a terminal and without rows, so that Ink writes bare frames and clears nothing. */
class InkOutput extends Writable {
  readonly isTTY = false;
  readonly rows = undefined;
  columns: number;
  readonly #frame: (text: string) => void;

  constructor(columns: number, frame: (text: string) => void) {
    super({ decodeStrings: false });
    this.columns = columns;
    this.#frame = frame;
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    this.#frame(String(chunk));
    done();
  }
}

export class Screen {
  /** What Ink's `render` gets as `stdout`; emits `resize` after `columns` changed. */
  readonly output: InkOutput;
  /** What goes past Ink. */
  readonly pieces = new FramePieces();
  readonly #terminal: Terminal;
  /** Rows as the terminal shows them, or will once it has taken what it was given; empty when unknown. */
  #painted: string[] = [];
  #newest: string[] = [];
  #waiting = false;
  #held = false;
  readonly #resized = () => this.#resize();
  readonly #drained = () => this.#drain();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.output = new InkOutput(this.columns, text => this.#take(text));
    terminal.on('resize', this.#resized);
    terminal.on('drain', this.#drained);
  }

  get columns(): number {
    return this.#terminal.columns || 80;
  }

  get rows(): number {
    return this.#terminal.rows || 24;
  }

  /** Paints every row again: after a suspension, on Ctrl-L, when something else wrote to the terminal. */
  repaint(): void {
    this.#painted = [];
    this.#paint();
  }

  /** Holds painting while the terminal belongs to someone else; `release` paints the newest frame whole. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.repaint();
  }

  /** Sends a sequence that is no part of a frame (the clipboard's). */
  send(sequence: string): void {
    this.#terminal.write(sequence);
  }

  /** Stops painting for good. */
  close(): void {
    this.#held = true;
    this.#terminal.off('resize', this.#resized);
    this.#terminal.off('drain', this.#drained);
  }

  #take(text: string): void {
    const frame = text.replace(inkPrefix, '');
    // Ink erasing without drawing: a frame follows.
    if (frame === '') return;
    this.#newest = this.pieces.rowsOf(frame)?.map(composed) ?? frame.replace(/\n$/, '').split('\n');
    this.#paint();
  }

  #resize(): void {
    // What a terminal does to its rows when its size changes differs; nothing painted counts as known.
    this.#painted = [];
    this.output.columns = this.columns;
    this.output.emit('resize');
    this.#paint();
  }

  #drain(): void {
    if (!this.#waiting) return;
    this.#waiting = false;
    this.#paint();
  }

  #paint(): void {
    if (this.#held || this.#newest.length === 0) return;
    if (this.#terminal.writableNeedDrain) {
      this.#waiting = true;
      return;
    }
    const changed = this.#changedRows();
    if (changed !== '') this.#terminal.write(beginFrame + changed + endFrame);
  }

  #changedRows(): string {
    let changed = '';
    for (let row = 0; row < this.rows; row++) {
      const text = this.#newest[row] ?? '';
      if (this.#painted[row] === text) continue;
      this.#painted[row] = text;
      // Erased before it is drawn: after a full row the cursor waits on the last cell and erasing would take that.
      changed += `\x1b[${row + 1};1H\x1b[K${text}`;
    }
    return changed;
  }
}
