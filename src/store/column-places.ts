/**
 * Which columns of the list are in view and where. In: a state. Out: columns with their first cell. The pane that draws them
 * and the click on a head go by the same places.
 */
import { type Column, columnOf, GAP, widthOfColumn } from './columns.js';
import type { State } from './state.js';

export interface ColumnPlace {
  column: Column;
  /** First cell, counted from that of the first column; and cells. */
  start: number;
  width: number;
}

/** Cells before the first column: cursor, mark, symbol, and a gap. */
export const ROW_HEAD = 5;

/** All columns shown, one after the other. */
export function columnPlaces(state: State): ColumnPlace[] {
  let start = 0;
  return state.list.columns.flatMap(shown => {
    const column = columnOf(shown.id);
    if (!column) return [];
    const width = widthOfColumn(shown, state.view.time);
    const place = { column, start, width };
    start += width + GAP;
    return [place];
  });
}

/** The column at a cell of the list pane. */
export function columnAt(state: State, cell: number): Column | undefined {
  const at = cell - ROW_HEAD + state.list.left;
  return columnPlaces(state).find(({ start, width }) => at >= start && at < start + width)?.column;
}
