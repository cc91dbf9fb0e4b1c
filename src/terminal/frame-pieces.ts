/**
 * Painted pieces of rows on their way past Ink. In: a painted text and the column it begins at. Out: a mark, the one character
 * that Ink lays out in its stead; and for a row of Ink's, the pieces its marks stand for.
 *
 * Ink takes every row apart into an object a cell and puts it together again: half of what a frame costs. A mark is one cell.
 */

/** Marks are the characters of Unicode's private use area; text never has them, it comes as pieces. */
const FIRST = 0xe000;
const MARKS = 6400;

export interface Piece {
  /** Counted from 0. */
  column: number;
  /** Painted: it may hold SGR sequences, and ends without colour. */
  text: string;
}

export class FramePieces {
  /** Used in turn: a mark stands for its piece until so many others were made, some thirty frames. */
  readonly #pieces: Piece[] = [];
  #next = 0;

  /** The mark of a piece; a space for one with nothing in it. */
  mark(column: number, text: string): string {
    if (text === '') return ' ';
    const at = this.#next;
    this.#next = (at + 1) % MARKS;
    this.#pieces[at] = { column, text };
    return String.fromCharCode(FIRST + at);
  }

  /** The pieces of a row, in order; none for a row without marks. */
  piecesOf(row: string): Piece[] {
    const found: Piece[] = [];
    for (let i = 0; i < row.length; i++) {
      const piece = this.#pieces[row.charCodeAt(i) - FIRST];
      if (piece) found.push(piece);
    }
    return found;
  }
}
