/**
 * A whole ladder as plain text, for `flow FILE ID`. Nothing is left out, so lines are longer than the width if there
 * are many lanes.
 */
import type { EventRow, MessageRow } from '../engine/protocol/rows.js';
import { textOf } from '../terminal/line.js';
import type { TimeFormat } from './clock.js';
import { ASCII_LADDER, UNICODE_LADDER } from './glyphs.js';
import { LADDER_DEFAULTS, type LadderOptions, ladderHeight, layoutLadder } from './ladder.js';
import { ladderHead, ladderLines } from './ladder-lines.js';
import { type LadderView, ladderShape } from './ladder-shape.js';

export interface LadderTextOptions extends Partial<LadderOptions> {
  width: number;
  ascii?: boolean;
  timeFormat?: TimeFormat;
}

/** The head and every line of the ladder; no lines without messages. */
export function ladderText(
  rows: readonly MessageRow[],
  options: LadderTextOptions,
  events: readonly EventRow[] = [],
): string[] {
  if (rows.length === 0) return [];
  const { width, ascii = false, timeFormat = 'time', ...chosen } = options;
  const ladder = layoutLadder(rows, { ...LADDER_DEFAULTS, ...chosen }, rows, events);
  const shape = ladderShape(ladder, { width, timeFormat });
  const view: LadderView = {
    width: Math.max(width, shape.left + shape.drawing),
    offsetX: 0,
    timeFormat,
    cursor: -1,
    cursorEvent: -1,
    chosenLane: -1,
    marks: new Set(),
    focused: false,
    colourBy: 'status',
    glyphs: ascii ? ASCII_LADDER : UNICODE_LADDER,
    ascii,
  };
  const lines = [...ladderHead(ladder, view), ...ladderLines(ladder, view, 0, ladderHeight(ladder))];
  return lines.map(line => textOf(line).trimEnd());
}
