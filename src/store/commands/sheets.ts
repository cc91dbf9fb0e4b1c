/** The commands of sheets: the cursor from line to line, and the message that a line opens. */
import type { Dialog } from '../dialog.js';
import type { State } from '../state.js';
import { towards, towardsMessage } from '../view/legs.js';
import { callSheet } from '../view/sheets/call-sheet.js';
import { cursorIn, diagnosisSheet } from '../view/sheets/diagnosis-sheet.js';
import { incidentsSheet } from '../view/sheets/incidents-sheet.js';
import { firstThatOpens, type SheetLine, stepInSheet } from '../view/sheets/sheet.js';
import { command, type Commands } from './command.js';

type Sheet = Extract<Dialog, { kind: 'call' | 'diagnosis' | 'incidents' }>;

/** The lines of a sheet, and the one under the cursor. */
function sheetOf(state: State, dialog: Sheet): { lines: readonly SheetLine<unknown>[]; cursor: number } {
  switch (dialog.kind) {
    case 'call':
      return { lines: callSheet(state), cursor: dialog.cursor };
    case 'diagnosis': {
      const lines = diagnosisSheet(state, dialog);
      return { lines, cursor: cursorIn(lines, dialog) };
    }
    case 'incidents': {
      const lines = incidentsSheet(state);
      return { lines, cursor: dialog.cursor ?? firstThatOpens(lines) };
    }
  }
}

export function sheetBy(state: State, steps: number): State {
  const { dialog } = state;
  if (dialog?.kind !== 'call' && dialog?.kind !== 'diagnosis' && dialog?.kind !== 'incidents') return state;
  const { lines, cursor } = sheetOf(state, dialog);
  if (dialog.kind === 'diagnosis' && dialog.entry !== null) {
    const top = Math.max(0, Math.min(lines.length - 1, dialog.entry.top + steps));
    return { ...state, dialog: { ...dialog, entry: { ...dialog.entry, top } } };
  }
  return { ...state, dialog: { ...dialog, cursor: stepInSheet(lines, cursor, steps) } };
}

/** Opens the message of a line: of a call with all legs around it, elsewhere in whatever conversation it is. */
function openEvidence(state: State): State {
  const { dialog } = state;
  if (dialog?.kind === 'call') {
    const opens = callSheet(state)[dialog.cursor]?.opens;
    return opens ? inMessage(towards(state, opens.leg, opens.message)) : state;
  }
  if (dialog?.kind !== 'diagnosis') return state;
  const lines = diagnosisSheet(state, dialog);
  const opens = lines[cursorIn(lines, dialog)]?.opens;
  if (!opens) return state;
  const { conversation, message, header, value } = opens;
  const mark = header === null ? null : { message, header, value };
  const next = towardsMessage(state, conversation, message);
  return inMessage({ ...next, message: { ...next.message, mark } });
}

function inMessage(state: State): State {
  return { ...state, dialog: null, view: { ...state.view, focus: 'message' } };
}

const PAGE = 10;

export const sheetCommands: Commands = {
  'sheet-up': command('up', 'The line above that opens something.', state => sheetBy(state, -1)),
  'sheet-down': command('down', 'The line below that opens something.', state => sheetBy(state, 1)),
  'sheet-page-up': command('page up', 'Several lines up.', state => sheetBy(state, -PAGE)),
  'sheet-page-down': command('page down', 'Several lines down.', state => sheetBy(state, PAGE)),
  'open-evidence': command('message', 'Read the message of this line.', openEvidence),
};
