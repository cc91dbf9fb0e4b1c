/**
 * Where a SIP message begins in a line of text (RFC 3261 7.1, 7.2). Some logs escape line ends, so that the line holds
 * the whole message.
 */
import { METHOD_NAMES } from '../../sip/headers/methods.js';

export interface MessageStart {
  /** Indentation, quote marks or a log's prefix. */
  before: string;
  /** The lines from the start line on, with escaped line ends undone. */
  lines: string[];
}

/** After the version of a request: nothing, or a printed line end. */
const TAIL = String.raw`(?=[.\s"']*$|\^M|\\[rn]|#01[25]|<0[dD]>|\.\.)`;
const STATUS = String.raw`SIP\/2\.0 [1-6]\d\d(?!\d)`;
const URI = String.raw`[A-Za-z][A-Za-z0-9+.-]*:\S*`;

/** At the margin any method is accepted. Outlook indents with no-break spaces: the bytes c2 a0. */
const AT_MARGIN = new RegExp(
  String.raw`^(?:[>|\s]|\xc2\xa0)*(?=[A-Z][\w.!%*+-]{1,31} ${URI} SIP\/2\.0${TAIL}|${STATUS})`,
);
/** After other text only known methods are accepted, and a status must not be part of the log's prose. */
const WITHIN = new RegExp(
  String.raw`[\s:"'\]>)=](?=(?:${METHOD_NAMES.slice(1).join('|')}) (?:sips?|tel|urn):\S* SIP\/2\.0${TAIL}|${STATUS})`,
);
const ESCAPED_LINE_END = /(?:#015)?#012|(?:\\r)?\\n|<0[dD]><0[aA]>|\^M\^J/;

/** A message that begins at the margin or after a log's prefix; undefined if there is none. */
export function messageStart(line: string): MessageStart | undefined {
  if (!line.includes('SIP/2.0')) return undefined;
  const margin = AT_MARGIN.exec(line);
  if (margin !== null) return startAt(line, margin[0].length);
  const within = WITHIN.exec(line);
  return within === null ? undefined : startAt(line, within.index + 1);
}

/** Whether the line, without its margin, is a start line. */
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
