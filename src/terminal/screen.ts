/**
 * The frame sink: Ink writes whole frames to it, and it writes to the terminal the rows that changed, at absolute
 * positions, in one write per frame. A slow terminal gets the newest frame, never a queue of old ones.
 *
 * It replaces Ink's own output, which clears the screen before every frame of full height and so flickers
 * (https://github.com/vadimdemedes/ink/issues/450, with incremental rendering too:
 * https://github.com/vadimdemedes/ink/pull/894), and which is one row off in full screen
 * (https://github.com/vadimdemedes/ink/issues/808).
 */
import { Writable } from 'node:stream';
import { FramePieces, type Piece } from './frame-pieces.js';

/** The terminal: a tty.WriteStream, or any Writable with a size. */
export interface Terminal extends Writable {
  columns?: number;
  rows?: number;
}

/** What Ink writes before a frame: erasing its last one line by line, showing or hiding the cursor. */
const inkPrefix = /^(?:\x1b\[(?:2K|1A|\d*G|\d*[AB]|\?25[hl]|\?2026[hl]))+/;

const beginFrame = '\x1b[?2026h';
const endFrame = '\x1b[?2026l';

/** Joins the pieces of a row, each at its column. */
function joinPieces(pieces: readonly Piece[]): string {
  return pieces.map(({ column, text }) => (column === 0 ? text : `\x1b[${column + 1}G${text}`)).join('');
}

/** The output Ink sees: not a terminal and without rows, so that Ink writes bare frames and clears nothing. */
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
  /** Ink's `stdout`; emits `resize` when `columns` has changed. */
  readonly output: InkOutput;
  /** Panes that go past Ink. */
  readonly pieces = new FramePieces();
  readonly #terminal: Terminal;
  /** Rows as the terminal shows them, or will once it has taken what was written; empty if unknown. */
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

  /** Repaints every row: after a suspension, on Ctrl-L, when something else wrote to the terminal. */
  repaint(): void {
    this.#painted = [];
    this.#paint();
  }

  /** Pauses painting while the terminal belongs to someone else; `release` repaints the newest frame. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.repaint();
  }

  /** Writes a sequence that is not part of a frame (the clipboard's). */
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
    // Ink only erased: a frame follows.
    if (frame === '') return;
    this.#newest = this.pieces.rowsOf(frame)?.map(joinPieces) ?? frame.replace(/\n$/, '').split('\n');
    this.#paint();
  }

  #resize(): void {
    // Terminals differ in what they do to rows on a resize: nothing painted is known any more.
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
      // Erase first: after a full row the cursor is still on the last cell, and erasing would remove it.
      changed += `\x1b[${row + 1};1H\x1b[K${text}`;
    }
    return changed;
  }
}
