/** The commands of the list of conversations: marking, sorting, columns, following, opening a flow. */
import type { Sort } from '../../engine/protocol/query.js';
import { columnOf, MAX_COLUMN, MIN_COLUMN, type ShownColumn, sortKeyOf } from '../list/columns.js';
import { neededWidth } from '../list/column-fit.js';
import { follows } from '../list/list-window.js';
import { command, type Commands } from './command.js';
import { plural } from '../../format/counts.js';
import { says } from '../notice.js';
import type { ListState, State } from '../state.js';
import { currentRow, isRowMarked } from '../view/current.js';
import { parseTimeOfDay } from './typed.js';

function withList(state: State, change: Partial<ListState>): State {
  return { ...state, list: { ...state.list, ...change } };
}

/** Changes the columns, in the list and in the preferences. */
export function withColumns(state: State, columns: readonly ShownColumn[]): State {
  return { ...withList(state, { columns }), preferences: { ...state.preferences, columns } };
}

function mark(state: State): State {
  const row = currentRow(state);
  if (!row) return says(state, 'There is no conversation here to mark.');
  const marks = new Map(state.list.marks);
  // A call is marked with all its legs.
  const isMarked = isRowMarked(state.list.marks, row);
  for (const leg of row.legs) {
    if (isMarked) marks.delete(leg);
    else marks.set(leg, row);
  }
  return withList(state, { marks, cursor: state.list.cursor + 1 });
}

/** Opens the marked conversations in one ladder, or the one under the cursor. */
function openFlow(state: State): State {
  const row = currentRow(state);
  const marked = [...state.list.marks.keys()].sort((a, b) => a - b);
  if (!row && marked.length === 0) return says(state, 'There is no conversation here to open.');
  const opened = marked.length > 0 ? marked : null;
  const next: State = {
    ...state,
    flow: { ...state.flow, opened },
    view: { ...state.view, focus: 'flow', zoom: false },
  };
  return opened ? says(next, `${plural(opened.length, 'marked conversation')} in one ladder; Esc goes back.`) : next;
}

/** Asks for another sort, and keeps it in the preferences. */
export function sorted(state: State, sort: Sort): State {
  return { ...state, sort, preferences: { ...state.preferences, sort } };
}

function sortAlong(state: State, step: 1 | -1): State {
  const keys = state.list.columns.flatMap(({ id }) => columnOf(id)?.sort ?? []);
  if (keys.length === 0) return says(state, 'No column is shown that could be sorted by.');
  const at = keys.indexOf(state.sort.key);
  // From the order of arrival, which need not be a column, the first step goes to the first or last column.
  const next = at < 0 ? (step === 1 ? 0 : keys.length - 1) : (at + step + keys.length) % keys.length;
  return sorted(state, { key: keys[next]!, descending: false });
}

function sortBy(state: State, argument: string): State {
  const [name = '', order = ''] = argument.trim().split(/\s+/);
  if (name === '')
    return says(state, 'Sort by what? For example ":sort setup desc", or ":sort index" for the order of arrival.');
  const key = sortKeyOf(name) ?? sortKeyOf(`header:${name}`);
  if (key === null) return says(state, `There is no sorting by "${name}".`, 'warning');
  return sorted(state, { key, descending: /^d/i.test(order) });
}

function follow(state: State): State {
  const on = !state.list.follow;
  const next = withList(
    state,
    on ? { follow: true, cursor: Math.max(0, state.list.window.value.total - 1) } : { follow: false },
  );
  if (on) return says(next, 'Following the newest conversation; any move up ends it.');
  return says(next, follows(next) ? 'Following as long as the cursor is on the last row.' : 'No longer following.');
}

function goto(state: State, argument: string): ReturnType<Commands[string]['run']> {
  const wanted = argument.trim();
  if (wanted === '')
    return says(state, 'Go where? A time ("12:00", "2018-04-16 16:41:37"), a row number or a Call-ID.');
  if (/^\d+$/.test(wanted)) return withList(state, { cursor: Number(wanted) - 1, follow: false });
  // The first rows may be there before the first progress.
  const first = state.progress?.sources.find(source => source.startUs !== null) ?? state.list.window.value.rows[0];
  const timeUs = parseTimeOfDay(wanted, first?.startUs ?? 0, first?.dated ?? false);
  if (timeUs !== null) return [withList(state, { follow: false }), { do: 'goto-time', timeUs }];
  return [withList(state, { follow: false }), { do: 'goto-call-id', callId: wanted }];
}

/** Shows or hides a column by name. */
function toggleColumn(state: State, argument: string): State {
  const name = argument.trim();
  if (name === '') return says(state, 'Which column? ":column Diversion" shows that header; F10 lists them all.');
  const id = columnOf(name.toLowerCase()) ? name.toLowerCase() : `header:${name.replace(/^header[:.]/i, '')}`;
  const column = columnOf(id);
  if (!column) return says(state, `"${name}" is no column and cannot be the name of a header.`, 'warning');
  const shown = state.list.columns;
  const without = shown.filter(known => known.id !== id);
  if (without.length < shown.length) return says(withColumns(state, without), `Column ${column.title} is hidden.`);
  return says(withColumns(state, [...shown, { id, width: 0 }]), `Column ${column.title} is shown at the right.`);
}

/** Makes the column sorted by, or the first, wider or narrower. */
function widen(state: State, cells: number): State {
  const { columns } = state.list;
  const at = Math.max(
    0,
    columns.findIndex(({ id }) => columnOf(id)?.sort === state.sort.key),
  );
  const column = columns[at];
  if (!column) return says(state, 'There is no column to widen.');
  return withColumns(state, columns.with(at, wider(column, cells, state)));
}

/** One column with its width changed, within bounds. */
export function wider(column: ShownColumn, cells: number, state: State): ShownColumn {
  const width = neededWidth(state, column) + cells;
  return { ...column, width: Math.max(MIN_COLUMN, Math.min(MAX_COLUMN, width)) };
}

export const listCommands: Commands = {
  'open-flow': command('open', 'Open the conversation, or all marked ones together, as a ladder.', openFlow),
  mark: command('mark', 'Mark or unmark the conversation under the cursor.', mark),
  'unmark-all': command('unmark all', 'Take all marks away.', state => withList(state, { marks: new Map() })),
  follow: command('follow', 'Keep the cursor on the newest conversation, or stop doing so.', follow),
  'last-and-follow': command('last, follow', 'Go to the last conversation and keep to the newest.', state =>
    withList(state, { cursor: Math.max(0, state.list.window.value.total - 1), follow: true }),
  ),
  'sort-left': command('sort left', 'Sort by the column to the left.', state => sortAlong(state, -1)),
  'sort-right': command('sort right', 'Sort by the column to the right.', state => sortAlong(state, 1)),
  'sort-reverse': command('reverse', 'Reverse the order.', state =>
    sorted(state, { ...state.sort, descending: !state.sort.descending }),
  ),
  sort: command('sort', 'Sort by a column or a header, with "desc" for the reverse.', sortBy, {
    argument: 'COLUMN [desc]',
  }),
  goto: command('go to', 'Go to a time, a row or a Call-ID.', goto, { argument: 'TIME', also: ['go'] }),
  column: command('column', 'Show or hide a column; any SIP header can be one.', toggleColumn, { argument: 'NAME' }),
  'column-wider': command('wider', 'Make the sorted column wider.', state => widen(state, 2)),
  'column-narrower': command('narrower', 'Make the sorted column narrower.', state => widen(state, -2)),
};
