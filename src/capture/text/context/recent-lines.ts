/**
 * The lines since the last message. Those just before a message are its heading; the others are remarks.
 *
 * A record of a log begins with its time, or after an empty line or a rule. A heading may be a record before the one the
 * message is in: AudioCodes and FortiGate print it on its own.
 */
import { type FoundTime, type LogTime, nextTime, timeWithin } from '../log-time.js';
import { type Context, type Direction, hasEnds, NO_CONTEXT, NOBODY, readContext } from './context.js';
import { headingPart, isOfMessage, namesEnd, namesPacket } from './heading-words.js';

/** Most lines looked at before a message, and chars read at either end of each. */
const MAX_LINES = 12;
const MAX_READ = 400;
/** Most times looked at for a finer one. */
const MAX_TIMES = 4;
/** Nothing but marks. */
const BARE = /^\W*$/;

export interface RecentLine {
  text: string;
  /** The time at its beginning. */
  time: FoundTime | undefined;
  /** The same on the log's timeline; NO_TIME if there is none. */
  timeUs: number;
  /** It is known to belong to a heading. */
  heading: boolean;
  /** What it says of a message, once asked. */
  said?: Said;
}

interface Said {
  /** The part that may head a message. */
  text: string;
  context: Context;
}

/** What is known of a message before its text is read. */
export interface Heading extends Context {
  time: LogTime | undefined;
}

export class RecentLines {
  private readonly lines: RecentLine[] = [];
  /** Lines up to here stand before the message that is being read. */
  private before = 0;

  /** Adds a line; returns the one that is too far back to matter, if it is a remark. */
  add(line: RecentLine): RecentLine | undefined {
    this.lines.push(line);
    return this.overflow();
  }

  private overflow(): RecentLine | undefined {
    if (this.lines.length <= MAX_LINES) return undefined;
    const gone = this.lines.shift();
    let shifted = 1;
    for (; this.lines[0]?.text === ''; shifted++) this.lines.shift();
    this.before = Math.max(0, this.before - shifted);
    return gone === undefined || isHeading(gone) ? undefined : gone;
  }

  /** Adds an empty line or a rule. */
  gap(): void {
    if (this.lines.length > 0 && this.lines.at(-1)?.text !== '')
      this.lines.push({ text: '', time: undefined, timeUs: Number.NaN, heading: true });
  }

  /** A message begins: the lines so far stand before it. */
  mark(): void {
    this.before = this.lines.length;
  }

  /** What the lines say of a message that begins now; `own` is printed around it in its own line. */
  headingOf(own: string, after: string): Heading {
    const end = this.before;
    if (end === 0 && own === '') return SILENT;
    const begun = own === '' ? undefined : timeWithin(own);
    const first = begun === undefined ? this.recordStart(end) : end;
    const record = this.lines.slice(first, end);
    const around = [own, after].filter(text => text !== '' && !isOfMessage(text)).map(edges);
    const text = [...textsOf(record), ...around].join('\n');
    let context = contextOf(record, around);
    // After an empty line, prose is not a heading.
    const apart = record.length > 0 && record.at(-1)?.text === '' && own === '';
    if (apart && !announces(context, text) && !record.some(isBareTime)) return SILENT;
    markHeading(record, context);
    if (!hasEnds(context)) context = this.withRecordBefore(first, context);
    const time = begun ?? timeOf(record) ?? this.timeBefore(first, record.length > 0 || own !== '');
    return { ...context, time: finest(time, text) };
  }

  /** Drops the last line: it belongs to the message. */
  dropLast(): void {
    this.lines.pop();
  }

  /** Takes the lines before the message that was read; those that are no heading are remarks. */
  takeBefore(): RecentLine[] {
    const taken = this.lines.splice(0, this.before).filter(line => !isHeading(line));
    this.before = 0;
    return taken;
  }

  /** Takes all. */
  takeAll(): RecentLine[] {
    this.mark();
    return this.takeBefore();
  }

  /** The message that began with this line was none: its heading may be of the next. Returns as `add`. */
  restore(line: RecentLine): RecentLine | undefined {
    this.lines.splice(this.before, 0, line);
    this.before = 0;
    return this.overflow();
  }

  /** Where the record begins that ends before line `end`. */
  private recordStart(end: number): number {
    let first = end;
    while (first > 0 && this.lines[first - 1]!.text === '') first--;
    while (first > 0 && this.lines[first - 1]!.text !== '') {
      first--;
      if (this.lines[first]!.time !== undefined) break;
    }
    return first;
  }

  /** The context with what the record before it says, if that is a heading. */
  private withRecordBefore(end: number, context: Context): Context {
    const record = this.lines.slice(this.recordStart(end), end);
    const text = textsOf(record).join('\n');
    const before = text === '' ? NO_CONTEXT : readContext(text);
    if (!announces(before, text) || contradict(before.direction, context.direction)) return context;
    if (!hasEnds(before) && context.direction !== undefined) return context;
    markHeading(record, before);
    return {
      ...before,
      transport: context.transport === 'unknown' ? before.transport : context.transport,
      direction: context.direction ?? before.direction,
    };
  }

