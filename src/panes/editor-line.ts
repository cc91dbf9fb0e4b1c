/**
 * A line of text being edited. In: an editor, the room for it. Out: spans with the cursor as a turned cell, scrolled so that the
 * cursor is in view, and the cells scrolled away, so that marks under the text find their place.
 */
import type { Editor } from '../store/editor.js';
import { type Line, type Role, type Span, sliceLine } from '../terminal/line.js';
import { safe, width as cellsOf } from '../terminal/text.js';

export interface EditorView {
  line: Line;
  /** Cells scrolled away at the left. */
  left: number;
}

/** Where the text is wrong, as UTF-16 offsets. */
export interface Underline {
  start: number;
  end: number;
}

export function editorLine(
  editor: Editor,
  room: number,
  active: boolean,
  ascii: boolean,
  wrong: Underline | null = null,
): EditorView {
  const { text, cursor } = editor;
  const next = [...text.slice(cursor)][0] ?? '';
  const spans: Span[] = [];
  const put = (start: number, end: number, inverse: boolean) => {
    const cuts = [start, wrong?.start ?? end, wrong?.end ?? end, end].map(at => Math.max(start, Math.min(end, at)));
    for (let piece = 0; piece < 3; piece++) {
      const part = text.slice(cuts[piece], cuts[piece + 1]);
      const role: Role = wrong && piece === 1 ? 'error' : 'plain';
      if (part !== '') spans.push({ text: safe(part, ascii), role, ...(inverse ? { inverse } : {}) });
    }
  };
  if (!active) put(0, text.length, false);
  else {
    put(0, cursor, false);
    if (next === '') spans.push({ text: ' ', role: 'plain', inverse: true });
    else put(cursor, cursor + next.length, true);
    put(cursor + next.length, text.length, false);
  }
  const at = cellsOf(safe(text.slice(0, cursor), ascii));
  const left = active ? Math.max(0, at - room + 2) : 0;
  return { line: sliceLine(spans, left, left + room), left };
}
