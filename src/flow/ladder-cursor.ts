/** The cursor of a ladder: on an arrow, or on one of the events below it. */
import type { EventArrow } from './event-arrows.js';
import { arrowOf, nearestArrow } from './fold.js';
import { blockStart, eventLineOf, type Ladder, scrollToLines } from './ladder.js';

export interface LadderCursor {
  /** Position of a message among the ladder's rows. */
  at: number;
  /** Which of the events below its arrow; -1 for the arrow itself. */
  event: number;
}

/** The event under a cursor; undefined if it is on an arrow. */
export function eventAt(ladder: Ladder, { at, event }: LadderCursor): EventArrow | undefined {
  return event < 0 ? undefined : ladder.events.get(arrowOf(ladder.arrows, at))?.[event];
}

/** The cursor moved by this many arrows and events; it stops at the ends. */
export function moveAlong(ladder: Ladder, from: LadderCursor, places: number): LadderCursor {
  let arrow = nearestArrow(ladder.arrows, from.at);
  let event = eventAt(ladder, from) === undefined ? -1 : from.event;
  const eventsBelow = () => ladder.events.get(arrow)?.length ?? 0;
  for (let left = Math.abs(places); left > 0; left--) {
    if (places > 0 && event + 1 < eventsBelow()) event++;
    else if (places > 0 && arrow + 1 < ladder.arrows.length) [arrow, event] = [arrow + 1, -1];
    else if (places < 0 && event >= 0) event--;
    else if (places < 0 && arrow > 0) {
      arrow--;
      event = eventsBelow() - 1;
    } else break;
  }
  return { at: ladder.arrows[arrow]?.at ?? 0, event };
}

/** Position of the message `places` arrows away from the one at `at`, ignoring events; it stops at the ends. */
export function moveOverEvents(ladder: Ladder, at: number, places: number): number {
  const arrow = nearestArrow(ladder.arrows, at) + places;
  return ladder.arrows[Math.max(0, Math.min(ladder.arrows.length - 1, arrow))]?.at ?? 0;
}

/** First line to show so that the cursor is in a window of `height` lines that would begin at arrow `top`. */
export function scrollToCursor(ladder: Ladder, cursor: LadderCursor, top: number, height: number): number {
  const arrow = arrowOf(ladder.arrows, cursor.at);
  const wanted = blockStart(ladder, top);
  if (arrow < 0) return scrollToLines(ladder, -1, -1, wanted, height);
  if (eventAt(ladder, cursor) === undefined)
    return scrollToLines(ladder, ladder.starts[arrow]!, ladder.starts[arrow + 1]!, wanted, height);
  const line = eventLineOf(ladder, arrow, cursor.event);
  return scrollToLines(ladder, line, line + 1, wanted, height);
}