  /** The time of the nearest line before a record that tells none. */
  private timeBefore(end: number, holds: boolean): FoundTime | undefined {
    if (!holds) return undefined;
    return this.lines.slice(0, end).findLast(({ time }) => time !== undefined)?.time;
  }
}

const SILENT: Heading = { ...NO_CONTEXT, time: undefined };

/** What the line says on its own. */
function saidBy(line: RecentLine): Said {
  line.said ??= read(line);
  return line.said;
}

function read(line: RecentLine): Said {
  const text = line.text === '' ? '' : headingPart(edges(line.text));
  if (text === '') return { text, context: NO_CONTEXT };
  const context = readContext(text);
  const { source, destination, direction } = context;
  // "Route to 10.0.0.1:5060": an end of something else.
  const other = direction === undefined && (source === NOBODY) !== (destination === NOBODY) && !namesEnd(text);
  return other ? { text: '', context: NO_CONTEXT } : { text, context };
}

/** The words of a record that may head a message. */
function textsOf(record: readonly RecentLine[]): string[] {
  return record.map(line => saidBy(line).text).filter(text => text !== '');
}

/** A long line at its beginning and its end. */
function edges(text: string): string {
  return text.length > 2 * MAX_READ ? `${text.slice(0, MAX_READ)}\n${text.slice(-MAX_READ)}` : text;
}

/** What the nearest line says, if it has both ends, else all lines together. */
function contextOf(record: readonly RecentLine[], around: readonly string[]): Context {
  const said = record.map(saidBy).filter(({ text }) => text !== '');
  const last = around.at(-1);
  const nearest = last === undefined ? said.at(-1)?.context : readContext(last);
  if (nearest === undefined) return NO_CONTEXT;
  if (said.length + around.length === 1) return nearest;
  const both = nearest.source !== NOBODY && nearest.destination !== NOBODY;
  if (both && nearest.transport !== 'unknown') return nearest;
  return withNearest(readContext([...said.map(({ text }) => text), ...around].join('\n')), nearest, both);
}

function withNearest(all: Context, nearest: Context, both: boolean): Context {
  return both ? { ...nearest, transport: all.transport, direction: nearest.direction ?? all.direction } : all;
}

/** Whether the words are of a packet, not of something that happened. */
function announces(context: Context, text: string): boolean {
  const both = context.source.port > 0 && context.destination.port > 0;
  return both || ((hasEnds(context) || context.direction !== undefined) && namesPacket(text));
}

function contradict(one: Direction | undefined, other: Direction | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** Marks the lines from the first on that says something of a packet; `context` is what all say. */
function markHeading(record: readonly RecentLine[], context: Context): void {
  if (!hasEnds(context) && context.direction === undefined) return;
  const first = record.findIndex(line => line.heading || saysOfPacket(line));
  if (first < 0) return;
  for (let at = first; at < record.length; at++) record[at]!.heading = true;
}

function saysOfPacket(line: RecentLine): boolean {
  const { text, context } = saidBy(line);
  return text !== '' && announces(context, text);
}

/** A line is no remark if it belongs to a heading, or says no more than a time and what is to follow. */
function isHeading(line: RecentLine): boolean {
  return line.heading || isBareTime(line) || (line.time !== undefined && /:\s*$/.test(line.text));
}

function isBareTime({ text, time }: RecentLine): boolean {
  return time !== undefined && BARE.test(text.slice(time.end));
}

/** The time of the line nearest to the message that has one at its beginning or, in a heading, anywhere. */
function timeOf(record: readonly RecentLine[]): FoundTime | undefined {
  for (const { text, time, heading } of record.toReversed()) {
    const found = heading && !isOfMessage(text) ? (time ?? timeWithin(text.slice(0, MAX_READ))) : time;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A syslog's time has no fraction; the program's own, printed later, may have one. */
function finest(found: FoundTime | undefined, text: string): LogTime | undefined {
  if (found?.fine === true || text === '') return found?.time;
  const first = found ?? timeWithin(text);
  if (first === undefined) return undefined;
  let finer = nextTime(text, 0);
  for (let times = 1; finer !== undefined && !finer.fine && times < MAX_TIMES; times++)
    finer = nextTime(text, finer.end);
  if (finer?.fine !== true) return first.time;
  return isClose(first.time, finer.time) ? finer.time : first.time;
}

/** Zones differ by quarters of an hour. Two clocks of one event are this close. */
const ZONE_STEP_US = 900e6;
const CLOCKS_APART_US = 120e6;

/** Whether two clocks show the same time or nearly; one may be in another zone. */
function isClose(one: LogTime, other: LogTime): boolean {
  if (one.kind === 'delta' || other.kind === 'delta') return false;
  const apart = Math.abs(one.us - other.us) % ZONE_STEP_US;
  return Math.min(apart, ZONE_STEP_US - apart) < CLOCKS_APART_US;
}
