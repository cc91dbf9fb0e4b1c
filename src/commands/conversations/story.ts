/** Conversations for `show` and `flow`: their messages and the events between them, by time. */
import type { Engine } from '../../engine/protocol/engine.js';
import type { EventRow, MessageRow } from '../../engine/protocol/rows.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { isoTime } from '../../format/times.js';

const PAGE = 500;

/** A message with its number in its conversation, or an event with that of the message it is about; null if it is about none. */
export type Part =
  | { number: number; row: MessageRow; about: readonly EventRow[] }
  | { event: EventRow; number: number | null };

/**
 * Every message of some conversations with the events about it, and every event after the messages before it, in one order of time.
 * Read page by page.
 */
export async function* conversationStory(engine: Engine, conversations: RowId[]): AsyncGenerator<Part> {
  const numbers = new Map<MessageId, number>();
  const counts = new Map<RowId, number>();
  for (let first = 0; ; first += PAGE) {
    const ask = { conversations, first, count: PAGE, withSdp: false };
    const { rows, events } = await engine.request('messages', ask);
    let next = 0;
    const numbered = (event: EventRow): Part => ({
      event,
      number: event.message === null ? null : (numbers.get(event.message) ?? null),
    });
    for (const row of rows) {
      while (next < events.length && events[next]!.timeUs < row.timeUs) yield numbered(events[next++]!);
      const number = counts.get(row.conversation) ?? 0;
      counts.set(row.conversation, number + 1);
      numbers.set(row.id, number);
      yield { number, row, about: events.filter(({ message }) => message === row.id) };
    }
    while (next < events.length) yield numbered(events[next++]!);
    if (rows.length < PAGE) return;
  }
}

/** The object of an event; its field names and meaning are a promise. `message` is the number in `show`. */
export function eventObject(event: EventRow, message: number | null): Record<string, unknown> {
  const { kind, timeUs, dated, src, dst, detail } = event;
  return { event: kind, time: isoTime(timeUs, dated), src, dst, message, detail };
}
