/**
 * Restores SIP messages from printed text: CRLF line ends (RFC 3261 7), and bodies as long as Content-Length says.
 * tcpdump's -A and -v drop the CR, old versions print it as a dot, and other text surrounds the message.
 */

export interface PrintedMessage {
  /** The message, one char per byte. */
  text: string;
  /** The text ends before the message. */
  truncated: boolean;
  /** Offset of the message in the printed text. */
  start: number;
}

/** Most messages read from one printed packet. */
const MAX_MESSAGES = 1000;
/** Rules between printed packets; no header or SDP line looks like one. */
const RULE = /^[-=.`~_*#]{3,}$/;
const METHODS = 'INVITE|ACK|BYE|CANCEL|OPTIONS|REGISTER|PRACK|SUBSCRIBE|NOTIFY|PUBLISH|INFO|REFER|MESSAGE|UPDATE';
const START = new RegExp(`(?:(?:${METHODS}) [^ \\n]+ SIP/2\\.0\\b|SIP/2\\.0 [1-6]\\d\\d\\b)`);
const ANY_START = /(?:[A-Z][A-Za-z0-9.!%*_+`'~-]{0,31} [a-z][a-z0-9+.-]*:[^ \n]* SIP\/2\.0\b|SIP\/2\.0 [1-6]\d\d\b)/;
const START_HERE = new RegExp(`^${ANY_START.source}`);

/**
 * Where a message begins in the dump of a packet, or -1. The packet's headers, printed as dots and stray characters,
 * touch the start line; a letter of theirs may precede it, so known methods are searched for first.
 */
export function findStart(dump: string): number {
  const known = START.exec(dump);
  if (known !== null) return known.index;
  return ANY_START.exec(dump)?.index ?? -1;
}

/** The messages in `text`, which begins with a start line. */
export function restoreMessages(text: string): PrintedMessage[] {
  const messages: PrintedMessage[] = [];
  let start = 0;
  while (start < text.length && messages.length < MAX_MESSAGES) {
    const { message, truncated, end } = restoreOne(text, start);
    messages.push({ text: message, truncated, start });
    // RFC 3261 7.5: empty lines may come before a message.
    start = end;
    while (text[start] === '\n') start++;
    if (!START_HERE.test(text.slice(start, start + 4096))) break;
  }
  return messages;
}

interface Restored {
  message: string;
  truncated: boolean;
  /** Offset of the end of the message. */
  end: number;
}

function restoreOne(text: string, start: number): Restored {
  const headers: string[] = [];
  let at = start;
  let complete = false;
  const dotted = endsInDots(text, start);
  while (at < text.length && !complete) {
    const lineEnd = lineEndOf(text, at);
    const line = undot(text.slice(at, lineEnd), dotted);
    if (RULE.test(line)) break;
    at = Math.min(lineEnd + 1, text.length);
    complete = line === '' && headers.length > 0;
    if (!complete) headers.push(line);
  }
  const length = contentLength(headers);
  const head = headers.join('\r\n');
  if (!complete) {
    // A copy may have lost its empty lines; a message without a body is complete anyway.
    const whole = length === 0;
    return { message: whole ? `${head}\r\n\r\n` : head, truncated: !whole, end: at };
  }
  const body = length < 0 ? looseBody(text, at, dotted) : measuredBody(text, at, length, dotted);
  return { message: `${head}\r\n\r\n${body.message}`, truncated: body.truncated, end: body.end };
}

/** A body of `length` bytes: with CRLF if a line then ends at its last byte, else with LF if one does. */
function measuredBody(text: string, start: number, length: number, dotted: boolean): Restored {
  if (length === 0) return { message: '', truncated: false, end: start };
  for (const lineEnd of ['\r\n', '\n']) {
    const end = linesOf(text, start, length, lineEnd.length, dotted);
    if (end < 0) continue;
    const body = joined(text.slice(start, end), lineEnd, dotted);
    return { message: body.length < length ? body + lineEnd : body, truncated: false, end };
  }
  // Mixed line ends, or none at the end of the body: cut by bytes.
  const body = joined(text.slice(start), '\r\n', dotted);
  if (body.length > length) return { message: body.slice(0, length), truncated: false, end: text.length };
  let last = body.length;
  while (last >= 4 && body.startsWith('\r\n\r\n', last - 4)) last -= 2;
  return { message: body.slice(0, last), truncated: true, end: text.length };
}

/** The end of the lines that make `length` bytes with line ends of `lineEnd` bytes; -1 if none do. */
function linesOf(text: string, start: number, length: number, lineEnd: number, dotted: boolean): number {
  let left = length;
  for (let at = start; at <= text.length; ) {
    const end = lineEndOf(text, at);
    left -= undot(text.slice(at, end), dotted).length;
    if (left === 0 || left === lineEnd) return left === 0 ? end : Math.min(end + 1, text.length);
    left -= lineEnd;
    if (left < 0) return -1;
    at = end + 1;
  }
  return -1;
}

/** A body without Content-Length: everything except trailing empty lines and rules. */
function looseBody(text: string, start: number, dotted: boolean): Restored {
  const lines = joined(text.slice(start), '\n', dotted).split('\n');
  while (lines.length > 0 && (lines.at(-1) === '' || RULE.test(lines.at(-1)!))) lines.pop();
  const message = lines.length === 0 ? '' : `${lines.join('\r\n')}\r\n`;
  return { message, truncated: false, end: text.length };
}

/** The value of Content-Length; -1 if there is none. */
export function contentLength(headers: readonly string[]): number {
  for (const header of headers) {
    const match = /^(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*$/i.exec(header);
    if (match !== null) return Number(match[1]);
  }
  return -1;
}

/** Whether lines end in a dot for their CR: the first two decide. */
function endsInDots(text: string, start: number): boolean {
  const first = lineEndOf(text, start);
  const second = lineEndOf(text, first + 1);
  return text[first - 1] === '.' && text[second - 1] === '.';
}

function lineEndOf(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function undot(line: string, dotted: boolean): string {
  return dotted && line.endsWith('.') ? line.slice(0, -1) : line;
}

function joined(text: string, lineEnd: string, dotted: boolean): string {
  const lines = text.split('\n');
  return (dotted ? lines.map(line => undot(line, true)) : lines).join(lineEnd);
}
