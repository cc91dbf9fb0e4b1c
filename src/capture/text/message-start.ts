/**
 * Where a SIP message begins in a line of text (RFC 3261 7.1, 7.2). In: a line. Out: what stands before the start line, and the
 * rest, which holds the whole message where its line ends were printed as escapes.
 */
import { METHOD_NAMES } from '../../sip/headers/methods.js';

export interface MessageStart {
  /** Indentation, quote marks, or what a log prints before each of its lines. */
  before: string;
  /** From the start line on, escaped line ends undone. */
  lines: string[];
}

/** After the version of a request: nothing, or what a line end was printed as. */
const TAIL = String.raw`(?=[.\s"']*$|\^M|\\[rn]|#01[25]|<0[dD]>|\.\.)`;
const STATUS = String.raw`SIP\/2\.0 [1-6]\d\d(?!\d)`;
const URI = String.raw`[A-Za-z][A-Za-z0-9+.-]*:\S*`;

/** At the margin any method is believed. Outlook indents with no-break spaces: the bytes c2 a0. */
const AT_MARGIN = new RegExp(
  String.raw`^(?:[>|\s]|\xc2\xa0)*(?=[A-Z][\w.!%*+-]{1,31} ${URI} SIP\/2\.0${TAIL}|${STATUS})`,
);
/** After other text on the line only a known one is, and a status has to be of a log's message, not of its prose. */
const WITHIN = new RegExp(
  String.raw`[\s:"'\]>)=](?=(?:${METHOD_NAMES.slice(1).join('|')}) (?:sips?|tel|urn):\S* SIP\/2\.0${TAIL}|${STATUS})`,
);
const ESCAPED_LINE_END = /(?:#015)?#012|(?:\\r)?\\n|<0[dD]><0[aA]>|\^M\^J/;

/** A message that begins at the margin of the line, or after the prefix of a log; undefined where none does. */
export function messageStart(line: string): MessageStart | undefined {
  if (!line.includes('SIP/2.0')) return undefined;
  const margin = AT_MARGIN.exec(line);
  if (margin !== null) return startAt(line, margin[0].length);
  const within = WITHIN.exec(line);
  return within === null ? undefined : startAt(line, within.index + 1);
}

/** Whether the line, freed of its margin, is a start line. */
export function isStartLine(line: string): boolean {
  return line.includes('SIP/2.0') && AT_MARGIN.test(line);
}

function startAt(line: string, at: number): MessageStart {
  const text = line.slice(at);
  const lines = text.split(ESCAPED_LINE_END);
  // In JSON quotes are escaped as well.
  const unquoted = lines.length > 1 && text.includes('\\r\\n') ? lines.map(part => part.replaceAll('\\"', '"')) : lines;
  return { before: line.slice(0, at), lines: unquoted };
}
