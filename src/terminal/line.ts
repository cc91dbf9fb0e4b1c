/**
 * A line of the screen before it is painted: spans of safe text with roles. The theme decides what a role looks like,
 * so that panes and the ladder never name a colour and tests can read the text.
 */
import { cut, slice, width } from './text.js';

/** What a piece of text is, not what it looks like. */
export type Role =
  | 'plain'
  | 'faint'
  | 'strong'
  | 'title'
  | 'focus'
  | 'key'
  | 'hit'
  | 'mark'
  | 'request'
  | 'provisional'
  | 'success'
  | 'redirect'
  | 'failure'
  | 'warning'
  | 'error'
  | 'name'
  | 'number'
  | 'media';

export interface Span {
  /** Already made safe (terminal/text.ts): no control characters, tabs or line ends. */
  text: string;
  role: Role;
  /** Drawn inverse (the cursor, a search hit). */
  inverse?: boolean;
}

export type Line = readonly Span[];

/** A line of one span. */
export function line(text: string, role: Role = 'plain'): Line {
  return [{ text, role }];
}

/** The plain text of a line: for tests, for `flow` without colour, for copying. */
export function textOf(spans: Line): string {
  return spans.map(span => span.text).join('');
}

/** Width of a line in cells. */
export function widthOf(spans: Line): number {
  return spans.reduce((cells, span) => cells + width(span.text), 0);
}

/** The cells [start, end) of a line, with their spans. */
export function sliceLine(spans: Line, start: number, end: number): Line {
  const kept: Span[] = [];
  let column = 0;
  for (const span of spans) {
    if (column >= end) break;
    const text = slice(span.text, start - column, end - column);
    if (text !== '') kept.push({ ...span, text });
    column += width(span.text);
  }
  return kept;
}

/** The line in at most `cells` cells; a longer one ends in an ellipsis, in the role of what it replaces. */
export function cutLine(spans: Line, cells: number, ellipsis = '…'): Line {
  if (widthOf(spans) <= cells) return spans;
  const kept = [...sliceLine(spans, 0, cells)];
  const last = kept.pop();
  if (!last) return kept;
  const room = width(last.text);
  return [...kept, { ...last, text: cut(`${last.text}${ellipsis}`, room, ellipsis) }];
}

/** The line in exactly `cells` cells: cut, or padded with plain spaces. */
export function padLine(spans: Line, cells: number, ellipsis = '…'): Line {
  const fitting = cutLine(spans, cells, ellipsis);
  const missing = cells - widthOf(fitting);
  return missing > 0 ? [...fitting, { text: ' '.repeat(missing), role: 'plain' }] : fitting;
}
