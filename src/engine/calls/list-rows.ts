/** Rows of the list on the screen: conversations, calls as a whole, and legs below their calls. */
import type { ListRow } from '../protocol/rows.js';
import type { ListedRow } from './listed-rows.js';
import type { ConversationRows } from '../requests/conversation-rows.js';
import { wholeOf } from '../requests/whole.js';

export function listRow(
  { row, leg, legs, unfolded }: ListedRow,
  conversationRows: ConversationRows,
  headers: readonly string[],
  withUris: boolean,
): ListRow {
  const only = legs.length === 1 ? conversationRows.row(row, headers, withUris) : undefined;
  const whole = only ?? wholeOf(conversationRows.rows(legs, headers, withUris));
  return { ...whole, legs, leg, unfolded };
}
