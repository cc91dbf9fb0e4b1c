/**
 * What the lanes of a ladder follow from, however long it is: the first message of each kind between each two addresses
 * of a conversation. Kinds differ by method or class of response, and by whether a dialog exists (RFC 3261 section 12).
 */
import type { Conversations } from '../../conversations/conversations.js';
import { MESSAGE } from '../../conversations/message-table.js';
import type { MessageId } from '../../model/ids.js';

/** Nobody draws more than this side by side. */
const MAX_HOPS = 2000;

/** Ids of those messages, of `ids` in time order. */
export function hopsOf({ messages }: Conversations, ids: readonly MessageId[]): MessageId[] {
  const seen = new Set<string>();
  const hops: MessageId[] = [];
  for (const id of ids) {
    const from = messages.source.get(id);
    const to = messages.destination.get(id);
    // Only a proxy challenges with 407; for lanes, other responses are alike.
    const status = messages.has(id, MESSAGE.Response) ? (messages.status.get(id) === 407 ? 407 : 1) : 0;
    const kind = `${messages.method.get(id)} ${status} ${messages.toTag.get(id) === 0}`;
    const hop = `${messages.conversation.get(id)} ${from} ${to} ${kind}`;
    if (seen.has(hop)) continue;
    seen.add(hop);
    hops.push(id);
    if (hops.length === MAX_HOPS) break;
  }
  return hops;
}
