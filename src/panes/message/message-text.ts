/**
 * Colours of a message's text, and parts of coloured lines: between two offsets or cells, with search hits emphasised.
 */
import { statusRole } from '../../flow/arrow-colour.js';
import {
  highlightHeader,
  highlightSdp,
  highlightStartLine,
  type Token,
  type TokenKind,
} from '../../sip/view/highlight.js';
import type { MessageLine } from '../../sip/view/message-lines.js';
import type { MessageText } from '../../store/view/message-layout.js';
import type { Line, Role, Span } from '../../terminal/line.js';
import { slice, width as widthOf } from '../../terminal/text.js';

/** Most UTF-16 units of a line that are coloured: a header of a mebibyte may have half a million parameters. */
const MAX_COLOURED = 16_384;

/** A line of the message, in one colour without `syntax`; so is the rest of a very long one. */
export function colouredLine(message: MessageText, at: number, syntax: boolean): Line {
  const whole = message.texts[at]!;
  const text = whole.slice(0, MAX_COLOURED);
  const rest = whole.slice(MAX_COLOURED);
  const coloured = colouredText(text, message.lines[at]!, syntax);
  return rest === '' ? coloured : [...coloured, { text: rest, role: 'plain' }];
}

function colouredText(text: string, { kind, field }: MessageLine, syntax: boolean): Line {
  if (!syntax) return [{ text, role: 'plain' }];
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
    if (span !== line.at(-1)) column += widthOf(span.text);
  }
  return spans;
}

/** Marks ranges of the line, in order, as hits; `current` is the one shown inverse, -1 for none. */
export function withHits(line: Line, ranges: readonly { start: number; end: number }[], current: number): Line {
  const spans: Span[] = [];
  let next = 0;
  let at = 0;
  for (const span of line) {
    const end = at + span.text.length;
    const begin = at;
    while (at < end) {
      const range = ranges[next];
      const to = Math.min(end, range === undefined ? end : range.start > at ? range.start : range.end);
      const text = span.text.slice(at - begin, to - begin);
      if (range === undefined || range.start > at) spans.push({ ...span, text });
      else if (range.start === at) spans.push({ text, role: 'hit', inverse: next === current });
      // It began in a span before.
      else spans.at(-1)!.text += text;
      if (to === range?.end) next++;
      at = to;
    }
  }
  return spans;
}

/** The same for the part of a line that begins and ends at these offsets; the ranges are those of the whole line. */
export function withHitsBetween(
  part: Line,
  ranges: readonly { start: number; end: number }[],
  current: number,
  start: number,
  end: number,
): Line {
  const first = ranges.findIndex(range => range.end > start);
  if (first < 0) return part;
  const within = ranges.slice(first).filter(range => range.start < end);
  const moved = within.map(range => ({
    start: Math.max(0, range.start - start),
    end: Math.min(end, range.end) - start,
  }));
  return withHits(part, moved, current - first);
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
