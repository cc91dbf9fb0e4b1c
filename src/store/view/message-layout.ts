/**
 * The rows of a message in its pane: long lines are wrapped, and a remark stands under each line that breaks a rule. The pane draws these
 * rows, and a click finds its line in them.
 */
import { faultsOf } from '../../sip/message/fault-bits.js';
import type { Hit } from '../../sip/view/find.js';
import { parseMessage } from '../../sip/message/message.js';
import { type Field, type MessageLine, messageLines } from '../../sip/view/message-lines.js';
import type { Role } from '../../terminal/line.js';
import { safe, wrap } from '../../terminal/text.js';

/** The pointer at the cursor's line, and a space. */
export const GUTTER = 2;
/** From this height on, what a line means may take two rows. */
const TALL = 12;

/** A row of the pane: a part of a line of the message, UTF-16 offsets in its safe text, or a remark of ours. */
export type TextRow = { line: number; start: number; end: number } | { line: number; remark: string; role: Role };

export interface MessageText {
  lines: readonly MessageLine[];
  /** The lines made safe for a terminal. */
  texts: readonly string[];
  /** Sentences under a line, by its position. */
  faults: ReadonlyMap<number, string[]>;
  /** What the capture lacks, in a sentence; null if it has all. */
  missing: string | null;
}

const known = new WeakMap<Uint8Array, MessageLine[]>();

/** The lines of a message: the same ones each time. */
export function linesOf(bytes: Uint8Array): readonly MessageLine[] {
  const lines = known.get(bytes) ?? messageLines(bytes);
  known.set(bytes, lines);
  return lines;
}

/** The lines of a message, ready to be laid out; once per message. `truncated`: the capture lacks the end of it. */
export function messageText(bytes: Uint8Array, truncated: boolean, ascii: boolean): MessageText {
  const lines = linesOf(bytes);
  const faults = new Map<number, string[]>();
  for (const { offset, message } of faultsOf(parseMessage(bytes), truncated)) {
    const after = lines.findIndex(line => line.start > offset);
    const at = Math.max(0, (after < 0 ? lines.length : after) - 1);
    faults.set(at, [...(faults.get(at) ?? []), safe(message, ascii)]);
  }
  const texts = lines.map(line => safe(line.text, ascii));
  return { lines, texts, faults, missing: truncated ? missingSentence(lines, bytes.length) : null };
}

/** All rows of a message in a width; not wrapped, a line is a row however long it is. */
export function textRows(message: MessageText, width: number, isWrapped: boolean): TextRow[] {
  const rows: TextRow[] = [];
  const remark = (line: number, text: string, role: Role) => {
    for (const { start, end } of wrap(text, width)) rows.push({ line, remark: text.slice(start, end), role });
  };
  message.texts.forEach((text, line) => {
    if (isWrapped) for (const { start, end } of wrap(text, width)) rows.push({ line, start, end });
    else rows.push({ line, start: 0, end: text.length });
    for (const sentence of message.faults.get(line) ?? []) remark(line, `^ ${sentence}`, 'error');
  });
  if (message.missing !== null) remark(message.texts.length - 1, message.missing, 'warning');
  return rows;
}

/** Rows at the bottom that say what the line at the cursor means; as many for every line, so that the text does not jump. */
export function meaningRows(message: MessageText, cursor: number, height: number): number {
  if (!message.lines[cursor] || height < 4) return 0;
  return height < TALL ? 1 : 2;
}

/** The first row shown, so that the cursor, or the place found, is in the middle where that can be. `room`: rows for the text. */
export function topRow(rows: readonly TextRow[], hit: Hit | undefined, cursor: number, room: number): number {
  return Math.max(0, Math.min(targetRow(rows, hit, cursor) - (room >> 1), rows.length - room));
}

/** The row of the current place where it is in the cursor's line, else the first row of that line. */
function targetRow(rows: readonly TextRow[], hit: Hit | undefined, cursor: number): number {
  const first = rows.findIndex(row => row.line >= cursor);
  if (first < 0) return rows.length - 1;
  if (hit?.line !== cursor) return first;
  const exact = rows.findIndex(
    row => row.line === cursor && 'start' in row && row.start <= hit.start && hit.start < row.end,
  );
  return Math.max(first, exact);
}

function missingSentence(lines: readonly MessageLine[], length: number): string {
  const blank = lines.find(line => line.kind === 'blank');
  if (!blank) return '[the capture ends before the headers do]';
  const stated = Number(contentLength(lines)?.value ?? Number.NaN);
  const body = lines[lines.indexOf(blank) + 1];
  const missing = stated - (body ? length - body.start : 0);
  if (!(missing > 0)) return '[the capture ends before the message does]';
  return `[${missing} of the ${stated} bytes of the body are not in the capture]`;
}

function contentLength(lines: readonly MessageLine[]): Field | undefined {
  return lines.find(line => line.field && /^(content-length|l)$/i.test(line.field.name))?.field ?? undefined;
}
