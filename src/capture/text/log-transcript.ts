/**
 * Reads text with printed SIP messages: logs, traces, mails, exports, several mixed. Each printed packet becomes a
 * datagram, which is empty if a dialect announced it and no SIP is printed of it. Lines between messages become remarks.
 *
 * The dialects know the headings of some programs; what a heading says, and that of any other program, is read by
 * context/.
 */
import { NO_TIME } from '../../model/times.js';
import type { Datagram, Packet, Remark } from '../packet.js';
import type { Told } from '../source.js';
import { type Announced, announced, datagramOf, isStream } from './announced.js';
import { hasEnds, readContext } from './context/context.js';
import { type RecentLine, RecentLines } from './context/recent-lines.js';
import { CsvHeading } from './frame/csv-heading.js';
import type { Transcript } from './dialect.js';
import { FoldedPacket } from './frame/folded-packet.js';
import { type JsonRecord, jsonRecords, maybeJson } from './frame/json-record.js';
import type { Timeline } from './log-clock.js';
import { type LineKind, type LogDialect, LogHeading } from './log-dialect.js';
import { timeOfLine, timeWithin } from './log-time.js';
import { Margin } from './frame/margin.js';
import { Markup } from './frame/markup.js';
import { isRule } from './frame/rule.js';
import { MessageGatherer } from './message-gatherer.js';
import {
  beginsCsvField,
  ends,
  isStartLine,
  type MessageStart,
  messageStart,
  undoubled,
  wrappedStart,
} from './message-start.js';
import { PrintedQueue } from './printed-queue.js';
import { withoutColours } from './frame/stray.js';

