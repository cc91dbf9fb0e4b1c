/**
 * Draws one line of a ladder: the lanes, an arrow between its ends, and its label between two lanes, in the part that
 * is in view.
 */
import { isSent } from '../format/event-text.js';
import { type Line, type Role, textOf } from '../terminal/line.js';
import { width } from '../terminal/text.js';
import { arrowRole } from './arrow-colour.js';
import { arrowLabel, eventArrowLabel } from './arrow-label.js';
import { Canvas } from './canvas.js';
import type { EventArrow } from './event-arrows.js';
import type { Arrow } from './fold.js';
import { eventEnds, type Ladder, laneEnds } from './ladder.js';
import { columnOf, type LadderShape, type LadderView, LONE_LANE, lanesInView, MIN_GAP } from './ladder-shape.js';

/** A line while it is drawn. */
export interface Sheet {
  canvas: Canvas;
  ladder: Ladder;
  shape: LadderShape;
  view: LadderView;
}

/** A sheet with nothing but the lanes' lines. */
export function sheetOf(ladder: Ladder, shape: LadderShape, view: LadderView): Sheet {
  const canvas = new Canvas(view.offsetX, shape.room);
  for (const at of lanesInView(ladder, shape, view.offsetX)) {
    const column = columnOf(shape, at);
    canvas.fill(column, column + 1, view.glyphs.lane, 'faint');
  }
  return { canvas, ladder, shape, view };
}

/** What is drawn over the lanes: from one lane to another, or to itself. */
interface Stroke {
  from: number;
  to: number;
  pattern: string;
  role: Role;
  /** Its label, in at most `room` cells. */
  label: (room: number) => Line;
}

function strokeOf({ ladder, view }: Sheet, arrow: Arrow): Stroke {
  const { row } = arrow;
  const [from, to] = laneEnds(ladder, row);
  const role = arrowRole(row, view.colourBy, ladder.conversations.get(row.conversation) ?? 0);
  return {
    from,
    to,
    pattern: row.status === null ? view.glyphs.solid : view.glyphs.dashed,
    role,
    label: room => arrowLabel(arrow, room, role, ladder, view),
  };
}

export function drawArrow(sheet: Sheet, arrow: Arrow): void {
  const stroke = strokeOf(sheet, arrow);
  drawStroke(sheet, stroke);
  const { canvas, ladder, shape, view } = sheet;
  const column = columnOf(shape, stroke.from);
  if (ladder.turns.has(arrow.row.id)) canvas.fill(column, column + 1, view.glyphs.turn, stroke.role);
}

/**
 * Draws an event in the colour of errors, with a line of its own. If its sender has no lane, the arrow starts beside
 * the receiver's.
 */
export function drawEvent(sheet: Sheet, arrow: EventArrow): void {
  const { ladder, shape, view } = sheet;
  const { glyphs } = view;
  const [from, to] = eventEnds(ladder, arrow);
  const role = isSent(arrow.event.kind) ? 'error' : 'warning';
  const pattern = isSent(arrow.event.kind) ? glyphs.double : glyphs.dotted;
  const label = (room: number) => eventArrowLabel(arrow, room, role, from < 0 ? ladder.options.aliases : null, view);
  if (from >= 0 && to >= 0) drawStroke(sheet, { from, to, pattern, role, label });
  else if (to >= 0) drawFromNowhere(sheet, to, pattern, role, label);
  else {
    const last = columnOf(shape, Math.max(1, ladder.lanes.length - 1));
    const place = inView(view, columnOf(shape, 0) + 1, last, shape);
    sheet.canvas.fill(place.start, place.start + place.room, pattern, role);
    const text = label(place.room - 2);
    putLabel(sheet.canvas, text, place.start + Math.max(0, (place.room - 2 - labelWidth(text)) >> 1));
  }
}

/** An arrow that ends at a lane and begins at none: it comes from the side with more room. */
function drawFromNowhere(sheet: Sheet, lane: number, pattern: string, role: Role, labelled: Stroke['label']): void {
  const { canvas, shape, view } = sheet;
  const { glyphs } = view;
  const column = columnOf(shape, lane);
  const left = column - view.offsetX - 4;
  const right = view.offsetX + shape.room - column - 6;
  if (right >= left) {
    canvas.fill(column + 1, column + 4, glyphs.headLeft + pattern.repeat(2), role);
    putLabel(canvas, labelled(right), column + 4);
  } else {
    const label = labelled(left - 2);
    canvas.fill(column - 3, column, pattern.repeat(2) + glyphs.headRight, role);
    putLabel(canvas, label, column - 5 - labelWidth(label));
  }
}

