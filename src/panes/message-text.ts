/**
 * How a message is laid out in its pane. In: its lines, what is wrong with it, the width. Out: rows; a line that is too long
 * takes several where they are wrapped, and a sentence stands under each line that breaks a rule.
 */
import { statusRole } from '../flow/arrow-label.js';
import { FAULT_CODES, FAULTS_OF_CUT, type FaultCode } from '../sip/faults.js';
import { highlightHeader, highlightSdp, highlightStartLine, type Token, type TokenKind } from '../sip/highlight.js';
import { parseMessage } from '../sip/message.js';
import { type Field, type MessageLine, messageLines } from '../sip/message-lines.js';
import type { Line, Role, Span } from '../terminal/line.js';
import { safe, slice, width as widthOf, wrap } from '../terminal/text.js';

/** A row of the pane: a part of a line of the message, UTF-16 offsets in its safe text, or a remark of ours. */
export type TextRow = { line: number; start: number; end: number } | { line: number; remark: string; role: Role };

export interface MessageText {
  lines: readonly MessageLine[];
  /** The lines made safe for a terminal. */
  texts: readonly string[];
  /** Sentences under a line, by its position. */
  faults: ReadonlyMap<number, string[]>;
  /** What the capture lacks, in a sentence; null where it has all. */
  missing: string | null;
}

/** The lines of a message, ready to be laid out; once per message. `truncated`: the capture lacks the end of it. */
export function messageText(bytes: Uint8Array, truncated: boolean, ascii: boolean): MessageText {
  const lines = messageLines(bytes);
  const faults = new Map<number, string[]>();
  for (const { code, offset, message } of parseMessage(bytes).faults) {
    if (truncated && isOfCut(code)) continue;
    const after = lines.findIndex(line => line.start > offset);
    const at = Math.max(0, (after < 0 ? lines.length : after) - 1);
    faults.set(at, [...(faults.get(at) ?? []), safe(message, ascii)]);
  }
  const texts = lines.map(line => safe(line.text, ascii));
  return { lines, texts, faults, missing: truncated ? missingSentence(lines, bytes.length) : null };
}

/** Whether a fault may be there only because the capture lacks the end of the message. */
function isOfCut(code: FaultCode): boolean {
  const bit = FAULT_CODES.indexOf(code);
  return bit >= 0 && (FAULTS_OF_CUT & (1 << bit)) !== 0;
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

/** The colours of a line of the message. */
export function colouredLine(message: MessageText, at: number): Line {
  const text = message.texts[at]!;
  const { kind, field } = message.lines[at]!;
  switch (kind) {
    case 'start':
      return coloured(highlightStartLine(text));
    case 'header':
      return field ? coloured(highlightHeader(text)) : [{ text, role: 'warning' }];
    case 'sdp':
      return coloured(highlightSdp(text));
    case 'boundary':
      return [{ text, role: 'faint' }];
    default:
      return [{ text, role: 'plain' }];
  }
}

/** The part of a line between two UTF-16 offsets. */
export function spansBetween(line: Line, start: number, end: number): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const span of line) {
    const text = span.text.slice(Math.max(0, start - at), Math.max(0, end - at));
    if (text !== '') spans.push({ ...span, text });
    at += span.text.length;
  }
  return spans;
}

/** The cells [start, end) of a line. */
export function cellsBetween(line: Line, start: number, end: number): Span[] {
  const spans: Span[] = [];
  let column = 0;
  for (const span of line) {
    if (column >= end) break;
    const text = slice(span.text, Math.max(0, start - column), end - column);
    if (text !== '') spans.push({ ...span, text });
    column += widthOf(span.text);
  }
  return spans;
}

/** The line with some ranges in the role of what was found; `current` is the range shown inverse, -1 for none. */
export function withHits(line: Line, ranges: readonly { start: number; end: number }[], current: number): Line {
  if (ranges.length === 0) return line;
  const spans: Span[] = [];
  let at = 0;
  ranges.forEach(({ start, end }, index) => {
    spans.push(...spansBetween(line, at, start));
    const text = spansBetween(line, start, end)
      .map(span => span.text)
      .join('');
    spans.push({ text, role: 'hit', inverse: index === current });
    at = end;
  });
  return [...spans, ...spansBetween(line, at, Number.POSITIVE_INFINITY)];
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

const ROLES: Record<TokenKind, Role> = {
  plain: 'plain',
  method: 'request',
  status: 'failure',
  version: 'faint',
  'header-name': 'name',
  separator: 'plain',
  string: 'strong',
  user: 'number',
  address: 'plain',
  parameter: 'faint',
  identity: 'key',
  'sdp-type': 'name',
  'sdp-media': 'media',
  'sdp-value': 'plain',
};

function coloured(pieces: readonly Token[]): Line {
  return pieces.map(({ text, kind }) => ({
    text,
    role: kind === 'status' ? statusRole(Number.parseInt(text, 10)) : ROLES[kind],
  }));
}
