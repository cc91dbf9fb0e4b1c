/**
 * Which columns of the list are in view and how wide. In: a state. Out: columns with their first cell. The pane that draws
 * them and the click on a head go by the same places.
 *
 * Where not all columns have the width they like, all start from their least and the first ones grow first, so that a narrow
 * screen shows more of them. Where there is room left, the outcome takes it.
 */
import { type Column, columnOf, GAP, leastWidth, widthOfColumn } from './columns.js';
import { placesOf } from './places.js';
import type { State } from './state.js';

export interface ColumnPlace {
  column: Column;
  /** First cell, counted from that of the first column; and cells. */
  start: number;
  width: number;
}

/** Cells before the first column: cursor, mark, symbol and the gaps. */
export const ROW_HEAD = 5;

/** All columns shown, one after the other. */
export function columnPlaces(state: State): ColumnPlace[] {
  const { time } = state.view;
  const known = state.list.columns.flatMap(shown => {
    const column = columnOf(shown.id);
    return column
      ? [{ column, least: leastWidth(shown, time), liked: widthOfColumn(shown, time), own: shown.width > 0 }]
      : [];
  });
  const room = (placesOf(state).list?.width ?? state.columns) - ROW_HEAD - 1;
  let spare = room - known.reduce((sum, { least }) => sum + least + GAP, -GAP);
  let start = 0;
  return known.map(({ column, least, liked, own }) => {
    const growth = Math.max(0, Math.min(spare, liked - least));
    spare -= growth;
    const rest = column.id === 'outcome' && !own ? Math.max(0, spare) : 0;
    spare -= rest;
    const width = least + growth + rest;
    const place = { column, start, width };
    start += width + GAP;
    return place;
  });
}

/** The column at a cell of the list pane. */
export function columnAt(state: State, cell: number): Column | undefined {
  const at = cell - ROW_HEAD + state.list.left;
  return columnPlaces(state).find(({ start, width }) => at >= start && at < start + width)?.column;
}
