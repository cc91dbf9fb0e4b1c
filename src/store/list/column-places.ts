/**
 * Which columns of the list are in view and how wide. The pane that draws them and the click on a head go by the same places.
 *
 * Where not all columns have the width they need, all have their least, and what is left goes to those in view, the first
 * ones first.
 */
import { neededWidth, shownColumns } from './column-fit.js';
import { type Column, columnOf, GAP, leastWidth } from './columns.js';
import { placesOf } from '../view/places.js';
import type { State } from '../state.js';

export interface ColumnPlace {
  column: Column;
  /** First cell, counted from that of the first column; and cells. */
  start: number;
  width: number;
}

/** Cells that say which rows are calls with legs, and which are legs below them. */
export const TREE = 3;

/** Cells before the first column: cursor, mark, symbol and the gaps; of calls with several legs, the tree of them in place of a gap. */
export function rowHead({ progress }: Pick<State, 'progress'>): number {
  return progress?.calls == null ? 5 : 4 + TREE;
}

/** All columns shown, one after the other. */
export function columnPlaces(state: State): ColumnPlace[] {
  const known = shownColumns(state).flatMap(shown => {
    const column = columnOf(shown.id);
    if (!column) return [];
    const needs = neededWidth(state, shown);
    return [{ column, needs, least: shown.width > 0 ? needs : leastWidth(column, needs) }];
  });
  const room = (placesOf(state).list?.width ?? state.columns) - rowHead(state) - 1;
  let spare = room + GAP;
  let inView = 0;
  for (; inView < known.length && known[inView]!.least + GAP <= spare; inView++) spare -= known[inView]!.least + GAP;
  let start = 0;
  return known.map(({ column, needs, least }, at) => {
    // Beyond the edge there is all the room one could want.
    const growth = at < inView ? Math.min(spare, needs - least) : needs - least;
    if (at < inView) spare -= growth;
    const place = { column, start, width: least + growth };
    start += place.width + GAP;
    return place;
  });
}

/** The state with the chosen column in view. */
export function columnInView(state: State): State {
  const { list } = state;
  const places = columnPlaces(state);
  const at = places.findIndex(({ column }) => column.id === list.column);
  const place = places[at];
  if (!place) return state;
  const room = (placesOf(state).list?.width ?? state.columns) - rowHead(state) - 1;
  // The first column brings the beginning of the row along.
  const least = at === 0 ? 0 : place.start + Math.min(place.width, room) - room;
  const most = at === 0 ? 0 : place.start;
  return { ...state, list: { ...list, left: Math.max(0, Math.max(least, Math.min(list.left, most))) } };
}

/** The column whose right edge is at a cell of the list pane: the gap behind it. */
export function columnEndingAt(state: State, cell: number): Column | undefined {
  const at = cell - rowHead(state) + state.list.left;
  return columnPlaces(state).find(({ start, width }) => at >= start + width && at < start + width + GAP)?.column;
}

/** The column at a cell of the list pane. */
export function columnAt(state: State, cell: number): Column | undefined {
  const at = cell - rowHead(state) + state.list.left;
  return columnPlaces(state).find(({ start, width }) => at >= start && at < start + width)?.column;
}
