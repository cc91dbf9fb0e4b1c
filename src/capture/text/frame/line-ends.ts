/** Line ends as logs print them in text of one line: escaped, as marks, as dots. */
import { contentLength } from '../printed-message.js';

/** CRLF, then LF, then CR, as each program writes them; the first that fits counts. */
const PRINTED: readonly string[] = [
  ...['#015#012', '#012', '#015'],
  ...[String.raw`\\r\\n`, String.raw`\\n`, String.raw`\r\n`, String.raw`\n`, String.raw`\r`],
  ...[String.raw`\x0d\x0a`, String.raw`\x0D\x0A`, String.raw`\u000d\u000a`, String.raw`\015\012`, String.raw`\x0a`],
  ...['<0d><0a>', '<0D><0A>', '<0x0d><0x0a>', '[0d][0a]', '[0D][0A]', '<CR><LF>', '[CR][LF]', '<LF>', '<CR>'],
  ...['^M^J', '^M$', '^M', '%0D%0A', '%0d%0a', '\xe2\x90\x8d\xe2\x90\x8a', '\xe2\x90\xa4'],
  ...['<br>', '<br/>', '<br />', '<BR>'],
];
const ANY = PRINTED.map(end => end.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join('|');

/** As a part of a pattern: a printed line end. */
export const PRINTED_LINE_END = `(?:${ANY})`;

/** What may stand at the end of each line of a message, in place of its CR or beside it. */
export const TAILS: readonly string[] = [
  ...[String.raw`\r\n"`, String.raw`\n"`, String.raw`\r\n",`, String.raw`\r\n'`],
  ...PRINTED,
  ...['.', ' ', '$'],
];

const LINE_END = new RegExp(ANY);
const HEADER = '[A-Za-z][A-Za-z0-9-]*[ \\t]*:';
/** A start line and a header with dots between them. */
const DOTTED = new RegExp(String.raw`^(?:[A-Z]\S+ \S+ )?SIP\/2\.0(?: \d{3} [^:]*?)?\.\.${HEADER}`);
/** A line end, of which these are the last two dots, before a header or the end of the headers. */
const HEADER_END = new RegExp(String.raw`\.\.(?=${HEADER})`);
const HEADERS_END = new RegExp(String.raw`\.{4,}(?!${HEADER})`);
const SDP_END = /\.\.(?=[a-z]=|$)/;

/** Whether a message without line ends begins here, dots in their place. */
export function isDotted(text: string): boolean {
  return DOTTED.test(text);
}

/** The lines of a message that begins `text`; one if it has no printed line ends. */
export function linesWithin(text: string): string[] {
  const end = LINE_END.exec(text)?.[0];
  if (end === undefined) return isDotted(text) ? dottedLines(text) : [text];
  return text.split(end);
}

/** The lines of a message printed with a dot for each CR and LF, as for all that is not printable. */
export function dottedLines(text: string): string[] {
  // Four dots end the headers; the last value may end with a dot of its own.
  const head = HEADERS_END.exec(text);
  if (head === null) return text.split(HEADER_END);
  const bodyStart = head.index + head[0].length;
  const headers = text.slice(0, bodyStart - 4).split(HEADER_END);
  // The last line is padded with spaces.
  const length = contentLength(headers);
  const body = length < 0 ? text.slice(bodyStart).trimEnd() : text.slice(bodyStart, bodyStart + length);
  const rest = length < 0 ? '' : text.slice(bodyStart + length);
  const lines = [...headers, '', ...body.split(/^[a-z]=/.test(body) ? SDP_END : '..')];
  return rest.trim() === '' ? lines : [...lines, rest];
}
