/**
 * A line of the screen before it is painted. In: nothing. Out: spans of safe text with a role each; the theme decides what
 * a role looks like, so that panes and the ladder never name a colour and a test can read what they say.
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
  /** Made safe already (terminal/text.ts): no control characters, no tabs, no line ends. */
  text: string;
  role: Role;
  /** Drawn inverse (the cursor, a found piece of text). */
  inverse?: boolean;
}

export type Line = readonly Span[];

/** A line of one span. */
export function line(text: string, role: Role = 'plain'): Line {
  return [{ text, role }];
}

/** The bare text of a line: for tests, for `flow` without colour, for copying. */
export function textOf(spans: Line): string {
  return spans.map(span => span.text).join('');
}

/** Cells a line takes. */
export function widthOf(spans: Line): number {
  return spans.reduce((cells, span) => cells + width(span.text), 0);
}

/** The cells `start` to `end` (not included) of a line, spans kept. */
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

/** The line in at most `cells` cells; what is too long ends in the ellipsis, in the role of what it replaces. */
export function cutLine(spans: Line, cells: number, ellipsis = '…'): Line {
  if (widthOf(spans) <= cells) return spans;
  const kept = [...sliceLine(spans, 0, cells)];
  const last = kept.pop();
  if (!last) return kept;
  const room = width(last.text);
  return [...kept, { ...last, text: cut(`${last.text}${ellipsis}`, room, ellipsis) }];
}

/** The line in exactly `cells` cells: cut where too long, filled with plain spaces at its end. */
export function padLine(spans: Line, cells: number, ellipsis = '…'): Line {
  const fitting = cutLine(spans, cells, ellipsis);
  const missing = cells - widthOf(fitting);
  return missing > 0 ? [...fitting, { text: ' '.repeat(missing), role: 'plain' }] : fitting;
}
