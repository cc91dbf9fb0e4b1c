/** Where the list's cursor goes by itself: with the newest conversation, or with its own when rows come before it. */
import type { ListRow } from '../../engine/protocol/rows.js';
import type { LiveInput } from '../../engine/protocol/live.js';
import type { Window } from '../../engine/protocol/query.js';
import { capturingSources } from '../view/live-sources.js';
import { askingAnew, isCurrent, take } from '../answered.js';
import type { State } from '../state.js';
import { currentRow } from '../view/current.js';

/** What is captured as it happens, and not written by somebody else before. */
const HAPPENING: readonly LiveInput['kind'][] = ['device', 'ssh', 'hep'];

/**
 * Whether the cursor goes with what comes: as asked for, or as with `tail -f` because it is on the last row while traffic is
 * captured. Not while something else than the list is looked at: it would be taken away under the reader's eyes.
 */
export function follows({ list, view, dialog, sort, progress }: State): boolean {
  if (view.paused || dialog || view.focus === 'flow' || view.focus === 'message') return false;
  if (list.follow) return true;
  const capturing = capturingSources(progress);
  const newestLast = (sort.key === 'index' || sort.key === 'time') && !sort.descending;
  if (!newestLast || !isCurrent(list.seek)) return false;
  const { total } = list.window.value;
  if (total === 0) return capturing.some(({ input }) => input !== null && HAPPENING.includes(input.kind));
  return capturing.length > 0 && list.cursor >= total - 1;
}

/** The list at the top of a new result, or at its end where it follows what comes, or is to when the pause is over. */
export function atStart(state: State): State {
  const { list, view } = state;
  const cursor = follows(state) ? Math.max(0, list.window.value.total - 1) : 0;
  const pausedAt = view.pausedAt === list.cursor ? cursor : view.pausedAt;
  return { ...state, list: { ...list, cursor, top: 0 }, view: { ...view, pausedAt } };
}

/**
 * The list with rows of the result `number`, the cursor on the conversation it was on, however many came before it; or on the newest,
 * where the list follows.
 */
export function withRows(state: State, window: Window<ListRow>, number: number): State {
  const { list } = state;
  const next: State = { ...state, list: { ...list, window: take(list.window, number, window) } };
  if (follows(state)) return { ...next, list: { ...next.list, cursor: Math.max(0, window.total - 1) } };
  const before = number === list.window.answered ? currentRow(state) : undefined;
  const after = window.rows[list.cursor - window.first];
  const isBefore = (row: ListRow) => row.index === before?.index && row.leg === before.leg;
  if (!before || !after || isBefore(after)) return next;
  const at = window.rows.findIndex(isBefore);
  if (at < 0) return { ...next, list: { ...next.list, seek: askingAnew(list.seek, before.index) } };
  const moved = window.first + at - list.cursor;
  return { ...next, list: { ...next.list, cursor: list.cursor + moved, top: list.top + moved } };
}

/** The cursor on a row that may not be here yet: what `total` says grows with it, or the cursor would be taken back. */
export function atRow(state: State, position: number): State {
  const { window } = state.list;
  const total = Math.max(window.value.total, position + 1);
  return {
    ...state,
    list: { ...state.list, cursor: position, window: { ...window, value: { ...window.value, total } } },
  };
}
