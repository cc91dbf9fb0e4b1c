/**
 * Painted panes on their way past Ink. In: the rows of a pane and the place they begin at. Out: a mark, the one character that
 * Ink draws in their stead; and for a frame of Ink's, the rows of the screen its marks stand for.
 *
 * Ink takes every row apart into an object a cell and puts it together again: more than half of what a frame costs. A mark is
 * one cell, wherever Ink puts it.
 */

/** Marks are characters of Unicode's private use area; nothing else is given to Ink. */
const FIRST = 0xe000;
/** Used in turn: a mark stands for its pane until so many others were drawn, some thirty frames. */
const MARKS = 256;

/** A cell of the screen, counted from 0 at the top left. */
export interface Origin {
  left: number;
  top: number;
}

export interface Piece {
  /** Counted from 0. */
  column: number;
  /** Painted: it may hold SGR sequences, and ends without colour. */
  text: string;
}

export class FramePieces {
  readonly #panes: (Origin & { rows: readonly string[] })[] = [];
  #next = 0;

  /** The mark of a pane whose first row begins at a place. */
  mark({ left, top }: Origin, rows: readonly string[]): string {
    const at = this.#next;
    this.#next = (at + 1) % MARKS;
    this.#panes[at] = { left, top, rows };
    return String.fromCharCode(FIRST + at);
  }

  /** What stands in each row of the screen, from left to right; null for a frame without marks, which is what it is. */
  rowsOf(frame: string): Piece[][] | null {
    const screen: Piece[][] = [];
    for (let i = 0; i < frame.length; i++) {
      const pane = this.#panes[frame.charCodeAt(i) - FIRST];
      if (!pane) continue;
      for (const [below, text] of pane.rows.entries()) {
        const row = screen[pane.top + below] ?? [];
        screen[pane.top + below] = row;
        if (text !== '') row.push({ column: pane.left, text });
      }
    }
    if (screen.length === 0) return null;
    return Array.from(screen, pieces => pieces?.sort((a, b) => a.column - b.column) ?? []);
  }
}
