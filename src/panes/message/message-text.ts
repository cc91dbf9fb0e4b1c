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
import type { MessageText } from '../../store/view/message-layout.js';
import type { Line, Role, Span } from '../../terminal/line.js';
import { slice, width as widthOf } from '../../terminal/text.js';

/** A line of the message, in one colour without `syntax`. */
export function colouredLine(message: MessageText, at: number, syntax: boolean): Line {
  const text = message.texts[at]!;
  const { kind, field } = message.lines[at]!;
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
    column += widthOf(span.text);
  }
  return spans;
}

/** Marks ranges of the line as hits; `current` is the one shown inverse, -1 for none. */
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
