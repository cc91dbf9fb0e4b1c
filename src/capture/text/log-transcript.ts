/**
 * Reads text with printed SIP messages: logs, traces, mails, several dialects mixed. Each printed packet becomes a
 * datagram, which is empty if no SIP is printed of it.
 *
 * The dialects know what the lines before a message say about it (time, addresses); a message without such lines is
 * read too.
 */
import type { Datagram, Packet } from '../packet.js';
import type { Transcript } from './dialect.js';
import { LogClock } from './log-clock.js';
import { type LogDialect, LogHeading } from './log-dialect.js';
import { type LogTime, timeOfLine, timeWithin } from './log-time.js';
import { Margin } from './margin.js';
import { MessageGatherer } from './message-gatherer.js';
import { isStartLine, type MessageStart, messageStart } from './message-start.js';
import { type PrintedDatagram, PrintedQueue } from './printed-queue.js';

/** Most lines of a packet printed without its line ends. */
const MAX_FOLDED = 8192;
/** Rules drawn between messages: not a message, and no reason to forget the heading before them. */
const RULE = /^[-=.~_*#|<>\s]*$|\s-{40,}$/;
const QUOTE = /^[>|\s]+/;
/** Terminal colours: ESC [ … m. */
const COLOUR = new RegExp(String.raw`${String.fromCharCode(27)}\[[0-9;]{0,16}[A-Za-z]`, 'g');
const ESCAPE = String.fromCharCode(27);
/** The end of a start line that was wrapped before its version. */
const VERSION = /^[>|\s]*SIP\/2\.0\s*$/;
const UNFINISHED = /^[>|\s]*[A-Z]{3,12} (?:sips?|tel|urn):\S+\s*$/;

/** What the heading says of a packet. */
type Announced = Omit<PrintedDatagram, 'text' | 'truncated'>;

export class LogTranscript implements Transcript {
  readonly dated: boolean;
  private readonly dialects: readonly LogDialect[];
  private readonly clock: LogClock;
  private readonly queue = new PrintedQueue();
  private readonly heading = new LogHeading();
  private timeUs: number;
  /** A packet announced by a heading, until its message is found. */
  private announced: Announced | undefined;
  /** The message being read: its margin, its packet and its dialect. */
  private message: MessageGatherer | undefined;
  private margin = new Margin('');
  private messagePacket: Announced | undefined;
  private dialect: LogDialect | undefined;
  private folded: string[] = [];
  private previousLine = '';

  constructor(dialects: readonly LogDialect[], sample: readonly string[]) {
    this.dialects = dialects;
    this.clock = new LogClock(this.timesOf(sample));
    this.dated = this.clock.dated;
    this.timeUs = this.clock.firstUs;
  }

  line(printed: string): void {
    const line = printed.includes(ESCAPE) ? printed.replace(COLOUR, '') : printed;
    if (this.folds(line)) return;
    const bare = line.replace(QUOTE, '').trimEnd();
    const own = this.message === undefined ? undefined : this.margin.strip(line);
    const kind = own !== undefined && this.margin.repeats ? undefined : this.readHeading(bare);
    if (kind !== undefined) this.takeHeading(kind, line);
    else if (this.message !== undefined && this.dialect?.closes?.(bare) === true) this.complete();
    else if (this.message !== undefined) this.messageLine(this.message, line, own);
    else this.otherLine(line);
    this.previousLine = line;
  }

  finish(): void {
    this.unfold();
    this.complete();
    this.queueEmpty();
  }

  take(packet: Packet, datagram: Datagram): 'packet' | 'datagram' | undefined {
    return this.queue.take(packet, datagram);
  }

  /** Takes a heading. */
  private takeHeading(kind: 'packet' | 'detail', line: string): void {
    this.complete();
    if (kind === 'packet') this.queueEmpty();
    const time = this.heading.time ?? timeOfLine(line)?.time;
    if (time !== undefined) this.timeUs = this.clock.timeUs(time);
    this.heading.time = undefined;
    if (kind === 'detail') {
      this.startIn(line);
      return;
    }
    this.announced = this.headingPacket();
    const { text } = this.heading;
    this.heading.text = '';
    if (text !== '') this.line(text);
  }

  private readHeading(bare: string): 'packet' | 'detail' | undefined {
    for (const dialect of this.dialects) {
      const kind = dialect.readHeading(bare, this.heading);
      if (kind === undefined) continue;
      this.dialect = dialect;
      return kind;
    }
    return undefined;
  }

  /** Takes a line while a message is being read; `own` is the part that may belong to it. */
  private messageLine(message: MessageGatherer, line: string, own: string | undefined): void {
    if (own === undefined) {
      // Another line of the same log: a new message may begin in it.
      this.startIn(line);
      return;
    }
    if (isStartLine(own) && !message.holdsMessages) {
      this.otherLine(line);
      return;
    }
    const taken = message.take(own);
    if (message.done) this.complete();
    if (taken) return;
    if (message.done) this.line(line);
    else this.startIn(line);
  }

  /** Starts a message if one begins in this line. */
  private startIn(line: string): boolean {
    const start = messageStart(line) ?? this.wrappedStart(line);
    if (start !== undefined) this.begin(start);
    return start !== undefined;
  }

  /** Takes a line outside of messages. */
  private otherLine(line: string): void {
    if (this.startIn(line) || RULE.test(line)) return;
    const time = timeOfLine(line);
    if (time !== undefined) this.timeUs = this.clock.timeUs(time.time);
    // The heading belonged to something other than the next message.
    this.heading.reset();
    this.dialect = undefined;
  }

  private wrappedStart(line: string): MessageStart | undefined {
    if (!VERSION.test(line) || !UNFINISHED.test(this.previousLine)) return undefined;
    return messageStart(`${this.previousLine.trimEnd()} ${line.replace(QUOTE, '').trimEnd()}`);
  }

  private begin({ before, lines }: MessageStart): void {
    this.complete();
    const time = before === '' ? undefined : timeWithin(before);
    if (time !== undefined) this.timeUs = this.clock.timeUs(time.time);
    this.messagePacket = this.headingPacket();
    this.margin = new Margin(before);
    this.message = new MessageGatherer(lines[0]!, this.dialect?.closes !== undefined);
    // Escaped line ends: the whole message is in this line.
    for (let at = 1; at < lines.length; at++) this.message.take(lines[at]!);
    if (lines.length > 1) this.complete();
  }

  private complete(): void {
    const message = this.message?.finish();
    this.message = undefined;
    if (message === undefined || this.messagePacket === undefined) return;
    this.queue.add({ ...this.messagePacket, ...message });
    this.announced = undefined;
  }

  /** Queues the announced packet as empty: it contained no message. */
  private queueEmpty(): void {
    if (this.announced !== undefined) this.queue.add({ ...this.announced, text: '', truncated: false });
    this.announced = undefined;
  }

  /** What the heading says of the packet. */
  private headingPacket(): Announced {
    const { source, destination, transport } = this.heading;
    return { timeUs: this.timeUs, source, destination, transport };
  }

  /** Takes lines of a packet printed without its line ends; false for any other line. */
  private folds(line: string): boolean {
    const first = this.folded.length === 0;
    if (first && (this.announced === undefined || this.message !== undefined)) return false;
    if (this.dialect?.folded?.(line) === true && this.folded.length < MAX_FOLDED) {
      this.folded.push(line);
      return true;
    }
    this.unfold();
    return false;
  }

  private unfold(): void {
    const { folded } = this;
    if (folded.length === 0) return;
    this.folded = [];
    const text = this.dialect?.hexPayload?.(folded);
    if (text !== undefined && this.announced !== undefined) {
      this.queue.add({ ...this.announced, text, truncated: false });
      this.announced = undefined;
      return;
    }
    for (const line of this.dialect?.unfold?.(folded) ?? []) {
      if (this.message !== undefined) this.messageLine(this.message, line, line);
      else this.otherLine(line);
    }
    this.complete();
  }

  private timesOf(sample: readonly string[]): LogTime[] {
    const heading = new LogHeading();
    return sample.flatMap(line => {
      const bare = line.replace(QUOTE, '').trimEnd();
      this.dialects.find(dialect => dialect.readHeading(bare, heading) !== undefined);
      const start = messageStart(line);
      const found = start === undefined ? timeOfLine(line) : timeWithin(start.before);
      const time = heading.time ?? found?.time;
      heading.time = undefined;
      return time ?? [];
    });
  }
}
