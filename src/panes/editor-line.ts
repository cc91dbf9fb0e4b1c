/**
 * A line of text being edited: the cursor is an inverted cell, and the text scrolls to keep it in view. The scroll
 * offset is returned too, so that marks below the text can be placed.
 */
import type { Editor } from '../store/input/editor.js';
import { type Line, type Role, type Span, sliceLine } from '../terminal/line.js';
import { safe, width as cellsOf } from '../terminal/text.js';
import type { Piece } from './filter-colours.js';

export interface EditorView {
  line: Line;
  /** Cells scrolled off at the left. */
  left: number;
}

/** Where the text is wrong, as UTF-16 offsets. */
export interface Underline {
  start: number;
  end: number;
}

export interface EditorLook {
  /** Has the cursor. */
  active: boolean;
  ascii: boolean;
  wrong?: Underline | null;
  /** Coloured parts of the text, in order. */
  pieces?: readonly Piece[];
}

export function editorLine(editor: Editor, room: number, look: EditorLook): EditorView {
  const { text, cursor } = editor;
  const { active, ascii, wrong = null, pieces = [] } = look;
  const next = active ? ([...text.slice(cursor)][0] ?? '') : '';
  const cuts = [0, text.length, ...pieces.flatMap(({ start, end }) => [start, end])];
  if (wrong) cuts.push(wrong.start, wrong.end);
  if (active) cuts.push(cursor, cursor + next.length);
  const places = [...new Set(cuts)].filter(at => at >= 0 && at <= text.length).sort((a, b) => a - b);
  const spans: Span[] = [];
  for (const [index, start] of places.entries()) {
    const part = text.slice(start, places[index + 1] ?? start);
    if (part === '') continue;
    const inverse = active && next !== '' && start >= cursor && start < cursor + next.length;
    spans.push({ text: safe(part, ascii), role: roleAt(start, pieces, wrong), ...(inverse ? { inverse } : {}) });
  }
  if (active && next === '') spans.push({ text: ' ', role: 'plain', inverse: true });
  const at = cellsOf(safe(text.slice(0, cursor), ascii));
  const left = active ? Math.max(0, at - room + 2) : 0;
  return { line: sliceLine(spans, left, left + room), left };
}

function roleAt(at: number, pieces: readonly Piece[], wrong: Underline | null): Role {
  if (wrong && at >= wrong.start && at < wrong.end) return 'error';
  return pieces.find(({ start, end }) => at >= start && at < end)?.role ?? 'plain';
}
