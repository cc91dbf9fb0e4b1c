/**
 * The message pane: the exact text of a message around the cursor, its faults, the search hits, and the meaning of the
 * line at the cursor.
 */
import { useMemo } from 'react';
import { explainLine } from '../../sip/view/explain.js';
import { findInMessage, type Hit } from '../../sip/view/find.js';
import { type Line, line } from '../../terminal/line.js';
import { cut, safe, width as widthOf, wrap } from '../../terminal/text.js';
import type { Theme } from '../../terminal/theme.js';
import {
  GUTTER,
  type MessageText,
  meaningRows,
  messageText,
  type TextRow,
  textRows,
  topRow,
} from '../../store/view/message-layout.js';
import { cellsBetween, colouredLine, spansBetween, withHits, withHitsBetween } from './message-text.js';
import { PaintedLines } from '../painted-lines.js';

export interface MessagePaneProps {
  /** The bytes of the message; null if there is none, for the reason in `absent`. */
  bytes: Uint8Array | null;
  /** Why there is no message, in a sentence; "" if none is chosen. */
  absent: string;
  /** The capture lacks the end of the message. */
  truncated: boolean;
  /** Line at the cursor, as a position in messageLines(bytes); the pane scrolls to it. */
  cursor: number;
  /** Cells scrolled off at the left when lines are not wrapped. */
  offsetX: number;
  wrap: boolean;
  /** Text or /regular expression/ searched for ("" for none), and the current hit (-1 for none). */
  find: string;
  hit: number;
  width: number;
  height: number;
  focused: boolean;
  theme: Theme;
  ascii: boolean;
  /** Syntax colours. */
  syntax: boolean;
}

export function MessagePane(props: MessagePaneProps) {
  const { bytes, truncated, ascii, width, height, wrap: isWrapped, find, theme } = props;
  const message = useMemo(() => bytes && messageText(bytes, truncated, ascii), [bytes, truncated, ascii]);
  const rows = useMemo(
    () => (message ? textRows(message, width - GUTTER, isWrapped) : []),
    [message, width, isWrapped],
  );
  const hits = useMemo(() => (message ? findInMessage(message.lines, find).hits : []), [message, find]);
  const lines = message
    ? messagePaneLines(message, rows, hits, props)
    : [line(cut(safe(props.absent, ascii), Math.max(0, width)), 'faint')];
  return <PaintedLines lines={lines} width={width} height={height} theme={theme} />;
}

/** At most `height` lines, none wider than `width`. `rows` are textRows for the width less the gutter. */
export function messagePaneLines(
  message: MessageText,
  rows: readonly TextRow[],
  hits: readonly Hit[],
  props: MessagePaneProps,
): Line[] {
  const { width, height } = props;
  if (height <= 0 || width <= GUTTER) return [];
  const meaning = explanation(message, props);
  const room = height - meaning.length;
  const top = topRow(rows, hits[props.hit], props.cursor, room);
  const shown = rows.slice(top, top + room).map(row => rowLine(message, row, hits, props));
  while (meaning.length > 0 && shown.length < room) shown.push([]);
  return [...shown, ...meaning];
}

function rowLine(message: MessageText, row: TextRow, hits: readonly Hit[], props: MessagePaneProps): Line {
  const room = props.width - GUTTER;
  const pointer = row.line === props.cursor && !('remark' in row) && row.start === 0;
  const gutter = {
    text: pointer ? (props.ascii ? '> ' : '› ') : '  ',
    role: props.focused ? 'focus' : 'faint',
  } as const;
  if ('remark' in row) return [gutter, { text: row.remark, role: row.role }];
  const text = message.texts[row.line]!;
  const inLine = hits.filter(hit => hit.line === row.line);
  const { coloured, ranges } = drawnLine(message, row.line, inLine, props);
  const current = hits[props.hit];
  const before = current?.line === row.line ? inLine.indexOf(current) : -1;
  // A character wider than the pane is dropped rather than widen the row.
  if (props.wrap) {
    const part = spansBetween(coloured, row.start, row.end);
    return [gutter, ...cellsBetween(withHitsBetween(part, ranges, before, row.start, row.end), 0, room)];
  }
  const offset = offsetOf(text, ranges[before], props.offsetX, room);
  return [gutter, ...cellsBetween(withHits(coloured, ranges, before), offset, offset + room)];
}

/** A line as it is drawn: all of it, since the rows of a long line are many, and its colours are the same in each frame. */
interface DrawnLine {
  coloured: Line;
  /** Places of the text looked for in it. */
  ranges: readonly Hit[];
  find: string;
  syntax: boolean;
}

const known = new WeakMap<MessageText, Map<number, DrawnLine>>();

/** @param hits Those in the line. */
function drawnLine(
  message: MessageText,
  at: number,
  hits: readonly Hit[],
  { find, syntax }: MessagePaneProps,
): DrawnLine {
  const lines = known.get(message) ?? new Map<number, DrawnLine>();
  known.set(message, lines);
  const last = lines.get(at);
  if (last?.find === find && last.syntax === syntax) return last;
  const text = message.texts[at]!;
  const ranges = text === message.lines[at]!.text ? hits : findInMessage([{ text }], find).hits;
  const drawn = { coloured: colouredLine(message, at, syntax), ranges, find, syntax };
  lines.set(at, drawn);
  return drawn;
}

/** The sideways offset that keeps the current hit in view. */
function offsetOf(text: string, range: Hit | undefined, offsetX: number, room: number): number {
  if (!range) return offsetX;
  const start = widthOf(text.slice(0, range.start));
  const end = start + widthOf(text.slice(range.start, range.end));
  return start >= offsetX && end <= offsetX + room ? offsetX : Math.max(0, Math.min(start, end - room + (room >> 2)));
}

/** The meaning of the line at the cursor, in at most two rows. */
function explanation(message: MessageText, props: MessagePaneProps): Line[] {
  const { width, height, ascii, cursor } = props;
  const source = message.lines[cursor];
  const rows = meaningRows(message, cursor, height);
  if (!source || rows === 0) return [];
  const sentence = safe(explainLine(source) ?? '', ascii);
  const mark = ascii ? '~' : '…';
  const first = wrap(sentence, width)[0]!;
  if (rows === 1) return [line(cut(sentence, width, mark), 'title')];
  return [
    line(sentence.slice(first.start, first.end), 'title'),
    line(cut(sentence.slice(first.end).trimStart(), width, mark), 'title'),
  ];
}
