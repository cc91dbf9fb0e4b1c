/**
 * The columns of a ladder: time, delta, tag and lanes. The lanes share the width that is left; if they need more, the
 * drawing is wider than its window.
 */
import type { MessageId } from '../model/ids.js';
import type { Colouring } from './arrow-colour.js';
import type { LadderGlyphs } from './glyphs.js';
import { type TimeFormat, timeWidth } from './clock.js';
import type { Ladder } from './ladder.js';

/** How a ladder is shown. */
export interface LadderView {
  width: number;
  /** Columns of the lanes scrolled out to the left; times stay. */
  offsetX: number;
  timeFormat: TimeFormat;
  /** Arrow under the cursor; -1 if there is none. */
  cursor: number;
  /** Which of the events below that arrow is under the cursor; -1 for the arrow itself. */
  cursorEvent: number;
  /** Lane named in the focus role because keys move it; -1 for none. */
  chosenLane: number;
  /** Message ids. */
  marks: ReadonlySet<MessageId>;
  focused: boolean;
  colourBy: Colouring;
  glyphs: LadderGlyphs;
  ascii: boolean;
}

export interface LadderShape {
  /** Times have microseconds. */
  fine: boolean;
  /** Widths of the columns at the left, each with the space after it; 0 if there is no room for one. */
  time: number;
  delta: number;
  tag: number;
  /** Columns before the lanes. */
  left: number;
  /** Columns for the lanes in view, and columns of the whole drawing of the lanes. */
  room: number;
  drawing: number;
  /** Columns from a lane to the next. */
  gap: number;
}

/** An IPv4 address and a space; "180 Ringing" with both ends of its arrow. */
export const MIN_GAP = 16;
/** Longer arrows are no easier to read. */
const MAX_GAP = 48;
/** Room right of a single lane, for a message it sends itself. */
export const LONE_LANE = 24;
/** Columns beside the outer lanes. */
export const MARGIN = 2;

export function ladderShape(ladder: Ladder, view: Pick<LadderView, 'width' | 'timeFormat'>): LadderShape {
  const { width, timeFormat } = view;
  const spaces = Math.max(1, ladder.lanes.length - 1);
  const fine = width >= 100;
  const time = width < 36 ? 0 : timeWidth(timeFormat, fine) + 1;
  const delta = width - time < 40 ? 0 : 9;
  const tag = ladder.conversations.size > 1 ? tagOf(ladder, ladder.conversations.size - 1).length + 1 : 0;
  const left = Math.min(width, 1 + time + delta + tag);
  const room = width - left;
  const fitting = Math.min(MAX_GAP, Math.floor((room - 2 * MARGIN - 1) / spaces));
  const gap = ladder.lanes.length < 2 ? LONE_LANE : Math.max(MIN_GAP, fitting);
  return { fine, time, delta, tag, left, room, drawing: 2 * MARGIN + 1 + gap * spaces, gap };
}

/** Largest useful sideways offset. */
export function widestOffset(shape: LadderShape): number {
  return Math.max(0, shape.drawing - shape.room);
}

/** Column of a lane in the drawing. */
export function columnOf(shape: LadderShape, lane: number): number {
  return MARGIN + lane * shape.gap;
}

/** Positions of the lanes in view, and one more on each side, whose name may reach into view. */
export function* lanesInView(ladder: Ladder, shape: LadderShape, offsetX: number): Generator<number> {
  const begin = Math.max(0, Math.floor((offsetX - MARGIN) / shape.gap));
  const end = Math.min(ladder.lanes.length - 1, Math.ceil((offsetX + shape.room - MARGIN) / shape.gap));
  for (let at = begin; at <= end; at++) yield at;
}

/** "A" to "Z", then "27", tells the conversations of one ladder apart; the number of a leg those of one call. */
export function tagOf({ options }: Ladder, order: number): string {
  return order < 26 && options.legs.size === 0 ? String.fromCharCode(65 + order) : String(order + 1);
}
