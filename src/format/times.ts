/**
 * Times as text: local time for people (TZ is honoured), ISO 8601 in UTC with six decimals for JSON. Input is µs since 1970,
 * or since midnight for a source without dates; NO_TIME or null where nobody told the time, which is no text at all.
 */
import { isTold } from '../model/times.js';

const DAY_US = 86_400_000_000;

/** "2018-04-16T16:41:37.979995Z", or "16:41:37.979995" for a source without dates; null where nobody told. */
export function isoTime(timeUs: number | null, dated: boolean): string | null {
  if (!isTold(timeUs)) return null;
  if (!dated) return clock(timeUs);
  const { wholeMs, restUs } = split(timeUs);
  const date = new Date(wholeMs);
  if (Number.isNaN(date.getTime())) return clock(timeUs);
  return `${date.toISOString().slice(0, -1)}${digits(restUs, 3)}Z`;
}

/** Local date and time, "2018-04-16 16:41:37.979995"; without dates, the time of day as printed in the source. */
export function localTime(timeUs: number | null, dated: boolean): string {
  if (!isTold(timeUs)) return '';
  return dated ? `${localDate(timeUs)} ${localClock(timeUs, true)}` : clock(timeUs);
}

/** Local date, "2018-04-16". */
export function localDate(timeUs: number | null): string {
  if (!isTold(timeUs)) return '';
  const date = new Date(split(timeUs).wholeMs);
  if (Number.isNaN(date.getTime())) return '?';
  return `${date.getFullYear()}-${digits(date.getMonth() + 1, 2)}-${digits(date.getDate(), 2)}`;
}

/** Local time of day, "16:41:37.979995". */
export function localClock(timeUs: number | null, dated: boolean): string {
  if (!isTold(timeUs)) return '';
  if (!dated) return clock(timeUs);
  const { wholeMs, restUs } = split(timeUs);
  const date = new Date(wholeMs);
  if (Number.isNaN(date.getTime())) return clock(timeUs);
  const seconds = `${digits(date.getHours(), 2)}:${digits(date.getMinutes(), 2)}:${digits(date.getSeconds(), 2)}`;
  return `${seconds}.${digits(date.getMilliseconds(), 3)}${digits(restUs, 3)}`;
}

function clock(timeUs: number): string {
  const us = ((timeUs % DAY_US) + DAY_US) % DAY_US;
  const seconds = Math.floor(us / 1e6);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return `${digits(hours, 2)}:${digits(minutes, 2)}:${digits(seconds % 60, 2)}.${digits(Math.floor(us % 1e6), 6)}`;
}

function split(timeUs: number): { wholeMs: number; restUs: number } {
  const wholeMs = Math.floor(timeUs / 1000);
  return { wholeMs, restUs: Math.floor(timeUs - wholeMs * 1000) };
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}
