/**
 * Reads text in which SIP messages are printed: logs, traces, mails, several dialects in one. In: lines. Out: a datagram a
 * printed packet, which is empty where no SIP is printed of it. What the lines before a message tell of it (time, addresses)
 * is the dialects' to know; a message nobody tells anything of is read all the same.
 */
import type { Datagram, Packet } from '../packet.js';
import type { Transcript } from './dialect.js';
import { LogClock } from './log-clock.js';
import { type LogDialect, Told } from './log-dialect.js';
import { type LogTime, timeOfLine, timeWithin } from './log-time.js';
import { Margin } from './margin.js';
import { MessageGatherer } from './message-gatherer.js';
import { isStartLine, type MessageStart, messageStart } from './message-start.js';
import { type PrintedDatagram, PrintedQueue } from './printed-queue.js';

/** Lines of a packet that is printed without its line ends. */
const MAX_FOLDED = 8192;
/** What people and programs draw between messages; it is no message, and tells nothing against what was told before. */
const RULE = /^[-=.~_*#|<>\s]*$|\s-{40,}$/;
const QUOTE = /^[>|\s]+/;
/** Colours of a terminal: ESC [ … m. */
const COLOUR = new RegExp(String.raw`${String.fromCharCode(27)}\[[0-9;]{0,16}[A-Za-z]`, 'g');
const ESCAPE = String.fromCharCode(27);
/** The rest of a start line that was wrapped before it. */
const VERSION = /^[>|\s]*SIP\/2\.0\s*$/;
const UNFINISHED = /^[>|\s]*[A-Z]{3,12} (?:sips?|tel|urn):\S+\s*$/;

/** A packet as far as the lines before it tell of it. */
type Announced = Omit<PrintedDatagram, 'text' | 'truncated'>;

export class LogTranscript implements Transcript {
  readonly dated: boolean;
  private readonly dialects: readonly LogDialect[];
  private readonly clock: LogClock;
  private readonly queue = new PrintedQueue();
  private readonly told = new Told();
  private timeUs: number;
  /** A packet that was announced, while no message of it is found. */
  private announced: Announced | undefined;
  /** The message that is being read, the lines before it, and what its dialect is. */
  private message: MessageGatherer | undefined;
  private margin = new Margin('');
  private carried: Announced | undefined;
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
    const kind = own !== undefined && this.margin.repeats ? undefined : this.tell(bare);
    if (kind !== undefined) this.heading(kind, line);
    else if (this.message !== undefined && this.dialect?.closes?.(bare) === true) this.complete();
    else if (this.message !== undefined) this.more(this.message, line, own);
    else this.loose(line);
    this.previousLine = line;
  }

  finish(): void {
    this.unfold();
    this.complete();
    this.miss();
  }

  take(packet: Packet, datagram: Datagram): 'packet' | 'datagram' | undefined {
    return this.queue.take(packet, datagram);
  }

  /** A line that tells of a packet. */
  private heading(kind: 'packet' | 'detail', line: string): void {
    this.complete();
    if (kind === 'packet') this.miss();
    const time = this.told.time ?? timeOfLine(line)?.time;
    if (time !== undefined) this.timeUs = this.clock.timeUs(time);
    this.told.time = undefined;
    if (kind === 'detail') {
      this.startIn(line);
      return;
    }
    this.announced = this.asTold();
    const { text } = this.told;
    this.told.text = '';
    if (text !== '') this.line(text);
  }

  private tell(bare: string): 'packet' | 'detail' | undefined {
    for (const dialect of this.dialects) {
      const kind = dialect.heading(bare, this.told);
      if (kind === undefined) continue;
      this.dialect = dialect;
      return kind;
    }
    return undefined;
  }

  /** A line while a message is being read; `own` is what of it can be the message's. */
  private more(message: MessageGatherer, line: string, own: string | undefined): void {
    if (own === undefined) {
      // Of the same log, but not of the message: another one may begin in it.
      this.startIn(line);
      return;
    }
    if (isStartLine(own) && !message.holdsMessages) {
      this.loose(line);
      return;
    }
    const taken = message.take(own);
    if (message.done) this.complete();
    if (taken) return;
    if (message.done) this.line(line);
    else this.startIn(line);
  }

  /** Begins the message the line holds the beginning of, if it does. */
  private startIn(line: string): boolean {
    const start = messageStart(line) ?? this.wrappedStart(line);
    if (start !== undefined) this.begin(start);
    return start !== undefined;
  }

  /** A line outside of messages. */
  private loose(line: string): void {
    if (this.startIn(line) || RULE.test(line)) return;
    const time = timeOfLine(line);
    if (time !== undefined) this.timeUs = this.clock.timeUs(time.time);
    // Whatever was told was of something else than the next message.
    this.told.begin();
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
    this.carried = this.asTold();
    this.margin = new Margin(before);
    this.message = new MessageGatherer(lines[0]!, this.dialect?.closes !== undefined);
    // Line ends that were printed as escapes: the whole message is in this line.
    for (let at = 1; at < lines.length; at++) this.message.take(lines[at]!);
    if (lines.length > 1) this.complete();
  }

  private complete(): void {
    const message = this.message?.finish();
    this.message = undefined;
    if (message === undefined || this.carried === undefined) return;
    this.queue.add({ ...this.carried, ...message });
    this.announced = undefined;
  }

  /** A packet was printed that holds no message. */
  private miss(): void {
    if (this.announced !== undefined) this.queue.add({ ...this.announced, text: '', truncated: false });
    this.announced = undefined;
  }

  /** What is told of the packet at hand. */
  private asTold(): Announced {
    const { source, destination, transport } = this.told;
    return { timeUs: this.timeUs, source, destination, transport };
  }

  /** Takes lines of a packet that is printed without its line ends; false for any other line. */
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
    const text = this.dialect?.exact?.(folded);
    if (text !== undefined && this.announced !== undefined) {
      this.queue.add({ ...this.announced, text, truncated: false });
      this.announced = undefined;
      return;
    }
    for (const line of this.dialect?.unfold?.(folded) ?? []) {
      if (this.message !== undefined) this.more(this.message, line, line);
      else this.loose(line);
    }
    this.complete();
  }

  private timesOf(sample: readonly string[]): LogTime[] {
    const told = new Told();
    return sample.flatMap(line => {
      const bare = line.replace(QUOTE, '').trimEnd();
      this.dialects.find(dialect => dialect.heading(bare, told) !== undefined);
      const start = messageStart(line);
      const found = start === undefined ? timeOfLine(line) : timeWithin(start.before);
      const time = told.time ?? found?.time;
      told.time = undefined;
      return time ?? [];
    });
  }
}
