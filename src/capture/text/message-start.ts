/**
 * Where a SIP message begins in a line of text (RFC 3261 7.1, 7.2). Some logs escape line ends, so that the line holds
 * the whole message.
 */
import { METHOD_NAMES } from '../../sip/headers/methods.js';
import { linesWithin, PRINTED_LINE_END } from './frame/line-ends.js';

export interface MessageStart {
  /** Indentation, quote marks or a log's prefix. */
  before: string;
  /** The lines from the start line on, with printed line ends undone. */
  lines: string[];
  /** What follows a message that is printed in one line. */
  after: string;
}

/** After the version of a request: nothing, or a printed line end. */
const TAIL = String.raw`(?=[.\s"'$]*$|${PRINTED_LINE_END}|\.\.|<\/)`;
const STATUS = String.raw`SIP\/2\.0 [1-6]\d\d(?!\d)`;
const URI = String.raw`[A-Za-z][A-Za-z0-9+.-]*:\S*`;

/** Chars before a message in its line that are read, at either end. */
const MAX_OWN = 300;

const HEADER = /^[A-Za-z][A-Za-z0-9-]*[ \t]*:/;
const SDP = /^[a-z]=/;
const ESCAPES = /\\(?:(["'\\/])|u00([0-7][0-9a-fA-F]))/g;
const PLAIN_QUOTE = /(?:^|[^\\])"/;
const CSV_FIELD = /(?:^|[,;\t])"$/;

/** At the margin any method is accepted. Outlook indents with no-break spaces: the bytes c2 a0. */
const AT_MARGIN = new RegExp(
  String.raw`^(?:[>|\s]|\xc2\xa0)*(?=[A-Z][\w.!%*+-]{1,31} ${URI} SIP\/2\.0${TAIL}|${STATUS})`,
);
/** After other text only known methods are accepted, and a status must not be part of the log's prose. */
const WITHIN = new RegExp(
  String.raw`(?:^|[^\w./@-]|\\[nr]|#01[25])(?=(?:${METHOD_NAMES.slice(1).join('|')}) (?:sips?|tel|urn):\S* SIP\/2\.0${TAIL}|${STATUS})`,
);

/** The end of a start line that was wrapped before its version. */
const VERSION = /^[>|\s]*SIP\/2\.0\s*$/;
const UNFINISHED = /^[>|\s]*[A-Z]{3,12} (?:sips?|tel|urn):\S+\s*$/;

/** A message that begins at the margin or after a log's prefix; undefined if there is none. */
export function messageStart(line: string): MessageStart | undefined {
  if (!line.includes('SIP/2.0')) return undefined;
  const margin = AT_MARGIN.exec(line);
  if (margin !== null) return startAt(line, margin[0].length);
  const within = WITHIN.exec(line);
  return within === null ? undefined : startAt(line, within.index + within[0].length);
}

/** A message whose start line was wrapped before its version, into `line`. */
export function wrappedStart(previous: string, line: string): MessageStart | undefined {
  if (!VERSION.test(line) || !UNFINISHED.test(previous)) return undefined;
  return messageStart(`${previous.trimEnd()} SIP/2.0`);
}

/** Whether the line, without its margin, is a start line. */
export function isStartLine(line: string): boolean {
  return line.includes('SIP/2.0') && AT_MARGIN.test(line);
}

function startAt(line: string, at: number): MessageStart {
  const before = line.slice(0, at);
  const text = line.slice(at);
  const lines = linesWithin(text);
  if (lines.length === 1) return { before, lines, after: '' };
  // Only the line end of the start line: those of the other lines are printed as well.
  if (lines.length === 2 && !HEADER.test(lines[1]!)) return { before, lines: [text], after: '' };
  const quote = /["']$/.exec(before)?.[0];
  const last = lines.at(-1)!;
  const end = quote === undefined ? -1 : endOfString(last, quote);
  if (end >= 0) {
    lines[lines.length - 1] = last.slice(0, end);
    return { before, lines: unquoted(lines, text, before), after: last.slice(end) };
  }
  const after = HEADER.test(last) || SDP.test(last) ? '' : (lines.pop() ?? '');
  return { before, lines: unquoted(lines, text, before), after };
}

/** Where a string ends in its last line: at a quote that is not escaped. */
function endOfString(line: string, quote: string): number {
  let at = line.indexOf(quote);
  while (at > 0 && line[at - 1] === '\\') at = line.indexOf(quote, at + 1);
  return at;
}

/** In a string of C, Go or JSON quotes are escaped as well; in a field of CSV they are doubled. */
function unquoted(lines: string[], text: string, before: string): string[] {
  if (!text.includes(String.raw`\r\n`) && !/["']$/.test(before)) return lines;
  if (beginsCsvField(before) && text.includes('""')) return lines.map(undoubled);
  // A quote as it is, before the end of the message: the text is in no string.
  const inString = !lines.slice(0, -1).some(line => PLAIN_QUOTE.test(line));
  return inString ? lines.map(unescapedText) : lines;
}

/** The text of a string of C, Go or JSON, but for its line ends. */
export function unescapedText(text: string): string {
  return text.includes('\\') ? text.replace(ESCAPES, unescaped) : text;
}

function unescaped(_: string, char: string | undefined, hex: string | undefined): string {
  return char ?? String.fromCharCode(Number.parseInt(hex ?? '', 16));
}

/** Whether what follows `before` is a quoted field of CSV. */
export function beginsCsvField(before: string): boolean {
  return CSV_FIELD.test(before);
}

/** A line of a quoted field of CSV without the doubled quotes. */
export function undoubled(line: string): string {
  return line.replaceAll('""', '"');
}

/** What stands before a message, without the middle of a long text. */
export function ends(before: string): string {
  return before.length > 2 * MAX_OWN ? `${before.slice(0, MAX_OWN)} ${before.slice(-MAX_OWN)}` : before;
}
