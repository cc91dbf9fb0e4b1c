/** What the cursors are on. The state says where a cursor stands; the row there may still be on its way from the engine. */
import type { ConversationRow, MessageRow } from '../../engine/protocol/rows.js';
import type { RowId } from '../../model/ids.js';
import { isCurrent } from '../answered.js';
import type { State } from '../state.js';

/** The row under the list's cursor; undefined while it is not here. */
export function currentRow(state: State): ConversationRow | undefined {
  const { rows, first } = state.list.window.value;
  return rows[state.list.cursor - first];
}

/** The conversations in the flow pane: those opened together, else the one under the list's cursor. */
export function shownConversations(state: State): readonly RowId[] {
  if (state.flow.opened) return state.flow.opened;
  const row = currentRow(state);
  return row ? [row.index] : [];
}

/** The message under the flow's cursor; undefined while it is not here. */
export function currentMessage({ flow }: State): MessageRow | undefined {
  const { rows, first } = flow.window.value;
  return isCurrent(flow.window) ? rows[flow.cursor - first] : undefined;
}
