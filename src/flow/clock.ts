/**
 * Times as a ladder shows them, each format with its own width: the clock of format/times.ts, or the time since the first
 * message.
 */
import { isTold } from '../model/times.js';
import { localClock, localDate } from '../format/times.js';

export type TimeFormat = 'time' | 'date' | 'relative';

/** Cells a time takes; `fine` adds microseconds. */
export function timeWidth(format: TimeFormat, fine: boolean): number {
  if (format === 'relative') return fine ? 11 : 9;
  return (format === 'date' ? 11 : 0) + (fine ? 15 : 12);
}

/** "16:41:37.979", "2018-04-16 16:41:37.979" or, relative to `firstUs`, "+31.499". An undated time shows no date, one nobody told nothing. */
export function formatTime(timeUs: number, firstUs: number, dated: boolean, format: TimeFormat, fine: boolean): string {
  if (!isTold(timeUs)) return '';
  if (format === 'relative') return formatDelta(timeUs - firstUs, fine);
  const clock = localClock(timeUs, dated).slice(0, fine ? 15 : 12);
  return format === 'date' && dated ? `${localDate(timeUs)} ${clock}` : clock;
}

/** "+0.031", "+59.999", "+1:00.5", "+2:05:00"; "-" if a clock stepped back; "" where a time is not known; `fine`: microseconds below a minute. */
export function formatDelta(deltaUs: number, fine = false): string {
  if (!isTold(deltaUs)) return '';
  const sign = deltaUs < 0 ? '-' : '+';
  const us = Math.abs(deltaUs);
  // Each step is decided on the rounded value, so that 59.9996 s never prints as 60.000.
  if (fine && us < 60e6) return sign + (us / 1e6).toFixed(6);
  if (Math.round(us / 1000) < 60_000) return sign + (us / 1e6).toFixed(3);
  const tenths = Math.round(us / 1e5);
  if (tenths < 36_000) return `${sign}${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
  const seconds = Math.round(us / 1e6);
  return `${sign}${Math.floor(seconds / 3600)}:${digits(Math.floor(seconds / 60) % 60)}:${digits(seconds % 60)}`;
}

function digits(value: number): string {
  return String(value).padStart(2, '0');
}
