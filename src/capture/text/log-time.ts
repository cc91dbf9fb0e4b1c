/** Times as logs print them. A date without a zone is local, as in tcpdump's text. */

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
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = MONTHS.join('|');
const TIME = String.raw`(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?`;

const ISO = new RegExp(String.raw`(\d{4})[-/](\d\d)[-/](\d\d)[T ]${TIME}`, 'y');
const ANY_ISO = /\b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d/;
const NAMED = new RegExp(
  String.raw`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +)?(${MONTH}) +(\d{1,2})(?:,? +((?:19|20)\d\d))? +${TIME}(?: ((?:19|20)\d\d)\b)?`,
  'y',
);
const CLOCK = new RegExp(TIME, 'y');
const EPOCH = /(\d{9,10})\.(\d{3,9})/y;
const DELTA = /\+(\d{1,9})\.(\d{1,9})/y;
const ZONE = /[ ]?(?:(Z)\b|([+-]\d\d):?(\d\d)\b|([A-Z]{2,4})\b)/y;

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

/** What may precede the time at the beginning of a line: quote marks, a syslog priority, a line number, "[", "*". */
const BEFORE = /^[> \t|]*(?:<\d{1,3}>)?(?:\d{1,9}: )?[[(*.]?/;

/** The time at the beginning of a line. */
export function timeOfLine(line: string): FoundTime | undefined {
  return timeAt(line, BEFORE.exec(line)?.[0].length ?? 0);
}

/** The time at the beginning of a line, else its first date with a time. */
export function timeWithin(line: string): FoundTime | undefined {
  const begun = timeOfLine(line);
  if (begun !== undefined) return begun;
  const at = line.search(ANY_ISO);
  return at < 0 ? undefined : isoAt(line, at);
}

/** The time at `at`. */
export function timeAt(text: string, at: number): FoundTime | undefined {
  const first = text.charCodeAt(at);
  const digit = first >= 0x30 && first <= 0x39;
  if (digit) return isoAt(text, at) ?? clockAt(text, at) ?? epochAt(text, at);
  if (first === 0x2b) return deltaAt(text, at);
  return first >= 0x41 && first <= 0x5a ? namedAt(text, at) : undefined;
}

function isoAt(text: string, at: number): FoundTime | undefined {
  const found = match(ISO, text, at);
  if (found === null) return undefined;
  const [, year, month, day] = found;
  return instant(text, ISO.lastIndex, Number(year), Number(month) - 1, Number(day), clockUs(found, 4));
}

/** "Apr 16 16:41:37.979", with a year after the day or after the time, or with none. */
function namedAt(text: string, at: number): FoundTime | undefined {
  const found = match(NAMED, text, at);
  if (found === null) return undefined;
  const month = MONTHS.indexOf(found[1]!);
  const day = Number(found[2]);
  const year = found[3] ?? found[8];
  const us = clockUs(found, 4);
  if (year !== undefined) return instant(text, NAMED.lastIndex, Number(year), month, day, us);
  return { time: { kind: 'day', month, day, us }, end: NAMED.lastIndex };
}

function clockAt(text: string, at: number): FoundTime | undefined {
  const found = match(CLOCK, text, at);
  return found === null ? undefined : { time: { kind: 'clock', us: clockUs(found, 1) }, end: CLOCK.lastIndex };
}

function epochAt(text: string, at: number): FoundTime | undefined {
  const found = match(EPOCH, text, at);
  if (found === null) return undefined;
  return { time: { kind: 'instant', us: Number(found[1]) * 1e6 + micros(found[2]) }, end: EPOCH.lastIndex };
}

function deltaAt(text: string, at: number): FoundTime | undefined {
  const found = match(DELTA, text, at);
  if (found === null) return undefined;
  return { time: { kind: 'delta', us: Number(found[1]) * 1e6 + micros(found[2]) }, end: DELTA.lastIndex };
}

/** A date and a time of day, in the zone at `at` or else in local time. No log predates 1970. */
function instant(
  text: string,
  at: number,
  year: number,
  month: number,
  day: number,
  us: number,
): FoundTime | undefined {
  if (year <= 1970 || month < 0) return undefined;
  const zone = match(ZONE, text, at);
  const minutes = zone === null ? undefined : zoneMinutes(zone);
  const seconds = Math.floor(us / 1e6);
  const base =
    minutes === undefined
      ? new Date(year, month, day, 0, 0, seconds).getTime()
      : Date.UTC(year, month, day, 0, -minutes, seconds);
  return { time: { kind: 'instant', us: base * 1000 + (us % 1e6) }, end: minutes === undefined ? at : ZONE.lastIndex };
}

function zoneMinutes(zone: RegExpExecArray): number | undefined {
  if (zone[1] !== undefined) return 0;
  if (zone[4] !== undefined) return ZONES[zone[4]];
  const hours = Number(zone[2]);
  return hours * 60 + (zone[2]!.startsWith('-') ? -Number(zone[3]) : Number(zone[3]));
}

function clockUs(found: RegExpExecArray, group: number): number {
  const seconds = Number(found[group]) * 3600 + Number(found[group + 1]) * 60 + Number(found[group + 2]);
  return seconds * 1e6 + micros(found[group + 3]);
}

/** Decimal digits of a second as µs. */
function micros(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.padEnd(6, '0').slice(0, 6));
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
