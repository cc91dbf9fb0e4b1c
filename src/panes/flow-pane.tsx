/**
 * The flow pane: the ladder of the chosen conversations, with the names of the lanes above the lines around the cursor.
 */
import { arrowOf } from '../flow/fold.js';
import type { Colouring } from '../flow/arrow-colour.js';
import type { TimeFormat } from '../flow/clock.js';
import { ASCII_LADDER, UNICODE_LADDER } from '../flow/glyphs.js';
import type { Ladder } from '../flow/ladder.js';
import { eventAt, scrollToCursor } from '../flow/ladder-cursor.js';
import { headHeight, ladderHead, ladderLines } from '../flow/ladder-lines.js';
import { type LadderView, ladderShape, widestOffset } from '../flow/ladder-shape.js';
import type { MessageId } from '../model/ids.js';
import { type Line, line } from '../terminal/line.js';
import { cut } from '../terminal/text.js';
import type { Theme } from '../terminal/theme.js';
import { PaintedLines } from './painted-lines.js';

export interface FlowPaneProps {
  /** Null while there are no messages, for the reason in `absent`. */
  ladder: Ladder | null;
  absent: string;
  /** Position of the ladder's first message among all messages. */
  first: number;
  /** Message at the cursor and first message to show, as positions among all messages; cursor -1 for none. */
  cursor: number;
  /** Which of the events below that message's arrow; -1 if the arrow itself is meant. */
  event: number;
  top: number;
  /** Cells of the lanes scrolled off at the left. */
  offsetX: number;
  /** Marked messages, by id. */
  marks: ReadonlySet<MessageId>;
  width: number;
  height: number;
  focused: boolean;
  theme: Theme;
  ascii: boolean;
  /** Position of the lane chosen to be moved; -1 for none. */
  chosenLane: number;
  timeFormat: TimeFormat;
  colourBy: Colouring;
}

/** At most `height` lines, none wider than `width`: the head, and the ladder scrolled to show the cursor. */
export function flowLines(props: FlowPaneProps): Line[] {
  const { ladder, width, height, first } = props;
  if (height <= 0 || width <= 0) return [];
  if (!ladder || ladder.arrows.length === 0) return [line(cut(props.absent, width), 'faint')];
  const shape = ladderShape(ladder, props);
  const cursor = { at: props.cursor - first, event: props.event };
  const glyphs = props.ascii ? ASCII_LADDER : UNICODE_LADDER;
  const view: LadderView = {
    width,
    offsetX: Math.min(Math.max(0, props.offsetX), widestOffset(shape)),
    timeFormat: props.timeFormat,
    cursor: props.cursor < first ? -1 : arrowOf(ladder.arrows, cursor.at),
    cursorEvent: eventAt(ladder, cursor) === undefined ? -1 : cursor.event,
    chosenLane: props.chosenLane,
    marks: props.marks,
    focused: props.focused,
    colourBy: props.colourBy,
    glyphs,
    ascii: props.ascii,
  };
  const head = height > headHeight(ladder) + 2 ? ladderHead(ladder, view) : [];
  const room = height - head.length;
  const topArrow = arrowOf(ladder.arrows, Math.max(0, props.top - first));
  const top = scrollToCursor(ladder, cursor, topArrow, room);
  return [...head, ...ladderLines(ladder, view, top, room)];
}

export function FlowPane(props: FlowPaneProps) {
  const { width, height, theme } = props;
  return <PaintedLines lines={flowLines(props)} width={width} height={height} theme={theme} />;
}
