/**
 * The messages that came since someone last looked. In: the id to begin with. Out: those that match, with their number in their
 * conversation, in order of arrival.
 */
import type { Conversations } from '../../conversations/conversations.js';

export interface NewMessages {
  places: { id: number; number: number }[];
  /** The id to go on with. */
  next: number;
}

/** Looks at no more than `most` messages. A number counts those of its conversation that came before it. */
export function newMessages(
  { messages, table }: Conversations,
  from: number,
  most: number,
  matches: (id: number) => boolean,
): NewMessages {
  const next = Math.min(messages.count, from + most);
  const places: NewMessages['places'] = [];
  // The table knows how many a conversation has by now: going back from the newest, each is the one before.
  const cameLater = new Map<number, number>();
  for (let id = messages.count - 1; id >= from; id--) {
    const conversation = messages.conversation.get(id);
    const later = cameLater.get(conversation) ?? 0;
    cameLater.set(conversation, later + 1);
    if (id < next && matches(id)) places.push({ id, number: table.messages.get(conversation) - 1 - later });
  }
  return { places: places.reverse(), next };
}
