/**
 * Carries painted panes past Ink. Ink splits every row into an object per cell and joins them again, more than half of
 * the cost of a frame. So a pane gives Ink a single character, its mark, and the frame sink replaces the marks in Ink's
 * output with the painted rows, wherever Ink has put them.
 */

/** Marks are characters of Unicode's private use area; Ink gets nothing else. */
const FIRST = 0xe000;
/** Marks are reused in turn: one is valid until this many others were drawn, some thirty frames. */
const MARKS = 256;

/** A cell of the screen, from 0 at the top left. */
export interface Origin {
  left: number;
  top: number;
}

export interface Piece {
  /** From 0. */
  column: number;
  /** Painted: may contain SGR sequences, and resets the style at its end. */
  text: string;
}

export class FramePieces {
  readonly #panes: (Origin & { rows: readonly string[] })[] = [];
  #next = 0;

  /** Stores a pane's painted rows and returns its mark. The first row starts at the origin. */
  mark({ left, top }: Origin, rows: readonly string[]): string {
    const at = this.#next;
    this.#next = (at + 1) % MARKS;
    this.#panes[at] = { left, top, rows };
    return String.fromCharCode(FIRST + at);
  }

  /** The pieces of each screen row, left to right; null for a frame without marks. */
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
