/**
 * The title line above a pane: number and name, a rule, and a note at the right. Brackets show the focus, not only the
 * colour.
 */
import type { Glyphs } from '../terminal/capabilities.js';
import { type Line, type Role, type Span, widthOf } from '../terminal/line.js';
import { cut, width as cellsOf } from '../terminal/text.js';

export interface Title {
  name: string;
  /** At the right; cut if it does not fit. */
  note: string;
  focused: boolean;
}

export function titleLine({ name, note, focused }: Title, width: number, glyphs: Glyphs): Line {
  const rule: Role = focused ? 'focus' : 'faint';
  const bar = glyphs.horizontal;
  const head: Span[] = [
    { text: bar, role: rule },
    { text: focused ? `[${name}]` : ` ${name} `, role: focused ? 'focus' : 'title' },
  ];
  const room = width - widthOf(head) - 3;
  const text = cut(note, Math.max(0, room - 2), glyphs.ellipsis);
  const tail: Span[] =
    text === ''
      ? []
      : [
          { text: ` ${text} `, role: 'faint' },
          { text: bar, role: rule },
        ];
  const gap = Math.max(0, width - widthOf(head) - widthOf(tail));
  return [...head, { text: bar.repeat(gap), role: rule }, ...tail];
}

/** A line with text at the left and at the right; the left is cut first. */
export function spread(left: Line, right: Line, width: number): Line {
  const room = width - widthOf(right);
  const gap = room - widthOf(left);
  if (gap >= 1) return [...left, { text: ' '.repeat(gap), role: 'plain' }, ...right];
  const kept: Span[] = [];
  let cells = Math.max(0, room - 1);
  for (const span of left) {
    const text = cut(span.text, cells, '');
    cells -= cellsOf(text);
    if (text !== '') kept.push({ ...span, text });
    if (text !== span.text) break;
  }
  return room >= 1 ? [...kept, { text: ' '.repeat(Math.max(0, room - widthOf(kept))), role: 'plain' }, ...right] : kept;
}
