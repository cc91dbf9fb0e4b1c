/**
 * Gathers the lines of one printed message, without their margin: decides which lines belong to it and when it is
 * complete, and restores its line ends (RFC 3261 7, 18.3).
 *
 * Pasted text is not what was sent: lines are wrapped, spaced out or mixed with others. A line that cannot be a header
 * or an SDP line is rejected. A body ends where Content-Length says, if its line ends allow that, else where it looks
 * like its end.
 */
import { TAILS } from './frame/line-ends.js';
import { timeOfLine } from './log-time.js';
import { unescapedText } from './message-start.js';
import { contentLength, restoreMessages } from './printed-message.js';

/** Most chars of a message, and most foreign lines within it before it is given up. */
const MAX_TEXT = 1 << 20;
const MAX_FOREIGN = 50;
/** Most foreign lines before its first header. */
const MAX_BEFORE = 5;
/** A mail program wraps a line that cannot hold the next word, never before this width. */
const WRAP_WIDTH = 60;
/** A terminal wraps anywhere, but is at least this wide. */
const TERMINAL_WIDTH = 79;
/** Lines in which addresses are looked for. */
const MAX_LOOKED_AT = 64;
/** Most chars of a line joined from several. */
const MAX_JOINED = 16_384;

/** The tail of a line that is a string of its own. */
const IN_STRING = /["'],?$/;
const HEADER = /^[A-Za-z][!#$%&'*+.^_`|~0-9A-Za-z-]*[ \t]*:/;
/** The continuation of a header, and nothing else. */
const ADDRESS = /^(?:<(?:sips?|tel|urn):|;)/;
/** Output of Asterisk's console, indented like a folded header. */
const CONSOLE = /^[ \t]+(?:--|==|>) /;
const SDP_LINE = /^[a-z]=/;
const MESSAGE_HEADER = /^(?:via|v|from|f|to|t|call-id|i|cseq)[ \t]*:/i;
const CONTENT_TYPE = /^(?:content-type|c)[ \t]*:[ \t]*([^;\s]*)/i;
/** Bodies that contain start lines of their own (RFC 3420, RFC 5621). */
const HOLDS_MESSAGES = /^(?:message|multipart)\//i;

export interface GatheredMessage {
  /** One char per byte, with CRLF line ends. */
  text: string;
  truncated: boolean;
}

export class MessageGatherer {
  private readonly lines: string[];
  /** Removed from the end of each line. */
  private tail = '';
  /** The dialect marks the end of the message; it does not end at the first empty line. */
  private readonly framed: boolean;
  private phase: 'headers' | 'body' | 'done' = 'headers';
  /** Every second line is empty and was not in the message. */
  private spaced = false;
  private empties = 0;
  private foreign = 0;
  private textLength = 0;
  /** Length of the last line as printed, before others were joined to it. */
  private printedLength: number;
  /** The body: its declared length (-1 if none), its lengths so far with LF and with CRLF, and its type. */
  private bodyLength = -1;
  private bodyStart = 0;
  private lfLength = 0;
  private crlfLength = 0;
  private bodyType = '';

  constructor(startLine: string, framed: boolean) {
    this.lines = [startLine];
    this.framed = framed;
    this.printedLength = startLine.length;
  }

  /** The message is complete: no further line belongs to it. */
  get done(): boolean {
    return this.phase === 'done';
  }

  /** Whether a start line may belong to the body of this message. */
  get holdsMessages(): boolean {
    return this.phase === 'body' && HOLDS_MESSAGES.test(this.bodyType) && this.lfLength < this.bodyLength;
  }

  /** A header identifies it as a message. */
  identified = false;

  /** Whether it has a header with "<sip:" as it is. */
  get isPlain(): boolean {
    return this.lines.slice(0, MAX_LOOKED_AT).some(line => line.includes('<sip'));
  }

  /** Takes a line; false if it does not belong to the message. */
  take(line: string): boolean {
    if (this.lines.length === 1) this.findTail(line);
    const bare = this.bare(line);
    const taken = this.phase === 'headers' ? this.headerLine(bare) : this.bodyLine(bare);
    if (!taken) this.foreign++;
    else this.textLength += line.length;
    const most = this.lines.length === 1 ? MAX_BEFORE : MAX_FOREIGN;
    if (this.foreign > most || this.textLength > MAX_TEXT) this.phase = 'done';
    return taken;
  }

  /** The message as far as it was gathered; undefined if no header identifies it as one. */
  finish(): GatheredMessage | undefined {
    const { lines } = this;
    if (!this.identified) return undefined;
    if (this.phase === 'headers') lines.push('');
    this.phase = 'done';
    const message = restoreMessages(`${lines.join('\n')}\n`)[0];
    return message === undefined ? undefined : { text: message.text, truncated: message.truncated };
  }

  private headerLine(line: string): boolean {
    if (line === '') return this.emptyHeaderLine();
    if (this.spaced && this.empties > 1) {
      this.openBody();
      return this.bodyLine(line);
    }
    this.empties = 0;
    if (line === 'v=0' && this.lines.length > 1) {
      // The empty line before the body is missing.
      this.openBody();
      return this.bodyLine(line);
    }
    const folded = this.lines.length > 1 && /^[ \t]/.test(line) && !CONSOLE.test(line);
    if (folded || HEADER.test(line)) this.push(line);
    else if (this.continues(line)) this.join(line);
    else return false;
    return true;
  }

  private emptyHeaderLine(): boolean {
    // A start line is never followed by an empty one.
    if (this.lines.length === 1) this.spaced = true;
    else if (this.spaced) this.empties++;
    else this.openBody();
    return true;
  }

  private openBody(): void {
    this.bodyLength = contentLength(this.lines);
    for (const line of this.lines) this.bodyType ||= CONTENT_TYPE.exec(line)?.[1] ?? '';
    this.lines.push('');
    this.bodyStart = this.lines.length;
    this.empties = 0;
    const bodiless = this.bodyLength < 0 && this.bodyType === '' && !this.framed;
    this.phase = this.bodyLength === 0 || bodiless ? 'done' : 'body';
  }

  private bodyLine(line: string): boolean {
    if (this.phase === 'done') return false;
    const sdp = this.bodyType.toLowerCase() === 'application/sdp' || this.lines[this.bodyStart] === 'v=0';
    if (line === '') return this.emptyBodyLine(sdp);
    if (sdp && !SDP_LINE.test(line)) return this.sdpContinuation(line);
    this.push(line);
    this.count(line.length, 1);
    return true;
  }

  private emptyBodyLine(sdp: boolean): boolean {
    const begun = this.lines.length > this.bodyStart;
    this.empties++;
    if (this.spaced && this.empties === 1) return true;
    // SDP has no empty lines; a body without a length or an end mark ends at its first empty line.
    if (begun && (sdp || (this.bodyLength < 0 && !this.framed))) this.phase = 'done';
    else if (!sdp) {
      this.push('');
      this.count(0, 1);
    }
    return true;
  }

  private sdpContinuation(line: string): boolean {
    if (this.continues(line)) {
      this.join(line);
      this.count(line.length, 0);
      return true;
    }
    if (this.bodyLength < 0 && this.lines.length > this.bodyStart) this.phase = 'done';
    return false;
  }

  /** Counts what was added to the body, which is complete when either line end gives the declared length. */
  private count(length: number, lineEnds: number): void {
    this.empties = 0;
    this.lfLength += length + lineEnds;
    this.crlfLength += length + 2 * lineEnds;
    if (this.bodyLength < 0) return;
    const withCrlf = this.crlfLength === this.bodyLength || this.crlfLength - 2 === this.bodyLength;
    if (withCrlf || this.lfLength >= this.bodyLength) this.phase = 'done';
  }

  /** Whether the line continues the one before, wrapped by a mail program or a terminal. */
  private continues(line: string): boolean {
    const last = this.lines.at(-1)!;
    if (this.lines.length === this.bodyStart || last.length > MAX_JOINED) return false;
    if (/^[[*]/.test(line) || timeOfLine(line) !== undefined) return false;
    if (/^[A-Za-z-]+:$|[,;]$/.test(last) || ADDRESS.test(line)) return true;
    const word = /^\S*/.exec(line)![0].length;
    return this.printedLength + 1 + word >= WRAP_WIDTH;
  }

  private join(line: string): void {
    const last = this.lines.pop()!;
    const anywhere = this.printedLength >= TERMINAL_WIDTH || /[ \t]$/.test(last);
    this.lines.push(`${last}${anywhere ? '' : ' '}${line}`);
    this.printedLength = line.length;
  }

  private push(line: string): void {
    this.identified ||= this.phase === 'headers' && MESSAGE_HEADER.test(line);
    this.lines.push(line);
    this.printedLength = line.length;
  }

  /** Finds the tail that the first two lines share. */
  private findTail(line: string): void {
    const startLine = this.lines[0]!;
    this.tail = TAILS.find(tail => startLine.endsWith(tail) && line.endsWith(tail)) ?? '';
    this.lines[0] = this.bare(startLine);
  }

  private bare(line: string): string {
    if (this.tail === ' ') return line.trimEnd();
    if (this.tail === '' || !line.endsWith(this.tail)) return line;
    const text = line.slice(0, -this.tail.length);
    return IN_STRING.test(this.tail) ? unescapedText(text) : text;
  }
}
