/** The sheet of a call: its legs, why they are one call, and the line under the cursor. */
import type { CallDialog } from '../../store/dialog.js';
import type { State } from '../../store/state.js';
import { callSheet, callSheetWindow } from '../../store/view/call-sheet.js';
import { cutLine, type Line, padLine } from '../../terminal/line.js';
import type { Look } from '../look.js';
import { titleLine } from '../title-line.js';

export function callLines(state: State, { cursor }: CallDialog, width: number, height: number, look: Look): Line[] {
  const lines = callSheet(state);
  const room = Math.max(1, height - 1);
  const { first, shown } = callSheetWindow(lines, cursor, room);
  const note = lines.length > room ? `${first + 1}-${first + shown.length} of ${lines.length}` : '';
  return [
    titleLine({ name: 'Call', note, focused: true }, width, look.glyphs),
    ...shown.map(({ text }, at) => {
      const drawn = cutLine(text, width, look.glyphs.ellipsis);
      return first + at === cursor ? padLine(drawn, width).map(span => ({ ...span, inverse: true })) : drawn;
    }),
  ];
}