/** No heading begins as SDP does. */
const SDP = /^[a-z]=/;
/** A mail's quote marks, and a stray character such as a paste leaves. */
const QUOTE = /^[>|\s`"'#]+/;

export class LogTranscript implements Transcript {
  readonly dated: boolean;
  readonly told: Told;
  private readonly dialects: readonly LogDialect[];
  private readonly clock: Timeline;
  private readonly markup: Markup;
  private readonly queue = new PrintedQueue();
  private readonly recent = new RecentLines();
  private readonly said = new LogHeading();
  /** What the last heading says, until other lines follow; and whether its message is still to come. */
  private packet: Announced | undefined;
  private awaited: Announced | undefined;
  /** The message being read: its start line as printed, its margin, its packet and its dialect. */
  private message: MessageGatherer | undefined;
  private startLine = '';
  /** What is printed in its line before it, and after it. */
  private own = '';
  private after = '';
  private margin = new Margin('');
  private messagePacket: Announced | undefined;
  private dialect: LogDialect | undefined;
  /** The message is a value of JSON, or a field of CSV. */
  private inJson = false;
  private inCsv = false;
  /** What the JSON around the line says. */
  private around = '';
  private readonly folded = new FoldedPacket();
  private readonly csv = new CsvHeading();
  private previousLine = '';

  constructor(dialects: readonly LogDialect[], sample: readonly string[], clock: Timeline) {
    this.dialects = dialects;
    this.clock = clock;
    this.dated = clock.dated;
    this.told = this.queue.told;
    this.markup = new Markup(sample);
  }

  line(printed: string): void {
    const plain = withoutColours(printed);
    const line = this.markup.concerns(plain) ? this.markup.undo(plain, this.message?.isPlain ?? false) : plain;
    const records = this.maybeRecords(line) ? jsonRecords(line) : undefined;
    if (records === undefined) this.textLine(line);
    else for (const record of records) this.record(record);
  }

  finish(): void {
    this.unfold();
    this.complete();
    this.queueEmpty();
    for (const line of this.recent.takeAll()) this.remarkOf(line);
  }

  take(packet: Packet, datagram: Datagram, remark: Remark): 'packet' | 'datagram' | 'remark' | undefined {
    return this.queue.take(packet, datagram, remark);
  }

  /** JSON in the body of a message is the message's. */
  private maybeRecords(line: string): boolean {
    return maybeJson(line) && (this.message === undefined || this.inJson || line.includes('SIP/2.0'));
  }

  private record({ context, lines }: JsonRecord): void {
    this.around = context;
    for (const line of lines) this.textLine(line);
    if (lines.length > 1) this.complete();
    this.around = '';
  }

  private textLine(line: string): void {
    if (this.folds(line)) return;
    const bare = line.replace(QUOTE, '').trimEnd();
    const own = this.message === undefined ? undefined : this.margin.strip(line);
    const inside = own !== undefined && (this.margin.repeats || SDP.test(own));
    const kind = inside ? undefined : this.readHeading(bare);
    if (kind !== undefined) this.takeHeading(kind, line);
    else if (this.message !== undefined && this.dialect?.closes?.(bare) === true) this.complete();
    else if (this.message !== undefined) this.messageLine(this.message, line, own);
    else this.otherLine(line);
    this.previousLine = line;
  }

  /** Takes a line that a dialect knows. */
  private takeHeading(kind: LineKind, line: string): void {
    this.complete();
    if (kind !== 'packet') {
      if (!this.startIn(line)) this.note(line, kind === 'detail');
      return;
    }
    this.queueEmpty();
    const { text, time, transport } = this.said;
    const head = text === '' ? line : line.trimEnd().slice(0, -text.length);
    this.note(head, true);
    this.recent.mark();
    const heading = this.recent.headingOf('', '');
    for (const line of this.recent.takeBefore()) this.remarkOf(line);
    const whole = { time: time ?? heading.time, transport: transport === 'unknown' ? heading.transport : transport };
    this.packet = announced({ ...heading, ...whole }, this.clock);
    this.awaited = this.packet;
    // Should other lines follow before the message, it is looked at again.
    this.recent.add({ text: head, time: undefined, timeUs: NO_TIME, heading: true });
    this.said.text = '';
    if (text !== '') this.textLine(text);
  }

  private readHeading(bare: string): LineKind | undefined {
    for (const dialect of this.dialects) {
      const kind = dialect.readHeading(bare, this.said);
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
      if (!this.startIn(line)) this.note(line, false);
      return;
    }
    if (isStartLine(own) && !message.holdsMessages) {
      this.otherLine(line);
      return;
    }
    const taken = message.take(this.inCsv ? undoubled(own) : own);
    this.placeMessage(message);
    if (message.done) this.complete();
    if (taken) return;
    if (message.done) this.textLine(line);
    else if (!this.startIn(line) && !isRule(line)) this.note(line, false);
  }

  /** Starts a message if one begins in this line. */
  private startIn(line: string): boolean {
    const whole = messageStart(line);
    const start = whole ?? wrappedStart(this.previousLine, line);
    if (start === undefined) return false;
    if (whole === undefined) this.recent.dropLast();
    this.begin(start, line);
    return true;
  }

  /** Takes a line outside of messages. */
  private otherLine(line: string): void {
    if (this.startIn(line)) return;
    if (isRule(line)) {
      this.recent.gap();
      return;
    }
    if (this.csv.take(line)) {
      this.queue.remark(line, NO_TIME);
      return;
    }
    // The heading belonged to something other than the next message, or more of it follows.
    this.packet = undefined;
    this.said.reset(this.said.openDialect);
    this.dialect = undefined;
    this.note(line, false);
  }

  /** Keeps a line until it is known whether it says something of a message. */
  private note(text: string, heading: boolean): void {
    this.remarkOf(this.recent.add(this.recentLine(text, heading)));
  }

  private recentLine(text: string, heading: boolean): RecentLine {
    const time = timeOfLine(text) ?? (this.around === '' ? undefined : timeWithin(this.around));
    return { text, time, timeUs: time === undefined ? NO_TIME : this.clock.timeUs(time.time), heading };
  }

  private remarkOf(gone: RecentLine | undefined): void {
    if (gone !== undefined) this.queue.remark(gone.text, gone.timeUs);
  }

  private begin({ before, lines, after }: MessageStart, line: string): void {
    this.complete();
    this.recent.mark();
    this.own = `${this.around} ${this.csv.named(before) ?? ends(before)}`.trim();
    this.after = this.csv.namedAfter(before, after) ?? after;
    this.messagePacket = undefined;
    this.startLine = line;
    this.margin = new Margin(before);
    this.inJson = this.around !== '';
    this.inCsv = beginsCsvField(before);
    this.message = new MessageGatherer(lines[0]!, this.dialect?.closes !== undefined);
    // Printed line ends: the whole message is in this line.
    for (let at = 1; at < lines.length; at++) this.message.take(lines[at]!);
    this.placeMessage(this.message);
    if (lines.length > 1) this.complete();
  }

  /** Reads what is said of the message once it shows to be one: text may be full of what only looks like one. */
  private placeMessage(message: MessageGatherer): void {
    if (!message.identified || this.messagePacket !== undefined) return;
    const { packet, own } = this;
    if (packet === undefined || (packet !== this.awaited && !this.continues(packet))) {
      this.packet = announced(this.recent.headingOf(own, this.after), this.clock);
      this.messagePacket = this.packet;
      return;
    }
    const time = Number.isNaN(packet.timeUs) && own !== '' ? timeWithin(own)?.time : undefined;
    this.messagePacket = time === undefined ? packet : { ...packet, timeUs: this.clock.timeUs(time) };
  }

  /** Whether this message may be of a packet that another was read of. */
  private continues(packet: Announced): boolean {
    return isStream(packet) && (this.own === '' || !hasEnds(readContext(this.own)));
  }

  private complete(): void {
    if (this.message === undefined) return;
    const message = this.message.finish();
    this.message = undefined;
    if (message === undefined || this.messagePacket === undefined) {
      // It only looked like one: its heading may be of the next.
      this.remarkOf(this.recent.restore(this.recentLine(this.startLine, false)));
      return;
    }
    for (const line of this.recent.takeBefore()) this.remarkOf(line);
    this.queue.add(datagramOf(this.messagePacket, message.text, message.truncated));
    this.awaited = undefined;
  }

  /** Queues the announced packet as empty: it contained no message. */
  private queueEmpty(): void {
    if (this.awaited !== undefined) this.queue.add(datagramOf(this.awaited, '', false));
    this.awaited = undefined;
  }

  /** Takes lines of a packet printed without its line ends; false for any other line. */
  private folds(line: string): boolean {
    if (this.folded.isEmpty && (this.awaited === undefined || this.message !== undefined)) return false;
    if (this.folded.take(line, this.dialect)) return true;
    this.unfold();
    return false;
  }

  private unfold(): void {
    if (this.folded.isEmpty) return;
    const { payload, lines } = this.folded.unfold(this.dialect);
    if (payload !== undefined && this.awaited !== undefined) {
      this.queue.add(datagramOf(this.awaited, payload, false));
      this.awaited = undefined;
      return;
    }
    for (const line of lines) {
      if (this.message !== undefined) this.messageLine(this.message, line, line);
      else this.otherLine(line);
    }
    this.complete();
  }
}
