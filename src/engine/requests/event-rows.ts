/**
 * Events as they cross the thread: those kept in the tables, and those that messages tell of themselves. What happened to one
 * connection is kept once for each conversation, and shown once where they are shown together.
 */
import type { Conversations } from '../../conversations/conversations.js';
import type { Event } from '../../conversations/events/events.js';
import { MESSAGE } from '../../conversations/message-table.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { isTold } from '../../model/times.js';
import type { CaptureIndex } from '../capture-index.js';
import type { EventRow } from '../protocol/rows.js';

/** Events of one answer. */
const MAX_EVENTS = 5000;

/** What happened around `count` messages from `first` on, of all the messages (`ids`, by time) of some conversations. */
export function eventsOf(
  index: CaptureIndex,
  rows: readonly RowId[],
  ids: readonly MessageId[],
  first: number,
  count: number,
): EventRow[] {
  const { conversations } = index;
  const { orderUs } = conversations.messages;
  const fromUs = first > 0 && first < ids.length ? orderUs.get(ids[first]!) : Number.NEGATIVE_INFINITY;
  const next = ids[first + count];
  const toUs = next === undefined ? Number.POSITIVE_INFINITY : orderUs.get(next);
  const made: EventRow[] = [];
  const shown = new Set<string>();
  for (const row of rows) {
    const dated = index.clock.isDated(row);
    for (const event of [...conversations.events.of(row), ...lossesDuring(index, row)]) {
      const placeUs = placeOf(conversations, event);
      if (placeUs < fromUs || placeUs >= toUs) continue;
      const { kind, message, file, recordOffset, source } = event;
      const key = `${kind} ${file} ${recordOffset} ${event.timeUs} ${source} ${message}`;
      if (shown.has(key)) continue;
      shown.add(key);
      made.push(eventRow(conversations, kind === 'capture-loss' ? null : row, event, dated));
    }
  }
  const cut = new Set(made.map(({ message }) => message));
  for (const id of ids.slice(first, first + count)) {
    if (!conversations.messages.has(id, MESSAGE.Truncated) || cut.has(id)) continue;
    made.push(cutMessage(conversations, id, index.clock.dated(id)));
  }
  return made.sort(byTime).slice(0, MAX_EVENTS);
}

/** Where an event belongs: at its time, else at that of the message it is about. */
function placeOf({ messages }: Conversations, { timeUs, message }: Event): number {
  return isTold(timeUs) || message < 0 ? timeUs : messages.orderUs.get(message);
}

/** Those without a time last: the others tell an order. */
function byTime(a: EventRow, b: EventRow): number {
  if (!isTold(a.timeUs) || !isTold(b.timeUs)) return Number(isTold(b.timeUs)) - Number(isTold(a.timeUs));
  return a.timeUs - b.timeUs;
}

/** What the source of a conversation lost while it lasted. */
function lossesDuring({ conversations }: CaptureIndex, row: RowId): readonly Event[] {
  const { events, messages, table } = conversations;
  const losses = events.ofSource(messages.origin.get(table.firstMessage.get(row)));
  const startUs = table.startUs.get(row);
  const endUs = table.endUs.get(row);
  return losses.filter(({ timeUs }) => timeUs >= startUs && timeUs <= endUs);
}

function eventRow(
  { endpoints }: Conversations,
  conversation: RowId | null,
  { kind, timeUs, message, source, destination, detail }: Event,
  dated: boolean,
): EventRow {
  const address = (endpoint: number) =>
    endpoints.port(endpoint) === 0 ? endpoints.host(endpoint) : endpoints.format(endpoint);
  return {
    kind,
    timeUs,
    dated,
    conversation,
    message: message < 0 ? null : message,
    src: address(source),
    dst: address(destination),
    detail,
  };
}

/** A message cut by the snap length, or by the end of its capture, needs no event in the tables: its flag says so. */
function cutMessage({ endpoints, messages }: Conversations, id: MessageId, dated: boolean): EventRow {
  return {
    kind: 'message-cut',
    timeUs: messages.timeUs.get(id),
    dated,
    conversation: messages.conversation.get(id),
    message: id,
    src: endpoints.format(messages.source.get(id)),
    dst: endpoints.format(messages.destination.get(id)),
    detail: null,
  };
}
