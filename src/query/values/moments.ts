/**
 * Times of day and dates as filter values: 16:41, 16:41:37.979, 2018-04-16, 2018-04-16T16:41, with Z for UTC. A value
 * covers its own precision: 12:05 is the whole minute, a date the whole day. Times are local unless they end in Z. A
 * source without dates keeps the clock it was printed with, and no date matches it.
 */
import { quoted } from '../../format/excerpts.js';
import { isAnything, type Reading, rangeOf } from './reading.js';
import type { Value } from '../language/tree.js';

/** `timeUs` since 1970 UTC; if `dated` is false, since midnight of an unknown day. */
export type TimeTest = (timeUs: number, dated: boolean) => boolean;

const DAY_US = 86_400_000_000;
const EXPECTED = 'a time was expected: 16:41, 16:41:37.979, 2018-04-16 or 2018-04-16T16:41';
const MOMENT = /^(?:(\d{4})-(\d\d)-(\d\d))?(?:([T ])?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z)?)?$/i;

/** From the first to the last microsecond meant, on the wall clock (as if that were UTC). */
interface Moment {
  lowUs: number;
  highUs: number;
  dated: boolean;
  utc: boolean;
}

/** True for a word that is only a date: a time of day after it belongs to it. */
export function isDate(word: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(word);
}

/** True for a time of day. */
export function isClock(word: string): boolean {
  return /^\d{1,2}:\d\d/.test(word);
}

function moment(word: string): Moment | null {
  const parts = MOMENT.exec(word);
  if (parts === null || word === '') return null;
  const [, year, month, day, gap, hour, minute, second, fraction, zone] = parts;
  const dated = year !== undefined;
  if (dated === (gap === undefined) && hour !== undefined) return null;
  const number = (text: string | undefined) => Number(text ?? 0);
  if (number(hour) > 23 || number(minute) > 59 || number(second) > 60) return null;
  const date = dated ? Date.UTC(number(year), number(month) - 1, number(day)) : 0;
  if (dated && new Date(date).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return null;
  const clockUs = (number(hour) * 3600 + number(minute) * 60 + number(second)) * 1e6;
  const lowUs = date * 1000 + clockUs + number(fraction?.padEnd(6, '0'));
  return { lowUs, highUs: lowUs + unitUs(hour, second, fraction) - 1, dated, utc: zone !== undefined };
}

function unitUs(hour: string | undefined, second: string | undefined, fraction: string | undefined): number {
  if (hour === undefined) return DAY_US;
  if (second === undefined) return 60e6;
  return fraction === undefined ? 1e6 : 10 ** (6 - fraction.length);
}

/** Reads a time. `direction`: whether a bare value means at, since or until that time. */
export function timeTest(value: Value, direction: 'at' | 'since' | 'until'): Reading<TimeTest> {
  if (value.form === 'regex') return { expected: EXPECTED };
  if (isAnything(value)) return { test: timeUs => !Number.isNaN(timeUs) };
  const range = rangeOf(value);
  if (range !== null) return rangeTest(range.from, range.to);
  const at = moment(value.text);
  if (at === null) return { expected: EXPECTED };
  const { lowUs, highUs } = at;
  const plain = { at: '=', since: '>=', until: '<=' } as const;
  switch (value.comparison === '' ? plain[direction] : value.comparison) {
    case '>':
      return onFace(at, us => us > highUs);
    case '>=':
      return onFace(at, us => us >= lowUs);
    case '<':
      return onFace(at, us => us < lowUs);
    case '<=':
      return onFace(at, us => us <= highUs);
    default:
      return onFace(at, us => us >= lowUs && us <= highUs);
  }
}

function rangeTest(from: string, to: string): Reading<TimeTest> {
  const low = from === '' ? null : moment(from);
  // 2018-04-16T12:00..13:00 ends on the day it begins.
  const sameDay = low?.dated && isClock(to) ? `${from.slice(0, 10)}T${to}` : to;
  const high = sameDay === '' ? null : moment(sameDay);
  if ((low === null && from !== '') || (high === null && to !== '')) return { expected: EXPECTED };
  const one = low ?? high!;
  if (low && high && low.dated !== high.dated)
    return { expected: 'both ends of a range of times need a date, or neither' };
  const lowUs = low?.lowUs ?? Number.NEGATIVE_INFINITY;
  const highUs = high?.highUs ?? Number.POSITIVE_INFINITY;
  if (lowUs <= highUs) return onFace(one, us => us >= lowUs && us <= highUs);
  if (one.dated) return { expected: `the range ${quoted(`${from}..${to}`)} ends before it begins` };
  return onFace(one, us => us >= lowUs || us <= highUs);
}

/** Converts a time to the wall clock before it is tested. */
function onFace(of: Moment, test: (us: number) => boolean): Reading<TimeTest> {
  const face = of.utc ? (timeUs: number) => timeUs : localFace();
  if (of.dated) return { test: (timeUs, dated) => dated && test(face(timeUs)) };
  return {
    test: (timeUs, dated) => {
      const us = (dated ? face(timeUs) : timeUs) % DAY_US;
      return test(us < 0 ? us + DAY_US : us);
    },
  };
}

const SLOT_US = 900e6;

/** Local time as if it were UTC. Offsets change at quarters of an hour at most, so one offset is cached per quarter. */
function localFace(): (timeUs: number) => number {
  let slot = Number.NaN;
  let offsetUs = 0;
  return timeUs => {
    const now = Math.floor(timeUs / SLOT_US);
    if (now !== slot) {
      slot = now;
      offsetUs = new Date(timeUs / 1000).getTimezoneOffset() * 60e6;
    }
    return timeUs - offsetUs;
  };
}
