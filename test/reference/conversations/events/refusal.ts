/**
 * Why a request has no response: the event that explains it. An ICMP error counts if it quotes the request or a
 * retransmission, the end of a connection if it ran between the ends of the request; both only if no response came
 * after.
 */
import { eventClause } from '../../format/event-text.js';
import { type FailureKind, isFailure } from '../../model/event-kinds.js';
import type { MessageId, RowId } from '../../model/ids.js';
import type { Conversations } from '../conversations.js';
import type { Event } from './events.js';
import { MESSAGE } from '../message-table.js';

/** Messages searched, from the latest back. */
const MAX_STEPS = 512;

/** An event that is a failure. */
export type Failed = Event & { readonly kind: FailureKind };

/** The latest event that left a request of this row without a response; undefined where there is none, or a response came. */
export function refusal(conversations: Conversations, row: RowId, request: MessageId): Failed | undefined {
  const events = conversations.events.of(row);
  if (events.length === 0 || request < 0) return undefined;
  const sentUs = conversations.messages.timeUs.get(request);
  const event = events.findLast(
    // An event without a time is after the request it quotes.
    (each): each is Failed => !(each.timeUs < sentUs) && isFailure(each.kind) && concerns(conversations, each, request),
  );
  return event === undefined || isAnsweredAfter(conversations, row, request, event.timeUs) ? undefined : event;
}

/** "port unreachable from 10.0.0.2". */
export function refusalClause({ endpoints }: Conversations, event: Event): string {
  return eventClause(event, endpoints.host(event.source));
}

function concerns({ messages, endpoints }: Conversations, event: Event, request: MessageId): boolean {
  if (event.message >= 0) return isSameRequest(messages, request, event.message);
  const ends = [messages.source.get(request), messages.destination.get(request)].map(id => endpoints.format(id));
  return [event.source, event.destination].every(id => ends.includes(endpoints.format(id)));
}

/** The same method and CSeq: the request, sent again or forwarded. */
function isSameRequest(messages: Conversations['messages'], request: MessageId, id: MessageId): boolean {
  return (
    !messages.has(id, MESSAGE.Response) &&
    messages.method.get(id) === messages.method.get(request) &&
    messages.cseq.get(id) === messages.cseq.get(request)
  );
}

/** A response came at or after this time, or at all where a time is not known; also true if there are too many messages to search. */
function isAnsweredAfter(conversations: Conversations, row: RowId, request: MessageId, timeUs: number): boolean {
  const { table, messages } = conversations;
  let at = table.lastMessage.get(row);
  for (let steps = 0; at >= 0 && !(messages.timeUs.get(at) < timeUs); steps++) {
    const answers =
      messages.has(at, MESSAGE.Response) &&
      messages.method.get(at) === messages.method.get(request) &&
      messages.cseq.get(at) === messages.cseq.get(request);
    if (answers || steps === MAX_STEPS) return true;
    at = messages.previousMessage.get(at);
  }
  return false;
}
