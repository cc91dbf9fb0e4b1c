/**
 * The flow pane: the ladder of the chosen conversations. In: their messages as the store holds them, and how to show them.
 * Out: a head with the lanes' names and the lines of the ladder around the cursor.
 */
import { useMemo } from 'react';
import type { MessageRow } from '../engine/protocol.js';
import type { TimeFormat } from '../flow/clock.js';
import { arrowOf, type Unfolded } from '../flow/fold.js';
import { ASCII_LADDER, UNICODE_LADDER } from '../flow/glyphs.js';
import { type Ladder, layoutLadder, scrollToArrow } from '../flow/ladder.js';
import { HEAD_HEIGHT, ladderHead, ladderLines } from '../flow/ladder-lines.js';
import { type LadderView, ladderShape, widestOffset } from '../flow/ladder-shape.js';
import { type Line, line } from '../terminal/line.js';
import { cut } from '../terminal/text.js';
import type { Theme } from '../terminal/theme.js';
import { PaintedLines } from './painted-lines.js';

export interface FlowPaneProps {
  /** Messages of the conversations shown, a window of them in time order. */
  rows: readonly MessageRow[];
  /** Position of rows[0] among all messages, and how many there are. */
  first: number;
  total: number;
  /** Message under the cursor and first message wanted in view, as positions among all messages; cursor -1 for none. */
  cursor: number;
  top: number;
  /** Cells of the lanes scrolled away at the left. */
  offsetX: number;
  /** Marked messages, by id. */
  marks: ReadonlySet<number>;
  width: number;
  height: number;
  focused: boolean;
  theme: Theme;
  ascii: boolean;
  aliases: Readonly<Record<string, string>>;
  mergePorts: boolean;
  laneOrder: readonly string[];
  /** Lane chosen to be moved, by position; -1 for none. */
  chosenLane: number;
  timeFormat: TimeFormat;
  showSdp: boolean;
  unfolded: Unfolded;
}

/** The ladder of a flow pane's messages; worked out again only when one of these changes. */
export type FlowLadderProps = Pick<
  FlowPaneProps,
  'rows' | 'aliases' | 'mergePorts' | 'laneOrder' | 'showSdp' | 'unfolded'
>;

export function flowLadder({ rows, aliases, mergePorts, laneOrder, showSdp, unfolded }: FlowLadderProps): Ladder {
  return layoutLadder(rows, { mergePorts, order: laneOrder, aliases, unfolded, showSdp });
}

/** At most `height` lines, none wider than `width`: the head, then the ladder scrolled so that the cursor is in view. */
export function flowLines(ladder: Ladder, props: FlowPaneProps): Line[] {
  const { width, height, first, total, rows } = props;
  if (height <= 0 || width <= 0) return [];
  if (rows.length === 0) return [line(cut(total > 0 ? 'reading messages' : 'no messages', width), 'faint')];
  const shape = ladderShape(ladder, props);
  const glyphs = props.ascii ? ASCII_LADDER : UNICODE_LADDER;
  const view: LadderView = {
    width,
    offsetX: Math.min(Math.max(0, props.offsetX), widestOffset(shape)),
    timeFormat: props.timeFormat,
    cursor: props.cursor < first ? -1 : arrowOf(ladder.arrows, props.cursor - first),
    chosenLane: props.chosenLane,
    marks: props.marks,
    focused: props.focused,
    glyphs,
    ascii: props.ascii,
  };
  const head = height > HEAD_HEIGHT + 2 ? ladderHead(ladder, view) : [];
  const room = height - head.length;
  const topArrow = arrowOf(ladder.arrows, Math.max(0, props.top - first));
  const wanted = topArrow < 0 ? 0 : ladder.starts[topArrow]!;
  const top = scrollToArrow(ladder, view.cursor, wanted, room);
  return [...head, ...ladderLines(ladder, view, top, room)];
}

export function FlowPane(props: FlowPaneProps) {
  const { rows, aliases, mergePorts, laneOrder, showSdp, unfolded, width, height, theme } = props;
  const ladder = useMemo(
    () => flowLadder({ rows, aliases, mergePorts, laneOrder, showSdp, unfolded }),
    [rows, aliases, mergePorts, laneOrder, showSdp, unfolded],
  );
  return <PaintedLines lines={flowLines(ladder, props)} width={width} height={height} theme={theme} />;
}
