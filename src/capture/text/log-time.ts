/**
 * Times as logs print them. A date without a zone is local, as in tcpdump's text. Where the order of day and month is
 * not told, "/" and a bare "-" have the month first, "." and "@" the day.
 */

export type LogTime =
  /** µs since 1970: date and time, or a count of seconds. */
  | { kind: 'instant'; us: number }
  /** A date without a year (syslog, Cisco); `us` counts from its midnight. */
  | { kind: 'day'; month: number; day: number; us: number }
  /** A time of day, µs since midnight. */
  | { kind: 'clock'; us: number }
  /** µs since the packet before. */
  | { kind: 'delta'; us: number };

export interface FoundTime {
  time: LogTime;
  end: number;
  /** Whether it has a fraction of a second. */
  fine: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`((?:${MONTHS.map(name => name[0]!.toUpperCase() + name.slice(1)).join('|')}|${MONTHS.join('|').toUpperCase()})[a-z]{0,6}\.?)`;
const WEEKDAY = String.raw`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?,? {1,3})?`;
const YEAR = String.raw`((?:19|20)\d\d)`;
/** Hours, minutes, seconds, fraction, half of the day; not a part of something longer, such as a MAC address. */
const CLOCK_TIME = String.raw`(\d{1,2}):(\d\d):(\d\d)(?:[.,:](\d{1,9}))?(?![\d:]*\d)(?: ?([AaPp])\.?[Mm]\b)?`;
/** Between a date and a time of day. */
const GAP = `(?:[T_:@|,;-]| {1,4}(?:[@,|-] {0,2}|at )?|, ?)`;

/** Each with the groups of its date, before the five of CLOCK_TIME. */
const ISO = new RegExp(String.raw`${YEAR}[-/.](\d\d?)[-/.](\d\d?)${GAP}${CLOCK_TIME}`, 'y');
const NAMED_ISO = new RegExp(String.raw`${YEAR}[-/ ]${MONTH}[-/ ](\d\d?)${GAP}${CLOCK_TIME}`, 'y');
const DAY_FIRST = new RegExp(
  String.raw`${WEEKDAY}(\d\d?)[-/. ]{1,2}${MONTH}(?:[-/ ,]{1,2}${YEAR})?${GAP}${CLOCK_TIME}`,
  'y',
);
const MONTH_FIRST = new RegExp(
  String.raw`${WEEKDAY}${MONTH} {1,2}(\d\d?)(?:,? {1,2}${YEAR})?${GAP}${CLOCK_TIME}(?: (?:([A-Z]{3,4}) )?${YEAR}\b)?`,
  'y',
);
const NUMBERS = new RegExp(String.raw`(\d\d?)([-/.])(\d\d?)(?:\2((?:19|20)?\d\d))?(@|${GAP})${CLOCK_TIME}`, 'y');
const COMPACT = /((?:19|20)\d\d)(\d\d)(\d\d)[-T_ ]?(\d\d):?(\d\d):?(\d\d)(?:[.,](\d{1,9}))?(?!\d)/y;
/** Sonus prints the month, the day and then the year; Polycom "MMDDhhmmss|". */
const MONTH_DAY_YEAR = /(\d\d)(\d\d)((?:19|20)\d\d)[-T_ ](\d\d):?(\d\d):?(\d\d)(?:[.,](\d{1,9}))?(?!\d)/y;
const YEARLESS = /(0[1-9]|1[0-2])([0-3]\d)([0-2]\d)([0-5]\d)([0-5]\d)(?:[.,](\d{1,9}))?(?=\|)/y;
const CLOCK = new RegExp(CLOCK_TIME, 'y');
const EPOCH = /(\d{9,10})\.(\d{3,9})(?!\d)/y;
/** Milliseconds, microseconds and nanoseconds since 1970. */
const COUNTED = /(1\d{9})(\d{3}|\d{6}|\d{9})(?:\.\d{1,6})?(?![\d.])/y;
const DELTA = /\+(\d{1,9})\.(\d{1,9})/y;
const ZONE = / ?(?:(Z)\b|(?:GMT|UTC)?([+-]\d\d):?(\d\d)\b|([A-Z]{2,4})\b)|(?:GMT|UTC)?([+-]\d\d)(?![\w:.])/y;

/** Named zones in minutes east of Greenwich (RFC 5322 4.3 and the European ones). */
const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  UT: 0,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
};

