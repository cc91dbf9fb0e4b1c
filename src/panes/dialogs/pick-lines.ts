/** A list of choices: title, what is typed, and the choices around the cursor. */
import { choicesOf } from '../../store/view/choices.js';
import { counted } from '../../format/counts.js';
import type { Choice, PickDialog } from '../../store/dialog.js';
import type { State } from '../../store/state.js';
import { cutLine, type Line, line, padLine, type Span } from '../../terminal/line.js';
import { pad, safe, slice, width as cellsOf } from '../../terminal/text.js';
import { editorLine } from '../editor-line.js';
import type { Look } from '../look.js';
import { titleLine } from '../title-line.js';

/** One line of instructions for each. */
const HINTS: Record<PickDialog['purpose'], string> = {
  open: 'Type a part of the name, or a whole path; Enter opens it.',
  add: 'Type a part of the name, or a whole path; Enter adds it to what is open.',
  close: 'Enter closes it; the file stays as it is.',
  columns: 'Enter shows or hides, < and > move, Left and Right change the width; type to search.',
  settings: 'Enter, Left and Right change the value; "save" keeps it.',
  copy: 'Enter sends it to the clipboard of your terminal.',
  history: 'Enter takes it; ":filter save NAME" gives the filter a name.',
};

export function pickLines(state: State, dialog: PickDialog, width: number, height: number, look: Look): Line[] {
  const choices = choicesOf(state, dialog);
  const note = choices.length === 0 ? '' : `${counted(dialog.cursor + 1)} of ${counted(choices.length)}`;
  const typed = editorLine(dialog.editor, Math.max(1, width - 12), { active: true, ascii: look.ascii }).line;
  const head: Line[] = [
    titleLine({ name: dialog.title, note, focused: true }, width, look.glyphs),
    line(` ${HINTS[dialog.purpose]}`.slice(0, width), 'faint'),
    [{ text: ' Search  ', role: 'title' }, ...typed],
    [],
  ];
  const room = Math.max(1, height - head.length);
  const top = Math.max(0, Math.min(dialog.cursor - (room >> 1), choices.length - room));
  const label = Math.min(Math.max(12, ...choices.map(choice => safe(choice.label).length)), Math.floor(width * 0.6));
  const shown = choices.slice(top, top + room).map((choice, at) => {
    const drawn = choiceLine(choice, label, width, look, top + at === dialog.cursor);
    return top + at === dialog.cursor ? padLine(drawn, width).map(span => ({ ...span, inverse: true })) : drawn;
  });
  if (choices.length === 0) shown.push(line(' Nothing matches what is typed.'));
  return [...head, ...shown];
}

function choiceLine({ label, detail, on }: Choice, cells: number, width: number, look: Look, current: boolean): Line {
  const { glyphs, ascii } = look;
  const spans: Span[] = [{ text: current ? ` ${glyphs.pointer} ` : '   ', role: 'focus' }];
  if (on !== null) spans.push({ text: on ? `${glyphs.check} ` : '  ', role: 'success' });
  spans.push({
    text: `${pad(labelIn(safe(label, ascii), cells, glyphs.ellipsis), cells, 'left', glyphs.ellipsis)}  `,
    role: on === false ? 'plain' : 'strong',
  });
  spans.push({ text: safe(detail, ascii), role: 'faint' });
  return cutLine(spans, width, glyphs.ellipsis);
}

/** Shortens a path at its start: its end is the file's name. */
function labelIn(label: string, cells: number, ellipsis: string): string {
  const over = cellsOf(label) - cells;
  if (over <= 0 || !label.includes('/')) return label;
  return ellipsis + slice(label, over + cellsOf(ellipsis), cellsOf(label));
}
