/**
 * One line of a drawing wider than its window. Pieces of safe text are put at columns of the drawing; the line has
 * those in the window. A two-cell character that an edge or a later piece would halve becomes a space.
 */
import { graphemes } from '../format/graphemes.js';
import type { Line, Role, Span } from '../terminal/line.js';
import { isNarrow, width } from '../terminal/text.js';

export class Canvas {
  private readonly cells: string[];
  private readonly roles: Role[];
  private readonly from: number;

  /** A window of `columns` cells whose first is column `from` of the drawing. */
  constructor(from: number, columns: number) {
    this.from = from;
    this.cells = new Array<string>(Math.max(0, columns)).fill(' ');
    this.roles = new Array<Role>(this.cells.length).fill('plain');
  }

  /** Draws text at a column; returns the column after it. */
  put(column: number, text: string, role: Role): number {
    if (isNarrow(text)) {
      for (let i = 0; i < text.length; i++) this.set(column + i, text[i]!, 1, role);
      return column + text.length;
    }
    for (const segment of graphemes(text)) {
      const cells = width(segment);
      if (cells > 0) this.set(column, segment, cells, role);
      column += cells;
    }
    return column;
  }

  /** Fills columns [from, to) with narrow characters; `pattern` repeats from the first column on. */
  fill(from: number, to: number, pattern: string, role: Role): void {
    const first = Math.max(from, this.from);
    const last = Math.min(to, this.from + this.cells.length);
    for (let column = first; column < last; column++)
      this.set(column, pattern[(column - from) % pattern.length]!, 1, role);
  }

  /** The drawing so far, without the spaces at its end. */
  line(): Line {
    let end = this.cells.length;
    while (end > 0 && this.cells[end - 1] === ' ') end--;
    const spans: Span[] = [];
    for (let at = 0; at < end; ) {
      const role = this.roles[at]!;
      let text = '';
      for (; at < end && (this.roles[at] === role || this.cells[at] === ' '); at++) text += this.cells[at];
      spans.push({ text, role });
    }
    return spans;
  }

  private set(column: number, cell: string, cells: number, role: Role): void {
    const at = column - this.from;
    const first = Math.max(0, at);
    const last = Math.min(this.cells.length, at + cells);
    const isWhole = first === at && last === at + cells;
    for (let i = first; i < last; i++) this.free(i);
    for (let i = first; i < last; i++) {
      this.cells[i] = isWhole ? (i === at ? cell : '') : ' ';
      this.roles[i] = role;
    }
  }

  /** Replaces the character a cell belongs to with spaces, if it has several cells. */
  private free(at: number): void {
    let head = at;
    while (this.cells[head] === '') head--;
    for (let i = head + 1; this.cells[i] === ''; i++) this.cells[i] = this.cells[head] = ' ';
  }
}
