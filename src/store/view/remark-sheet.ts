/**
 * What a log prints near the message under the flow's cursor, as the lines of a sheet, and which of them are in view. Long lines are
 * wrapped: the end of a log's line is often the answer.
 */
import { formatDelta } from '../../flow/clock.js';
import { plural } from '../../format/counts.js';
import type { RemarkGap, RemarkRow } from '../../engine/protocol/rows.js';
import { safe, wrap } from '../../terminal/text.js';
import { isCurrent } from '../answered.js';
import type { State } from '../state.js';
import { placesOf } from './places.js';

export interface SheetLine {
  kind: 'message' | 'remark' | 'note';
  /** Of a remark, the time since the message; "" where it is not known, and on the further lines of a wrapped one. */
  time: string;
  /** Safe for a terminal; "" for the message itself. */
  text: string;
}

/** Cells of the time since the message. */
export const REMARK_TIME = 10;

const MESSAGE: SheetLine = { kind: 'message', time: '', text: '' };

/** All lines, and the first in view: with the message in the middle, unless the sheet was scrolled. */
export function remarkSheet(state: State): { lines: readonly SheetLine[]; first: number; room: number } {
  const { dialog, remarks } = state;
  const place = placesOf(state).dialog;
  const room = Math.max(1, (place?.height ?? 1) - 1);
  if (dialog?.kind !== 'remarks' || !isCurrent(remarks) || remarks.value === null) return { lines: [], first: 0, room };
  const { before, after, mayBeGone, isLog } = remarks.value;
  const width = Math.max(1, (place?.width ?? 1) - REMARK_TIME - 2);
  const above = gapLines(before, width, state.ascii);
  const lines = [...above, MESSAGE, ...gapLines(after, width, state.ascii)];
  if (!isLog) lines.push(note('Only logs have lines between their messages; this source has packets.'));
  else if (before === null && after === null)
    lines.push(
      note(mayBeGone ? 'Lines so far back are no longer kept.' : 'The log has no lines next to this message.'),
    );
  const last = Math.max(0, lines.length - room);
  const middle = Math.max(0, Math.min(last, above.length - (room >> 1)));
  return { lines, first: Math.max(0, Math.min(last, middle + dialog.scrolled)), room };
}

/** The state with the sheet scrolled no further than there are lines. */
export function sheetInside(state: State): State {
  const { dialog } = state;
  if (dialog?.kind !== 'remarks' || dialog.scrolled === 0) return state;
  const unscrolled = remarkSheet({ ...state, dialog: { ...dialog, scrolled: 0 } }).first;
  const scrolled = remarkSheet(state).first - unscrolled;
  return scrolled === dialog.scrolled ? state : { ...state, dialog: { ...dialog, scrolled } };
}

function note(text: string): SheetLine {
  return { kind: 'note', time: '', text };
}

function gapLines(gap: RemarkGap | null, width: number, ascii: boolean): SheetLine[] {
  if (gap === null) return [];
  const of = (rows: readonly RemarkRow[]) => rows.flatMap(row => wrapped(row, width, ascii));
  const left = gap.notKept > 0 ? [note(`${plural(gap.notKept, 'line')} not kept`)] : [];
  return [...of(gap.head), ...left, ...of(gap.tail)];
}

function wrapped({ afterUs, text }: RemarkRow, width: number, ascii: boolean): SheetLine[] {
  const shown = safe(text, ascii);
  const time = afterUs === null ? '' : formatDelta(afterUs);
  return wrap(shown, width).map(({ start, end }, at) => ({
    kind: 'remark',
    time: at === 0 ? time : '',
    text: shown.slice(start, end),
  }));
}
