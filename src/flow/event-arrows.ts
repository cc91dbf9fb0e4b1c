/**
 * Events between the arrows of a ladder, each below the arrow it came after. Every retransmission may draw an ICMP
 * error: if the retransmissions are folded into one arrow, so are their errors.
 */
import type { EventRow, MessageRow } from '../engine/protocol/rows.js';
import { type MessageId, NO_MESSAGE } from '../model/ids.js';
import { isTold } from '../model/times.js';
import type { Arrow } from './fold.js';

export interface EventArrow {
  /** The first of those it stands for. */
  event: EventRow;
  /** The message it is about, if that is among the rows. */
  about: MessageRow | undefined;
  times: number;
  lastUs: number;
}

/**
 * Events by the position of the arrow above them; -1 for those before the first. Arrows (made from `rows`) and events
 * come in time order. Cut messages are left out, since their arrows say so. O(messages + events).
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
    // Where a time is not known, an event is below the message it is about, else as far down as the times allow.
    while (at + 1 < arrows.length && !(arrows[at + 1]!.row.timeUs > event.timeUs)) at++;
    const about = messages.get(event.message ?? NO_MESSAGE);
    const place = about !== undefined && !isTold(event.timeUs) ? about.arrow : at;
    const key = `${about?.arrow} ${event.kind} ${event.src} ${event.dst} ${event.detail}`;
    const first = about === undefined ? undefined : folded.get(key);
    if (first) {
      first.times++;
      first.lastUs = event.timeUs;
      continue;
    }
    const arrow: EventArrow = { event, about: about?.row, times: 1, lastUs: event.timeUs };
    folded.set(key, arrow);
    const there = below.get(place);
    if (there) there.push(arrow);
    else below.set(place, [arrow]);
  }
  return below;
}

/** Messages by id, each with the arrow that shows it. */
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
