/**
 * ngrep and sipgrep: "U 2018/04/16 16:41:37.979995 10.0.0.1:5060 -> 10.0.0.2:5060 #7", then the packet; the time is missing
 * without -t, and since the packet before with -T. With -W byline a line of the packet is a line, with "." for its CR. In
 * the default form, -W single and -W none line ends are dots too, and the default form breaks lines after a number of columns. With -x the bytes are printed.
 */
import { colonAddress } from './printed-address.js';
import { type LogDialect, transportNamed } from './log-dialect.js';
import { timeAt } from './log-time.js';
import { contentLength } from './printed-message.js';

const HEADING =
  /^([UTS]) (?:(\S+ [\d:.]+|\+\d+\.\d+) )?(\S+:\d{1,5}) -> (\S+:\d{1,5})(?: \[[A-Z]+\])?(?: #\d+)?(?: (.*))?$/;
const TRANSPORTS: Readonly<Record<string, string>> = { U: 'udp', T: 'tcp', S: 'sctp' };
const INDENT = '  ';
/** A start line, then a header, with dots between them. */
const FOLDED = /^(?:[A-Z]\S+ \S+ )?SIP\/2\.0(?: \d{3} [^:]*?)?\.\.[A-Za-z][A-Za-z-]*[ \t]*:/;
/** A line end, of which the last two dots are, before a header or at the end of them. */
const HEADER_END = /\.\.(?=[A-Za-z][A-Za-z0-9-]*[ \t]*:)/;
const SDP_END = /\.\.(?=[a-z]=|$)/;

export const ngrep: LogDialect = {
  name: 'ngrep text',
  heading(line, told) {
    const found = line.includes(' -> ') ? HEADING.exec(line) : null;
    if (found === null) return undefined;
    const [, letter = '', time, source = '', destination = '', text] = found;
    told.begin();
    told.time = time === undefined ? undefined : timeAt(time, 0)?.time;
    told.source = colonAddress(source);
    told.destination = colonAddress(destination);
    told.transport = transportNamed(TRANSPORTS[letter]);
    told.text = text ?? '';
    return 'packet';
  },
  folded: line => line.startsWith(INDENT) || FOLDED.test(line),
  exact: hexPayload,
  unfold(lines) {
    const text = lines.map(line => (line.startsWith(INDENT) ? line.slice(2) : line)).join('');
    // Four dots end the headers; a value before them may end with one of its own.
    const head = /\.{4,}(?![A-Za-z][A-Za-z0-9-]*[ \t]*:)/.exec(text);
    if (head === null) return text.split(HEADER_END);
    const bodyStart = head.index + head[0].length;
    const headers = text.slice(0, bodyStart - 4).split(HEADER_END);
    // The last line is filled up with blanks.
    const length = contentLength(headers);
    const body = length < 0 ? text.slice(bodyStart).trimEnd() : text.slice(bodyStart, bodyStart + length);
    return [...headers, '', ...body.split(/^[a-z]=/.test(body) ? SDP_END : '..')];
  },
};

/** A line of -x: sixteen bytes in two groups, and the same as text. */
const HEX_LINE = /^ {2}(?:[0-9a-f]{2} )+ *(?:(?<= {4})(?:[0-9a-f]{2} )+)? {3}/;
/** Columns of the two groups. */
const HEX_GROUPS: readonly [number, number][] = [
  [2, 26],
  [29, 53],
];

/** The payload, a char for each byte; undefined if the lines are not a dump. */
function hexPayload(lines: readonly string[]): string | undefined {
  const bytes: number[] = [];
  for (const line of lines) {
    if (!HEX_LINE.test(line)) return undefined;
    for (const [from, to] of HEX_GROUPS) {
      for (const digits of line.slice(from, to).match(/[0-9a-f]{2}/g) ?? []) bytes.push(Number.parseInt(digits, 16));
    }
  }
  return Buffer.from(bytes).toString('latin1');
}
