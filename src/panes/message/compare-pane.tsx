/**
 * The compare pane: two messages header by header, with a summary; side by side if the width allows, else one above the
 * other.
 */
import { useMemo } from 'react';
import { type ComparedRow, type Comparison, compareMessages, type Difference } from '../../sip/view/compare.js';
import { messageLines } from '../../sip/view/message-lines.js';
import type { Line, Role, Span } from '../../terminal/line.js';
import { cut, safe, width as widthOf, wrap } from '../../terminal/text.js';
import type { Theme } from '../../terminal/theme.js';
import { cellsBetween, spansBetween } from './message-text.js';
import { PaintedLines } from '../painted-lines.js';

export interface ComparePaneProps {
  /** The two messages, and their names ("16:41:37.979 INVITE"). */
  left: Uint8Array;
  right: Uint8Array;
  leftName: string;
  rightName: string;
  /** Hide what is equal or differs only in branch, tag and the like. */
  onlyDifferences: boolean;
  /** First line shown, counted from the first row below the head. */
  top: number;
  width: number;
  height: number;
  theme: Theme;
  ascii: boolean;
}

/** From this width on, the messages are side by side. */
const SIDE_BY_SIDE = 100;
/** The sign of a row and a space. */
const SIGN = 2;

const SIGNS: Record<Difference, { sign: string; role: Role }> = {
  equal: { sign: ' ', role: 'faint' },
  differs: { sign: '!', role: 'warning' },
  left: { sign: '<', role: 'failure' },
  right: { sign: '>', role: 'success' },
  noise: { sign: '~', role: 'faint' },
  order: { sign: '~', role: 'faint' },
};

export function ComparePane(props: ComparePaneProps) {
  const { left, right, width, height, theme } = props;
  const comparison = useMemo(() => compareMessages(messageLines(left), messageLines(right)), [left, right]);
  return <PaintedLines lines={compareLines(comparison, props)} width={width} height={height} theme={theme} />;
}

/** At most `height` lines, none wider than `width`: the summary, the names, and the rows from `top`. */
export function compareLines(comparison: Comparison, props: ComparePaneProps): Line[] {
  const { width, height } = props;
  if (height <= 0 || width <= SIGN) return [];
  const head = headLines(comparison, props);
  const body = comparisonLines(comparison, props);
  const room = Math.max(0, height - head.length);
  const top = Math.max(0, Math.min(props.top, body.length - room));
  return [...head, ...body.slice(top, top + room)].slice(0, height);
}

/** All lines below the head. */
function comparisonLines(comparison: Comparison, props: ComparePaneProps): Line[] {
  const shown = comparison.rows.filter(row => !props.onlyDifferences || matters(row.kind));
  const layout = props.width >= SIDE_BY_SIDE ? sideBySide : stacked;
  return shown.flatMap(row => layout(row, props));
}

function matters(kind: Difference): boolean {
  return kind === 'differs' || kind === 'left' || kind === 'right';
}

function headLines(comparison: Comparison, props: ComparePaneProps): Line[] {
  const { width, ascii } = props;
  const mark = ascii ? '~' : '…';
  const summary: Line = [{ text: cut(summaryOf(comparison), width, mark), role: 'title' }];
  const leftName = safe(props.leftName, ascii);
  const rightName = safe(props.rightName, ascii);
  if (width < SIDE_BY_SIDE) {
    return [summary, [{ text: cut(`< ${leftName}   > ${rightName}`, width, mark), role: 'strong' }]];
  }
  const column = columnWidth(width);
  return [
    summary,
    columns(
      [{ text: cut(leftName, column, mark), role: 'strong' }],
      [{ text: cut(rightName, column, mark), role: 'strong' }],
      ' ',
      'plain',
      props,
    ),
  ];
}

function summaryOf({ counts, reordered }: Comparison): string {
  const parts: string[] = [];
  if (counts.differs > 0) parts.push(`${counts.differs} ${counts.differs === 1 ? 'differs' : 'differ'}`);
  if (counts.left > 0) parts.push(`${counts.left} only left`);
  if (counts.right > 0) parts.push(`${counts.right} only right`);
  if (parts.length === 0) parts.push('nothing that matters differs');
  if (counts.noise > 0) parts.push(`${counts.noise} only in branch, tag and the like`);
  if (counts.order > 0 || reordered) parts.push('order differs');
  parts.push(`${counts.equal} equal`);
  return parts.join(', ');
}

function columnWidth(width: number): number {
  return Math.max(1, Math.floor((width - SIGN - 3) / 2));
}

/** "! left part        │ right part", with as many lines as the longer side needs. */
function sideBySide(row: ComparedRow, props: ComparePaneProps): Line[] {
  const { sign, role } = SIGNS[row.kind];
  const [left, right] = markedSides(row, role, props.ascii);
  const column = columnWidth(props.width);
  const lefts = wrapped(left, column);
  const rights = wrapped(right, column);
  const lines: Line[] = [];
  for (let at = 0; at < Math.max(lefts.length, rights.length); at++) {
    lines.push(columns(lefts[at] ?? [], rights[at] ?? [], at === 0 ? sign : ' ', role, props));
  }
  return lines;
}

function columns(left: Line, right: Line, sign: string, role: Role, { width, ascii }: ComparePaneProps): Line {
  const room = columnWidth(width) - left.reduce((sum, span) => sum + widthOf(span.text), 0);
  const divider: Span = { text: `${' '.repeat(Math.max(0, room))} ${ascii ? '|' : '│'} `, role: 'faint' };
  return [{ text: `${sign} `, role }, ...left, divider, ...right];
}

/** Prints equal parts once and different ones twice: "< left" above "> right". */
function stacked(row: ComparedRow, { width, ascii }: ComparePaneProps): Line[] {
  const { sign, role } = SIGNS[row.kind];
  const [left, right] = markedSides(row, role, ascii);
  const side = (line: Line, mark: string) =>
    wrapped(line, width - SIGN).map((piece, at): Line => [{ text: at === 0 ? `${mark} ` : '  ', role }, ...piece]);
  if (row.kind === 'equal') return side(left, sign);
  return [...(row.left === null ? [] : side(left, '<')), ...(row.right === null ? [] : side(right, '>'))];
}

/** Both texts; if they differ, their common start and end are plain and the rest is in the role of the row. */
function markedSides(row: ComparedRow, role: Role, ascii: boolean): [left: Line, right: Line] {
  const left = safe(row.left ?? '', ascii);
  const right = safe(row.right ?? '', ascii);
  if (row.kind !== 'differs') return [[{ text: left, role }], [{ text: right, role }]];
  const most = Math.min(left.length, right.length);
  let before = 0;
  while (before < most && left[before] === right[before]) before++;
  // Never between the halves of a surrogate pair.
  if (/[\ud800-\udbff]/.test(left[before - 1] ?? '')) before--;
  let after = 0;
  while (after < most - before && left[left.length - 1 - after] === right[right.length - 1 - after]) after++;
  if (/[\udc00-\udfff]/.test(left[left.length - after] ?? '')) after--;
  const marked = (text: string): Line => [
    { text: text.slice(0, before), role: 'plain' },
    { text: text.slice(before, text.length - after), role },
    { text: text.slice(text.length - after), role: 'plain' },
  ];
  return [marked(left), marked(right)];
}

function wrapped(line: Line, width: number): Line[] {
  const text = line.map(span => span.text).join('');
  // A character wider than the column is dropped rather than widen the row.
  return wrap(text, width).map(({ start, end }) => cellsBetween(spansBetween(line, start, end), 0, width));
}
