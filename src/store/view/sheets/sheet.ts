/** A sheet: lines in place of the panes, of which some open something. What is the same for all of them: the cursor, the view, wrapped text. */
import { type Line, line, type Role } from '../../../terminal/line.js';
import { safe, wrap } from '../../../terminal/text.js';
import type { State } from '../../state.js';
import { placesOf } from '../places.js';

export interface SheetLine<Opens> {
  /** Safe for a terminal. */
  text: Line;
  /** What Enter opens; null where it opens nothing. */
  opens: Opens | null;
}

/** A line that opens nothing. */
export function plain(text: Line): SheetLine<never> {
  return { text, opens: null };
}

export function title(text: string): SheetLine<never> {
  return plain(line(` ${text}`, 'title'));
}

/** Cells of a line of the sheet. */
export function sheetWidth(state: State): number {
  return placesOf(state).dialog?.width ?? state.columns;
}

/** A text on as many lines as it takes, the first behind `head`, the others below its text. */
export function wrapped(state: State, head: Line, text: string, role: Role = 'plain'): Line[] {
  const shown = safe(text, state.ascii);
  const indent = head.reduce((cells, span) => cells + span.text.length, 0);
  const room = Math.max(1, sheetWidth(state) - indent - 1);
  return wrap(shown, room).map(({ start, end }, at) => [
    ...(at === 0 ? head : line(' '.repeat(indent))),
    { text: shown.slice(start, end).trimEnd(), role },
  ]);
}

/** The lines in view and the first of them: around the cursor. */
export function sheetWindow<Opens>(
  lines: readonly SheetLine<Opens>[],
  cursor: number,
  room: number,
): { first: number; shown: readonly SheetLine<Opens>[] } {
  const first = Math.max(0, Math.min(cursor - (room >> 1), lines.length - room));
  return { first, shown: lines.slice(first, first + room) };
}

/** The cursor passes over so many lines that open nothing at a time, so that all of them come into view. */
const REACH = 8;

/** The line so many steps away: a step goes to the next line that opens something, where one is near. */
export function stepInSheet(lines: readonly SheetLine<unknown>[], from: number, places: number): number {
  const step = Math.sign(places);
  const last = Math.max(0, lines.length - 1);
  let at = from;
  for (let left = Math.abs(places); left > 0; left--) {
    const near = Array.from({ length: REACH }, (_, away) => at + step * (away + 1));
    const next = near.find(place => lines[place]?.opens) ?? near.at(-1)!;
    at = Math.max(0, Math.min(last, next));
  }
  return at;
}

/** The first line that opens something; the first of all where none does. */
export function firstThatOpens(lines: readonly SheetLine<unknown>[]): number {
  return Math.max(
    0,
    lines.findIndex(({ opens }) => opens !== null),
  );
}
