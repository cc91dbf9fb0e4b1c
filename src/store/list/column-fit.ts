/**
 * How wide the columns must be for what is in them, measured on the rows that are here. Widths only grow while the same columns are
 * shown, so that nothing jumps while one scrolls.
 */
import { safe, width } from '../../terminal/text.js';
import { type CellContext, columnOf, headerNames, type ShownColumn, widthOfColumn } from './columns.js';
import { aliasOf } from '../settings/preferences.js';
import type { State } from '../state.js';

/** A longer text is cut rather than let it push the other columns away. */
const WIDEST = 60;
/** A verdict names an address and a time. */
const WIDEST_OUTCOME = 76;

/** What cells depend on besides their row. */
export function cellContext(state: State): CellContext {
  const starts = (state.progress?.sources ?? []).map(({ startUs }) => startUs).filter(startUs => startUs !== null);
  return {
    time: state.view.time,
    firstUs: starts.length > 0 ? Math.min(...starts) : 0,
    headers: headerNames(state.list.columns),
    alias: address => aliasOf(state.preferences, address),
  };
}

const withFound = new WeakMap<readonly ShownColumn[], readonly ShownColumn[]>();

/** The columns the user has, and where a number was looked for, the one that says where it was found. */
export function shownColumns({ list: { columns, window } }: State): readonly ShownColumn[] {
  if (columns.some(({ id }) => id === 'found') || !window.value.rows.some(({ found }) => found !== null))
    return columns;
  const known = withFound.get(columns);
  if (known) return known;
  const at = columns.findIndex(({ id }) => id === 'to') + 1 || columns.length;
  const more = columns.toSpliced(at, 0, { id: 'found', width: 0 });
  withFound.set(columns, more);
  return more;
}

/** The position of the column whose cell is chosen among those shown; -1 if none is, or it is not shown. */
export function chosenColumn(state: State): number {
  return shownColumns(state).findIndex(({ id }) => id === state.list.column);
}

/** The state with its columns measured; the same object where nothing changed. */
export function columnsFitted(state: State): State {
  const { fit, window } = state.list;
  const { rows } = window.value;
  const columns = shownColumns(state);
  const aliases = state.preferences.showAliases ? state.preferences.aliases : null;
  const isMeasured = fit.rows === rows && fit.columns === columns && fit.aliases === aliases;
  if (isMeasured || rows.length === 0) return state;
  const grows = fit.columns === columns && fit.aliases === aliases;
  const widths = new Map(grows ? fit.widths : []);
  const context = cellContext(state);
  for (const { id } of columns) {
    const column = columnOf(id);
    // Times are all as wide.
    if (!column || id === 'time') continue;
    let cells = Math.max(widths.get(id) ?? 0, column.title.length + 1);
    for (const row of rows) cells = Math.max(cells, width(safe(column.cell(row, context))));
    widths.set(id, Math.min(cells, id === 'outcome' ? WIDEST_OUTCOME : WIDEST));
  }
  return { ...state, list: { ...state.list, fit: { rows, columns, aliases, widths } } };
}

/** Cells a column would like: those the user gave it, else what is in it, else its own. */
export function neededWidth(state: State, shown: ShownColumn): number {
  if (shown.width > 0) return shown.width;
  return state.list.fit.widths.get(shown.id) ?? widthOfColumn(shown, state.view.time);
}
