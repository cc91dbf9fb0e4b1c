/** The sheets whose lines open something: the legs of a call, what is wrong with a row, all incidents; and the line under the cursor. */
import type { CallDialog, DiagnosisDialog, IncidentsDialog } from '../../store/dialog.js';
import type { State } from '../../store/state.js';
import { callSheet } from '../../store/view/sheets/call-sheet.js';
import { cursorIn, diagnosisSheet } from '../../store/view/sheets/diagnosis-sheet.js';
import { incidentsSheet } from '../../store/view/sheets/incidents-sheet.js';
import { firstThatOpens, type SheetLine, sheetWindow } from '../../store/view/sheets/sheet.js';
import type { Place } from '../../store/view/layout.js';
import { cutLine, type Line, padLine } from '../../terminal/line.js';
import type { Look } from '../look.js';
import { titleLine } from '../title-line.js';

type Size = Pick<Place, 'width' | 'height'>;

export function callLines(state: State, { cursor }: CallDialog, size: Size, look: Look): Line[] {
  return sheetLines('Call', callSheet(state), cursor, size, look);
}

export function diagnosisLines(state: State, dialog: DiagnosisDialog, size: Size, look: Look): Line[] {
  const lines = diagnosisSheet(state, dialog);
  if (dialog.entry === null) return sheetLines('What is wrong', lines, cursorIn(lines, dialog), size, look);
  const title = titleLine({ name: 'When it is said', note: '', focused: true }, size.width, look.glyphs);
  return [title, ...lines.slice(dialog.entry.top).map(({ text }) => cutLine(text, size.width, look.glyphs.ellipsis))];
}

export function incidentsLines(state: State, { cursor }: IncidentsDialog, size: Size, look: Look): Line[] {
  const lines = incidentsSheet(state);
  return sheetLines('Incidents', lines, cursor ?? firstThatOpens(lines), size, look);
}

function sheetLines(
  name: string,
  lines: readonly SheetLine<unknown>[],
  cursor: number,
  { width, height }: Size,
  { glyphs }: Look,
): Line[] {
  const room = Math.max(1, height - 1);
  const { first, shown } = sheetWindow(lines, cursor, room);
  const note = lines.length > room ? `${first + 1}-${first + shown.length} of ${lines.length}` : '';
  return [
    titleLine({ name, note, focused: true }, width, glyphs),
    ...shown.map(({ text }, at) => {
      const drawn = cutLine(text, width, glyphs.ellipsis);
      return first + at === cursor ? padLine(drawn, width).map(span => ({ ...span, inverse: true })) : drawn;
    }),
  ];
}