function drawStroke(sheet: Sheet, stroke: Stroke): void {
  const { shape, view } = sheet;
  const { from, to } = stroke;
  const left = columnOf(shape, Math.min(from, to));
  const right = columnOf(shape, Math.max(from, to));
  const isLeftOfView = right < view.offsetX;
  if (isLeftOfView || left >= view.offsetX + shape.room) drawBeyond(sheet, stroke, isLeftOfView);
  else if (from === to) drawLoop(sheet, stroke, from);
  else drawAcross(sheet, stroke);
}

/** Text with a space at each side, over whatever is there. */
export function putLabel(canvas: Canvas, label: Line, column: number): void {
  if (label.length === 0) return;
  column = canvas.put(column, ' ', 'plain');
  for (const span of label) column = canvas.put(column, span.text, span.role);
  canvas.put(column, ' ', 'plain');
}

function drawAcross(sheet: Sheet, { from, to, pattern, role, label: labelled }: Stroke): void {
  const { canvas, ladder, shape, view } = sheet;
  const { glyphs } = view;
  const low = Math.min(from, to);
  const high = Math.max(from, to);
  const left = columnOf(shape, low);
  const right = columnOf(shape, high);
  canvas.fill(left + 1, right, pattern, role);
  for (const at of lanesInView(ladder, shape, view.offsetX)) {
    const column = columnOf(shape, at);
    if (at > low && at < high) canvas.fill(column, column + 1, glyphs.crossing, role);
  }
  if (to > from) canvas.fill(right - 1, right, glyphs.headRight, role);
  else canvas.fill(left + 1, left + 2, glyphs.headLeft, role);
  const whole = inView(view, left + 2, right - 1, shape);
  const label = labelled(whole.room - 2);
  const between = betweenLanes(shape, view, low, high);
  // A label covers lanes only if it fits between no two of them.
  const { start, room } = labelWidth(label) <= between.room - 2 ? between : whole;
  putLabel(canvas, label, start + ((room - 2 - labelWidth(label)) >> 1));
}

interface Place {
  start: number;
  room: number;
}

function inView(view: LadderView, start: number, end: number, shape: LadderShape): Place {
  const first = Math.max(start, view.offsetX);
  return { start: first, room: Math.min(end, view.offsetX + shape.room) - first };
}

/** The space between two lanes nearest the middle of the arrow; nearer to an end if the middle is out of view. */
function betweenLanes(shape: LadderShape, view: LadderView, low: number, high: number): Place {
  const after = (at: number) => inView(view, columnOf(shape, at) + 2, columnOf(shape, at + 1) - 1, shape);
  const middle = (low + high - 1) >> 1;
  let best = after(middle);
  for (let step = 1; best.room < MIN_GAP - 3 && step < high - low; step++) {
    for (const at of [middle - step, middle + step]) {
      if (at >= low && at < high && after(at).room > best.room) best = after(at);
    }
  }
  return best;
}

/** A message from a lane to itself: right of its lane, or left of the last lane. */
function drawLoop(sheet: Sheet, { role, label: labelled }: Stroke, lane: number): void {
  const { canvas, ladder, shape, view } = sheet;
  const column = columnOf(shape, lane);
  const room = (ladder.lanes.length > 1 ? shape.gap : LONE_LANE) - 7;
  const label = labelled(room);
  if (lane > 0 && lane === ladder.lanes.length - 1) {
    canvas.put(column - 3, view.glyphs.loopLeft, role);
    putLabel(canvas, label, column - 5 - labelWidth(label));
  } else {
    canvas.put(column + 1, view.glyphs.loopRight, role);
    putLabel(canvas, label, column + 4);
  }
}

/** An arrow wholly out of view is named at the edge it is behind. */
function drawBeyond(sheet: Sheet, { role, label: labelled }: Stroke, isLeftOfView: boolean): void {
  const { canvas, shape, view } = sheet;
  const { glyphs } = view;
  const label = labelled(Math.min(shape.room, MIN_GAP + 4) - 3);
  const edge = isLeftOfView ? view.offsetX : view.offsetX + shape.room - 1;
  canvas.fill(edge, edge + 1, isLeftOfView ? glyphs.beyondLeft : glyphs.beyondRight, role);
  putLabel(canvas, label, isLeftOfView ? edge + 1 : edge - labelWidth(label) - 2);
}

function labelWidth(label: Line): number {
  return width(textOf(label));
}
