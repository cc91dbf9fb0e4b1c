/**
 * The notice as lines, safe for a terminal. A sentence that says what to do next is useless with its end cut off, so it takes up to three
 * lines where the screen has them.
 */
import { safe, wrap } from '../../terminal/text.js';
import type { State } from '../state.js';

/** Rows a screen must have so that a sentence may take two lines, and three. */
const TALL = [14, 20] as const;

export function noticeLines({ failure, notice, columns, rows, ascii }: State): readonly string[] {
  const text = failure ?? notice?.text ?? '';
  if (text === '') return [];
  const whole = safe(text, ascii);
  const most = 1 + TALL.filter(least => rows >= least).length;
  const lines = wrap(whole, columns - 2).map(({ start, end }) => ({ start, text: whole.slice(start, end).trimEnd() }));
  // The last line has the rest, which is cut where it is drawn.
  return lines.slice(0, most).map((line, at) => (at === most - 1 ? whole.slice(line.start) : line.text));
}
