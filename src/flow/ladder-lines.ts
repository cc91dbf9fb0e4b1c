/**
 * Draws a window of a ladder. The cost depends on the lines and lanes in view, not on the size of the ladder.
 *
 *    A 4151502 to 5660066   B 4151502 to 5660001
 *                        10.0.0.1        10.0.0.2        10.0.0.3
 *                        caller           proxy            called
 *   16:41:37.979         A │─ INVITE SDP ─►│               │
 *   16:41:38.010  +0.031 A │               │─ INVITE SDP ─►│
 *   16:41:38.021  +0.011 A │◄ 100 Trying ╌╌│               │
 *   16:41:38.022  +0.001 B │               │◄═ ICMP port ══│
 */
import { NO_ROW } from '../model/ids.js';
import { cutLine, type Line, type Role, type Span, textOf, widthOf as lineWidth } from '../terminal/line.js';
import { cut, safe, slice, width as widthOf } from '../terminal/text.js';
import { conversationRole } from './arrow-colour.js';
import type { EventRow, MessageRow } from '../engine/protocol/rows.js';
import { drawArrow, drawEvent, putLabel, sheetOf } from './arrow-drawing.js';
import { Canvas } from './canvas.js';
import { formatDelta, formatTime } from './clock.js';
import type { EventArrow } from './event-arrows.js';
import { arrowAtLine, type Below, belowArrow, type Ladder, ladderHeight, laneEnds } from './ladder.js';
import {
  columnOf,
  type LadderShape,
  type LadderView,
  ladderShape,
  lanesInView,
  MARGIN,
  tagOf,
} from './ladder-shape.js';
import type { Lane } from './lanes.js';

/** Lines of the head: names, ports with roles, and above them a legend if there are several conversations. */
export function headHeight(ladder: Ladder): number {
  return ladder.conversations.size > 1 ? 3 : 2;
}

/** The head: a name over each lane, and under it its port and roles. */
export function ladderHead(ladder: Ladder, view: LadderView): Line[] {
  const shape = ladderShape(ladder, view);
  const names = new Canvas(view.offsetX, shape.room);
  const roles = new Canvas(view.offsetX, shape.room);
  for (const at of lanesInView(ladder, shape, view.offsetX)) {
    const lane = ladder.lanes[at]!;
    putOverLane(names, ladder, shape, view, at, safe(lane.name, view.ascii), at === view.chosenLane ? 'focus' : 'name');
    putOverLane(roles, ladder, shape, view, at, underName(lane, view.ascii), 'faint');
  }
  const gutter: Span = { text: ' '.repeat(shape.left), role: 'plain' };
  const lanes = [names, roles].map(canvas => [gutter, ...canvas.line()]);
  return ladder.conversations.size > 1 ? [legend(ladder, view), ...lanes] : lanes;
}

/** "A 4151502 to 5660066   B …". Begins at the conversation under the cursor if not all fit. */
function legend(ladder: Ladder, view: LadderView): Line {
  const current = ladder.conversations.get(ladder.arrows[view.cursor]?.row.conversation ?? NO_ROW) ?? -1;
  const from = (first: number): Span[] => {
    const spans: Span[] = [];
    for (let order = first, cells = 0; order < ladder.names.length && cells <= view.width; order++) {
      const tag: Span = { text: ` ${tagOf(ladder, order)} `, role: conversationRole(order) };
      const text = `${safe(ladder.names[order]!, view.ascii)}  `;
      spans.push(tag, { text, role: order === current ? 'strong' : 'plain' });
      cells += tag.text.length + widthOf(text);
    }
    return spans;
  };
  const all = from(0);
  const shown = lineWidth(all) <= view.width ? all : from(Math.max(0, current));
  return cutLine(shown, view.width, view.glyphs.cut);
}

/** Lines [first, first + count) of the ladder; fewer at its end. */
export function ladderLines(ladder: Ladder, view: LadderView, first: number, count: number): Line[] {
  const shape = ladderShape(ladder, view);
  const lines: Line[] = [];
  const start = Math.max(0, first);
  const end = Math.min(ladderHeight(ladder), first + count);
  let at = start < ladder.starts[0]! ? -1 : arrowAtLine(ladder, start);
  for (let line = start; line < end; line++) {
    if (line >= ladder.starts[at + 1]!) at++;
    const below = at < 0 ? line + 1 : line - ladder.starts[at]!;
    if (below > 0) lines.push(belowLine(ladder, view, shape, at, belowArrow(ladder, at, below - 1)));
    else lines.push(pointed(arrowLine(ladder, view, shape, at), view, isUnderCursor(view, at, undefined)));
  }
  return lines;
}

function arrowLine(ladder: Ladder, view: LadderView, shape: LadderShape, at: number): Line {
  const sheet = sheetOf(ladder, shape, view);
  drawArrow(sheet, ladder.arrows[at]!);
  const { row } = ladder.arrows[at]!;
  const pointer: Span = view.marks.has(row.id)
    ? { text: view.glyphs.mark, role: 'mark' }
    : pointerOf(view, isUnderCursor(view, at, undefined));
  const before = ladder.arrows[at - 1]?.row;
  return [...cutSpans([pointer, ...leftColumns(ladder, view, shape, row, before)], view.width), ...sheet.canvas.line()];
}

