/**
 * Events between the arrows of a ladder: each below the arrow it came after. An ICMP error is sent for every retransmission: where
 * those are one arrow, their errors are one, too.
 */
import type { EventRow, MessageRow } from '../engine/protocol/rows.js';
import { type MessageId, NO_MESSAGE } from '../model/ids.js';
import type { Arrow } from './fold.js';

export interface EventArrow {
  /** The first of those it stands for. */
  event: EventRow;
  /** The message it is about, where that is among the rows. */
  about: MessageRow | undefined;
  times: number;
  lastUs: number;
}

/**
 * Events by the position of the arrow they stand below; -1 for those before the first. Arrows, made of `rows`, and events are given
 * by time. What an arrow says itself, that its message is cut, is left out. O(messages + events).
 */
export function eventsBelow(
  arrows: readonly Arrow[],
  rows: readonly MessageRow[],
  events: readonly EventRow[],
): Map<number, EventArrow[]> {
  const below = new Map<number, EventArrow[]>();
  if (events.length === 0) return below;
  const messages = messagesById(arrows, rows);
  const folded = new Map<string, EventArrow>();
  let at = -1;
  for (const event of events) {
    if (event.kind === 'message-cut') continue;
    while (at + 1 < arrows.length && arrows[at + 1]!.row.timeUs <= event.timeUs) at++;
    const about = messages.get(event.message ?? NO_MESSAGE);
    const key = `${about?.arrow} ${event.kind} ${event.src} ${event.dst} ${event.detail}`;
    const first = about === undefined ? undefined : folded.get(key);
    if (first) {
      first.times++;
      first.lastUs = event.timeUs;
      continue;
    }
    const arrow: EventArrow = { event, about: about?.row, times: 1, lastUs: event.timeUs };
    folded.set(key, arrow);
    const there = below.get(at);
    if (there) there.push(arrow);
    else below.set(at, [arrow]);
  }
  return below;
}

/** Messages by their ids, and the arrow each is shown by. */
function messagesById(
  arrows: readonly Arrow[],
  rows: readonly MessageRow[],
): Map<MessageId, { arrow: number; row: MessageRow }> {
  const known = new Map<MessageId, { arrow: number; row: MessageRow }>();
  arrows.forEach(({ members }, arrow) => {
    for (const member of members) known.set(rows[member]!.id, { arrow, row: rows[member]! });
  });
  return known;
}
