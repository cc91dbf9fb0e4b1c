/**
 * ngrep and sipgrep: "U 2018/04/16 16:41:37.979995 10.0.0.1:5060 -> 10.0.0.2:5060 #7", then the packet. Without -t
 * there is no time, with -T it is the time since the packet before.
 *
 * -W byline prints the packet's own lines, with "." for their CR. The default form, -W single and -W none print line
 * ends as dots too, and the default form also wraps at a fixed width. -x prints the bytes.
 */
import type { Transport } from '../../model/transports.js';
import { dottedLines, isDotted } from './frame/line-ends.js';
import type { LogDialect } from './log-dialect.js';
import { timeAt } from './log-time.js';

const HEADING =
  /^([UTS]) (?:(\S+ [\d:.]+|\+\d+\.\d+) )?\S+:\d{1,5} -> \S+:\d{1,5}(?: \[[A-Z]+\])?(?: #\d+)?(?: (.*))?$/;
const TRANSPORT_OF_LETTER: ReadonlyMap<string, Transport> = new Map([
  ['U', 'UDP'],
  ['T', 'TCP'],
  ['S', 'SCTP'],
]);
const INDENT = '  ';

export const ngrep: LogDialect = {
  name: 'ngrep text',
  readHeading(line, heading) {
    const found = line.includes(' -> ') ? HEADING.exec(line) : null;
    if (found === null) return undefined;
    const [, letter = '', time, text] = found;
    heading.reset();
    heading.time = time === undefined ? undefined : timeAt(time, 0)?.time;
    heading.transport = TRANSPORT_OF_LETTER.get(letter) ?? 'unknown';
    heading.text = text ?? '';
    return 'packet';
  },
  folded: line => line.startsWith(INDENT) || isDotted(line),
  hexPayload,
  unfold: lines => dottedLines(lines.map(line => (line.startsWith(INDENT) ? line.slice(2) : line)).join('')),
};

/** A line of -x: sixteen bytes in two groups, and the same as text. */
const HEX_LINE = /^ {2}(?:[0-9a-f]{2} )+ *(?:(?<= {4})(?:[0-9a-f]{2} )+)? {3}/;
/** Columns of the two groups. */
const HEX_GROUPS: readonly [number, number][] = [
  [2, 26],
  [29, 53],
];

/** The payload, one char per byte; undefined if the lines are not a dump. */
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