function eventLine(ladder: Ladder, view: LadderView, shape: LadderShape, at: number, arrow: EventArrow): Line {
  const sheet = sheetOf(ladder, shape, view);
  drawEvent(sheet, arrow);
  const left = leftColumns(ladder, view, shape, arrow.event, ladder.arrows[at]?.row);
  const isCurrent = at >= 0 && isUnderCursor(view, at, ladder.events.get(at)?.indexOf(arrow));
  const line = [...cutSpans([pointerOf(view, isCurrent), ...left], view.width), ...sheet.canvas.line()];
  return pointed(line, view, isCurrent);
}

/** Whether the cursor is on an arrow (`event` undefined), or on an event below it. */
function isUnderCursor(view: LadderView, at: number, event: number | undefined): boolean {
  return at === view.cursor && view.cursorEvent === (event ?? -1);
}

function pointerOf(view: LadderView, isCurrent: boolean): Span {
  return { text: isCurrent ? view.glyphs.cursor : ' ', role: 'focus' };
}

/** The line under the cursor, in reverse video if the pane has the focus. */
function pointed(line: Line, view: LadderView, isCurrent: boolean): Line {
  return isCurrent && view.focused ? inverted(line, view.width) : line;
}

/** Time, time since the arrow before, tag of the conversation. */
function leftColumns(
  ladder: Ladder,
  view: LadderView,
  shape: LadderShape,
  row: MessageRow | EventRow,
  before: MessageRow | undefined,
): Span[] {
  const spans: Span[] = [];
  if (shape.time > 0) {
    const time = formatTime(row.timeUs, ladder.rows[0]!.timeUs, row.dated, view.timeFormat, shape.fine);
    spans.push({ text: column(time, shape.time), role: 'faint' });
  }
  if (shape.delta > 0) {
    const deltaUs = before ? row.timeUs - before.timeUs : 0;
    const role = Math.abs(deltaUs) >= 1e6 ? 'number' : 'faint';
    spans.push({ text: column(before ? formatDelta(deltaUs) : '', shape.delta), role });
  }
  if (shape.tag > 0) {
    const order = row.conversation === null ? undefined : ladder.conversations.get(row.conversation);
    const tag = order === undefined ? '' : tagOf(ladder, order);
    spans.push({ text: tag.padEnd(shape.tag), role: conversationRole(order ?? 0) });
  }
  return spans;
}

/** Right-aligned text in a column whose last cell stays free. */
function column(text: string, cells: number): string {
  return `${text.padStart(cells - 1).slice(0, cells - 1)} `;
}

/** A line below an arrow: an event, or one of its media. */
function belowLine(ladder: Ladder, view: LadderView, shape: LadderShape, at: number, below: Below): Line {
  if ('event' in below) return eventLine(ladder, view, shape, at, below);
  const { canvas } = sheetOf(ladder, shape, view);
  const arrow = ladder.arrows[at]!;
  const shown = cut(safe(below.media, view.ascii), Math.max(0, shape.room - 2), view.glyphs.cut);
  const wanted = columnOf(shape, Math.min(...laneEnds(ladder, arrow.row))) + 2;
  const last = view.offsetX + shape.room - widthOf(shown) - 2;
  const start = Math.max(view.offsetX, Math.min(wanted, last));
  if (shown !== '') putLabel(canvas, [{ text: shown, role: 'media' }], start);
  return [{ text: ' '.repeat(shape.left), role: 'plain' }, ...canvas.line()];
}

/** Outer names are pushed inwards by the edges. */
function putOverLane(
  canvas: Canvas,
  ladder: Ladder,
  shape: LadderShape,
  view: LadderView,
  at: number,
  text: string,
  role: Role,
): void {
  const last = ladder.lanes.length - 1;
  const room = last === 0 ? shape.drawing : at === 0 || at === last ? (shape.gap >> 1) + MARGIN : shape.gap - 1;
  const shown = cut(text, room, view.glyphs.cut);
  const cells = widthOf(shown);
  const centred = columnOf(shape, at) - (cells >> 1);
  canvas.put(Math.max(0, Math.min(centred, shape.drawing - cells)), shown, role);
}

function underName(lane: Lane, ascii: boolean): string {
  const port = lane.port === '' ? '' : `:${lane.port} `;
  return safe(port + lane.roles.join('/'), ascii);
}

/** The cursor's row, in reverse video over the whole width. */
function inverted(line: Line, width: number): Line {
  const rest = ' '.repeat(Math.max(0, width - widthOf(textOf(line))));
  return [...line, { text: rest, role: 'plain' as const }].map(span => ({ ...span, inverse: true }));
}

function cutSpans(spans: Span[], room: number): Span[] {
  if (widthOf(textOf(spans)) <= room) return spans;
  const kept: Span[] = [];
  for (const span of spans) {
    const text = slice(span.text, 0, room);
    if (text !== '') kept.push({ ...span, text });
    room -= widthOf(text);
  }
  return kept;
}
