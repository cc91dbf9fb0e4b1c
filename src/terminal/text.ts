/**
 * Prepares text for the screen: it is made safe, measured, cut, padded and wrapped in cells, with the function Ink
 * measures with.
 */
import stringWidth from 'string-width';
import { inertLines } from '../format/acting.js';
import { graphemes } from '../format/graphemes.js';
import { narrow } from './narrow.js';
import { standIn, withStandIns } from './stand-ins.js';

/** Cells between tab stops. */
const tabStop = 8;

/** The text with stand-ins, and tabs as spaces up to the next stop, counted from the start of the text. */
export function safe(text: string, ascii = false): string {
  const shown = withStandIns(text, ascii);
  return shown.includes('\t') ? expandTabs(shown) : shown;
}

/** A text of several lines with stand-ins: its line ends and tabs stay. */
export function safeLines(text: string): string {
  return inertLines(text, character => standIn(character, false));
}

function expandTabs(text: string): string {
  let expanded = '';
  let column = 0;
  for (const [index, part] of text.split('\t').entries()) {
    if (index > 0) {
      const spaces = tabStop - (column % tabStop);
      expanded += ' '.repeat(spaces);
      column += spaces;
    }
    expanded += part;
    column += width(part);
  }
  return expanded;
}

/** Width of a safe text in cells. */
export function width(text: string): number {
  if (text.length === 1 && text >= ' ' && text <= '~') return 1;
  return narrow.test(text) ? text.length : stringWidth(text);
}

/** Whether each UTF-16 unit of a safe text takes one cell. */
export function isNarrow(text: string): boolean {
  return narrow.test(text);
}

/** The line below a text that points at what is between two offsets. */
export function caretBelow(text: string, start: number, end: number): string {
  return ' '.repeat(width(safe(text.slice(0, start)))) + '^'.repeat(Math.max(1, width(safe(text.slice(start, end)))));
}

/**
 * Grapheme clusters in order, for at least the first `cells` cells. Safe text has no zero-width clusters and few units
 * in each, so a long text need not be scanned whole.
 */
function clusters(text: string, cells: number): Iterable<string> {
  return graphemes(text.slice(0, cells * 32));
}

/**
 * The cells [start, end) of the text; shorter if the text ends before. A wide character across an edge becomes spaces,
 * so that what follows keeps its column.
 */
export function slice(text: string, start: number, end: number): string {
  if (start < 0) start = 0;
  if (end <= start) return '';
  const head = text.slice(0, end);
  if (narrow.test(head)) return head.slice(start);
  let kept = '';
  let column = 0;
  for (const segment of clusters(text, end)) {
    const next = column + width(segment);
    if (column >= end) break;
    if (column >= start && next <= end) kept += segment;
    else if (next > start) kept += ' '.repeat(Math.min(next, end) - Math.max(column, start));
    column = next;
  }
  return kept;
}

/** The text in at most `cells` cells; a longer one ends in the ellipsis. */
export function cut(text: string, cells: number, ellipsis = '…'): string {
  if (cells <= 0) return '';
  if (fits(text, cells)) return text;
  const room = cells - width(ellipsis);
  return room < 0 ? slice(text, 0, cells) : slice(text, 0, room) + ellipsis;
}

function fits(text: string, cells: number): boolean {
  const head = text.slice(0, cells + 1);
  if (narrow.test(head)) return head.length <= cells && head.length === text.length;
  let column = 0;
  for (const segment of clusters(text, cells + 1)) {
    column += width(segment);
    if (column > cells) return false;
  }
  return true;
}

/** The text in exactly `cells` cells: cut, or padded with spaces. */
export function pad(text: string, cells: number, align: 'left' | 'right' = 'left', ellipsis = '…'): string {
  const fitting = cut(text, cells, ellipsis);
  const spaces = ' '.repeat(Math.max(0, cells - width(fitting)));
  return align === 'left' ? fitting + spaces : spaces + fitting;
}

/** A piece of a wrapped text, as UTF-16 offsets [start, end). */
export interface Segment {
  start: number;
  end: number;
}

/**
 * Wraps a text without line ends into pieces of at most `cells` cells; nothing is left out. A piece ends after the last
 * space, comma or semicolon of its second half, where header fields are best broken; else at the last cell. An empty
 * text is one empty piece; a character wider than `cells` gets its own piece.
 */
export function wrap(text: string, cells: number): Segment[] {
  const room = Math.max(1, cells);
  const segments: Segment[] = [];
  let start = 0;
  while (start < text.length) {
    const end = breakAfter(text, start, reach(text, start, room));
    segments.push({ start, end });
    start = end;
  }
  return segments.length > 0 ? segments : [{ start: 0, end: 0 }];
}

/** The offset after `start` at which `cells` cells are full; at least one character is taken. */
function reach(text: string, start: number, cells: number): number {
  const ahead = text.slice(start, start + cells + 1);
  if (narrow.test(ahead)) return start + Math.min(ahead.length, cells);
  let column = 0;
  let end = start;
  for (const segment of clusters(text.slice(start), cells + 1)) {
    column += width(segment);
    if (column > cells && end > start) break;
    end += segment.length;
  }
  return end;
}

function breakAfter(text: string, start: number, end: number): number {
  if (end === text.length) return end;
  for (let at = end; at > start + (end - start) / 2; at--) {
    const before = text[at - 1];
    if (before === ' ' || before === ',' || before === ';') return at;
  }
  return end;
}
