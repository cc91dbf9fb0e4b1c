/**
 * Painted panes on their way past Ink. In: the rows of a pane and the column they begin at. Out: a mark, the one character that
 * Ink lays out in their stead; and for a frame of Ink's, the rows of the screen its marks stand for.
 *
 * Ink takes every row apart into an object a cell and puts it together again: more than half of what a frame costs. A mark is
 * one cell.
 */

/** Marks are characters of Unicode's private use area; nothing else is given to Ink. */
const FIRST = 0xe000;
/** Used in turn: a mark stands for its pane until so many others were drawn, some thirty frames. */
const MARKS = 256;

export interface Piece {
  /** Counted from 0. */
  column: number;
  /** Painted: it may hold SGR sequences, and ends without colour. */
  text: string;
}

interface Pane {
  column: number;
  rows: readonly string[];
}

export class FramePieces {
  readonly #panes: Pane[] = [];
  #next = 0;

  /** The mark of a pane whose first row is the one the mark will stand in. */
  mark(column: number, rows: readonly string[]): string {
    const at = this.#next;
    this.#next = (at + 1) % MARKS;
    this.#panes[at] = { column, rows };
    return String.fromCharCode(FIRST + at);
  }

  /** What stands in each row of the screen, from left to right; null for a frame without marks, which is what it is. */
  rowsOf(frame: string): Piece[][] | null {
    const lines = frame.split('\n');
    const screen = lines.map((): Piece[] => []);
    let marked = false;
    for (const [row, line] of lines.entries()) {
      for (let i = 0; i < line.length; i++) {
        const pane = this.#panes[line.charCodeAt(i) - FIRST];
        if (!pane) continue;
        marked = true;
        pane.rows.forEach((text, below) => {
          if (text !== '') screen[row + below]?.push({ column: pane.column, text });
        });
      }
    }
    if (!marked) return null;
    for (const pieces of screen) pieces.sort((a, b) => a.column - b.column);
    return screen;
  }
}
