/** What the cursors are on. The state says where a cursor stands; the row there may still be on its way from the engine. */
import type { CallRow, ListRow, MessageRow } from '../../engine/protocol/rows.js';
import type { RowId } from '../../model/ids.js';
import { isCurrent } from '../answered.js';
import type { State } from '../state.js';

/** The row under the list's cursor; undefined while it is not here. */
export function currentRow(state: State): ListRow | undefined {
  const { rows, first } = state.list.window.value;
  return rows[state.list.cursor - first];
}

/** Whether all conversations a row stands for are marked. */
export function isRowMarked(marks: ReadonlyMap<RowId, unknown>, { legs }: ListRow): boolean {
  return legs.every(leg => marks.has(leg));
}

/** The conversations the flow was opened for: those opened together, else the one under the list's cursor. */
export function openedConversations(state: State): readonly RowId[] {
  if (state.flow.opened) return state.flow.opened;
  const row = currentRow(state);
  return row ? [row.index] : [];
}

/** The call of the conversation the flow was opened for; null while it is not here, and where several were opened that are not all of it. */
export function callAtHand(state: State): CallRow | null {
  const { call } = state.flow;
  const opened = openedConversations(state);
  if (!isCurrent(call) || call.value === null || call.asked !== opened[0]) return null;
  const legs = new Set(call.value.legs.map(({ index }) => index));
  return opened.every(row => legs.has(row)) ? call.value : null;
}

/** The call whose legs are all on the flow's ladder; null where that shows something else, or the call has one leg. */
export function shownCall(state: State): CallRow | null {
  const call = state.view.legs ? callAtHand(state) : null;
  return call && call.legs.length > 1 ? call : null;
}

/** The conversations in the flow pane: all legs of a call, or those it was opened for. */
export function shownConversations(state: State): readonly RowId[] {
  return shownCall(state)?.legs.map(({ index }) => index) ?? openedConversations(state);
}

/** The message under the flow's cursor; undefined while it is not here. */
export function currentMessage({ flow }: State): MessageRow | undefined {
  const { rows, first } = flow.window.value;
  return isCurrent(flow.window) ? rows[flow.cursor - first] : undefined;
}
