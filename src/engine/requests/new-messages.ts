/**
 * The messages that arrived since someone last looked.
 */
import type { Conversations } from '../../conversations/conversations.js';
import { type MessageId, messageId, type RowId } from '../../model/ids.js';

export interface NewMessages {
  places: { id: MessageId; number: number }[];
  /** The id to go on with. */
  next: MessageId;
}

/**
 * Those from id `from` on that match, in order of arrival, each with its number: how many of its conversation arrived
 * before it. Looks at no more than `most` messages.
 */
export function newMessages(
  { messages, table }: Conversations,
  from: MessageId,
  most: number,
  matches: (id: MessageId) => boolean,
): NewMessages {
  const next = messageId(Math.min(messages.count, from + most));
  const places: NewMessages['places'] = [];
  // The table knows how many messages a conversation has by now; going back from the newest, each has one less before it.
  const countOf = (row: RowId) => table.messages.get(row) + table.stale.get(row);
  const cameLater = new Map<RowId, number>();
  for (let id = messageId(messages.count - 1); id >= from; id--) {
    const conversation = messages.conversation.get(id);
    const later = cameLater.get(conversation) ?? 0;
    cameLater.set(conversation, later + 1);
    if (id < next && matches(id)) places.push({ id, number: countOf(conversation) - 1 - later });
  }
  return { places: places.reverse(), next };
}