/** What may precede the time at the beginning of a line: marks, a rule, a syslog priority, a line number. */
const BEFORE =
  /^(?:[-=_]{3,200} ?|[> \t|"'`@*#~]{0,80})(?:<\d{1,3}>(?:1 )?)?(?:\d{1,9}: )?[[({*.]?(?:[Tt]ime(?:[Ss]tamp)? ?[:=] ?)?/;
/** A time of day, wherever it is; a date before it has at most this many chars. */
const ANY_CLOCK = /(?<![\d:.])\d{1,2}:\d\d:\d\d(?!\d)/g;
const ANY_COMPACT = /(?<!\d)(?:(?:19|20)\d{6}[-T_ ]?\d{6}|[01]\d[0-3]\d20\d\d[-T_ ]\d{6})(?!\d)/;
const MAX_DATE = 36;
/** What looks like a clock and is none is passed over so often. */
const MAX_CLOCKS = 8;
/** Before the beginning of a time. */
const WITHIN_WORD = /[A-Za-z0-9./-]/;
/** Seconds since 1970 by their name, with the rest of the second in a field of its own or after them. */
const LABELLED =
  /(?<![A-Za-z])(?:time_?stamp|time|ts|epoch|(?:tv_?|time_?|t_?)sec)_?(?:m?s|us|ns)?["']?\s?[:=]\s?["']?(1\d{9})(?:(\d{3}|\d{6}|\d{9})(?!\d)|\.(\d{1,9})|["']?[,;\s]\s?["']?(?:tv_?|time_?|t_?)[mu]?sec["']?\s?[:=]\s?["']?(\d{1,6}))?(?!\d)/i;

/** The time at the beginning of a line. */
export function timeOfLine(line: string): FoundTime | undefined {
  return timeAt(line, BEFORE.exec(line)?.[0].length ?? 0);
}

/** The time at the beginning of a text, else the first in it. */
export function timeWithin(text: string): FoundTime | undefined {
  const begun = timeOfLine(text);
  if (begun !== undefined) return begun;
  return nextTime(text, 0) ?? compactTime(text) ?? labelledTime(text);
}

/** The first time of day from `from` on, with the date before it. */
export function nextTime(text: string, from: number): FoundTime | undefined {
  ANY_CLOCK.lastIndex = from;
  for (let clocks = 0; clocks < MAX_CLOCKS; clocks++) {
    const clock = ANY_CLOCK.exec(text)?.index;
    if (clock === undefined) return undefined;
    for (let at = Math.max(from, clock - MAX_DATE); at <= clock; at++) {
      if (at > 0 && WITHIN_WORD.test(text[at - 1]!)) continue;
      const time = timeAt(text, at);
      if (time !== undefined && time.end > clock) return time;
    }
  }
  return undefined;
}

function compactTime(text: string): FoundTime | undefined {
  const at = text.search(ANY_COMPACT);
  return at < 0 ? undefined : compactAt(text, at);
}

function labelledTime(text: string): FoundTime | undefined {
  const found = LABELLED.exec(text);
  if (found === null) return undefined;
  const [whole, seconds, digits, fraction, field] = found;
  const micro = field === undefined ? micros(digits ?? fraction) : Number(field);
  return {
    time: { kind: 'instant', us: Number(seconds) * 1e6 + micro },
    end: found.index + whole.length,
    fine: (digits ?? fraction ?? field) !== undefined,
  };
}

/** The time at `at`. */
export function timeAt(text: string, at: number): FoundTime | undefined {
  const first = text.charCodeAt(at);
  if (first >= 0x30 && first <= 0x39) return numberAt(text, at);
  if (first === 0x2b) return deltaAt(text, at);
  return first >= 0x41 && first <= 0x5a ? (monthAt(text, at) ?? dayAt(text, at)) : undefined;
}

/** The digits it begins with tell most notations apart. */
function numberAt(text: string, at: number): FoundTime | undefined {
  let digits = 1;
  while (digits < 20 && isDigit(text.charCodeAt(at + digits))) digits++;
  if (digits > 8) return compactAt(text, at) ?? epochAt(text, at);
  if (digits === 8) return compactAt(text, at);
  if (digits === 4) return isoAt(text, at);
  if (digits > 2) return undefined;
  if (text.charCodeAt(at + digits) === 0x3a) return clockAt(text, at);
  return numbersAt(text, at) ?? dayAt(text, at);
}

function isoAt(text: string, at: number): FoundTime | undefined {
  const found = match(ISO, text, at) ?? match(NAMED_ISO, text, at);
  if (found === null) return undefined;
  const [, year, month, day] = found;
  const end = at + found[0].length;
  return timed(text, end, Number(year), monthOf(month!), Number(day), found, 4);
}

/** "Apr 16 16:41:37.979", with a year after the day or after the time, or with none. */
function monthAt(text: string, at: number): FoundTime | undefined {
  const found = match(MONTH_FIRST, text, at);
  if (found === null) return undefined;
  // "09:30:15 CET 2026": the zone stands before the year.
  const end = MONTH_FIRST.lastIndex - (found[9] === undefined ? 0 : found[9].length + ' '.length + '2026'.length);
  return timed(text, end, found[3] ?? found[10], monthOf(found[1]!), Number(found[2]), found, 4);
}

/** "16-Apr-2018 16:41:37", "16/Apr/2018:16:41:37", "Mon, 16 Apr 2018 16:41:37". */
function dayAt(text: string, at: number): FoundTime | undefined {
  const found = match(DAY_FIRST, text, at);
  if (found === null) return undefined;
  return timed(text, DAY_FIRST.lastIndex, found[3], monthOf(found[2]!), Number(found[1]), found, 4);
}

/** "04/16/2018 16:41:37", "16.04.2018 16:41:37", "04-16 16:41:37", "16-04@16:41:37". */
function numbersAt(text: string, at: number): FoundTime | undefined {
  const found = match(NUMBERS, text, at);
  if (found === null) return undefined;
  const [, one, mark, two, year, gap] = found;
  const dayFirst = mark === '.' || gap === '@' || (mark === '-' && year !== undefined) || Number(one) > 12;
  const [month, day] = dayFirst ? [Number(two), Number(one)] : [Number(one), Number(two)];
  const short = year?.length === 2;
  // A bare "26-03-02" may have its year at either end, and "3.4" may be the end of an address.
  if ((short && mark === '-') || (year === undefined && mark === '.')) return undefined;
  return timed(text, NUMBERS.lastIndex, short ? `20${year}` : year, month - 1, day, found, 6);
}

/** "20260302-093015.250", "03022026 093015.250", "0302093015|". */
function compactAt(text: string, at: number): FoundTime | undefined {
  const found = match(COMPACT, text, at);
  if (found !== null) {
    const [whole, year, month, day] = found;
    const time = timed(text, at + whole.length, Number(year), Number(month) - 1, Number(day), found, 4);
    if (time !== undefined) return time;
  }
  const turned = match(MONTH_DAY_YEAR, text, at);
  if (turned !== null) {
    const [whole, month, day, year] = turned;
    return timed(text, at + whole.length, Number(year), Number(month) - 1, Number(day), turned, 4);
  }
  const yearless = match(YEARLESS, text, at);
  if (yearless === null) return undefined;
  const [whole, month, day] = yearless;
  return timed(text, at + whole.length, undefined, Number(month) - 1, Number(day), yearless, 3);
}

function clockAt(text: string, at: number): FoundTime | undefined {
  const found = match(CLOCK, text, at);
  const us = found === null ? -1 : clockUs(found, 1);
  return us < 0 ? undefined : { time: { kind: 'clock', us }, end: CLOCK.lastIndex, fine: found?.[4] !== undefined };
}

function epochAt(text: string, at: number): FoundTime | undefined {
  const found = match(EPOCH, text, at) ?? match(COUNTED, text, at);
  if (found === null) return undefined;
  const us = Number(found[1]) * 1e6 + micros(found[2]);
  return { time: { kind: 'instant', us }, end: at + found[0].length, fine: true };
}

function deltaAt(text: string, at: number): FoundTime | undefined {
  const found = match(DELTA, text, at);
  if (found === null) return undefined;
  const us = Number(found[1]) * 1e6 + micros(found[2]);
  return { time: { kind: 'delta', us }, end: DELTA.lastIndex, fine: true };
}

/**
 * A date and the time of day in the five groups from `group` on, in the zone at `at` or else in local time. No log
 * predates 1970.
 */
function timed(
  text: string,
  at: number,
  year: number | string | undefined,
  month: number,
  day: number,
  found: RegExpExecArray,
  group: number,
): FoundTime | undefined {
  const us = clockUs(found, group);
  if (us < 0 || month < 0 || month > 11 || day < 1 || day > 31) return undefined;
  const fine = found[group + 3] !== undefined;
  if (year === undefined) return { time: { kind: 'day', month, day, us }, end: at, fine };
  if (Number(year) <= 1970) return undefined;
  const zone = match(ZONE, text, at);
  const minutes = zone === null ? undefined : zoneMinutes(zone);
  const seconds = Math.floor(us / 1e6);
  const base =
    minutes === undefined
      ? new Date(Number(year), month, day, 0, 0, seconds).getTime()
      : Date.UTC(Number(year), month, day, 0, -minutes, seconds);
  const end = minutes === undefined ? at : ZONE.lastIndex;
  return { time: { kind: 'instant', us: base * 1000 + (us % 1e6) }, end, fine };
}

/** The index of a month by its name or number; -1 for any other text. */
function monthOf(text: string): number {
  return isDigit(text.charCodeAt(0)) ? Number(text) - 1 : MONTHS.indexOf(text.slice(0, 3).toLowerCase());
}

function zoneMinutes(zone: RegExpExecArray): number | undefined {
  if (zone[1] !== undefined) return 0;
  if (zone[4] !== undefined) return ZONES[zone[4]];
  const hours = zone[2] ?? zone[5] ?? '0';
  const minutes = Number(zone[3] ?? 0);
  return Number(hours) * 60 + (hours.startsWith('-') ? -minutes : minutes);
}

/** µs since midnight by the groups of CLOCK_TIME; -1 if there is no such time of day. */
function clockUs(found: RegExpExecArray, group: number): number {
  const half = found[group + 4]?.toLowerCase();
  const printed = Number(found[group]);
  const hours = half === undefined ? printed : (printed % 12) + (half === 'p' ? 12 : 0);
  const minutes = Number(found[group + 1]);
  const seconds = Number(found[group + 2]);
  if (hours > 23 || minutes > 59 || seconds > 60) return -1;
  return (hours * 3600 + minutes * 60 + seconds) * 1e6 + micros(found[group + 3]);
}

/** Decimal digits of a second as µs. */
function micros(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.padEnd(6, '0').slice(0, 6));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
