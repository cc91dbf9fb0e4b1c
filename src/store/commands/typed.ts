/**
 * Times and paths as a user types them after a command. A time is "12:00", "16:41:37.5", "2018-04-16" or both; a path may begin
 * with "~", as in a shell.
 */
import { homedir } from 'node:os';
import { pathOf as pathBelow, words } from '../../shell/words.js';

const TIME = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]|$))?(?:(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?)?$/;

/**
 * µs since 1970 in local time, or since midnight for captures without dates. `nearUs` gives the day where only a time of day is typed.
 * Null where it is no time.
 */
export function parseTimeOfDay(text: string, nearUs: number, dated: boolean): number | null {
  const found = TIME.exec(text.trim());
  if (!found || text.trim() === '') return null;
  const [, year, month, day, hours = '0', minutes = '0', seconds = '0', fraction = ''] = found;
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  if (h > 23 || m > 59 || s > 60) return null;
  const us = Math.round(Number(`0${fraction}`) * 1e6);
  if (!dated) return (h * 3600 + m * 60 + s) * 1e6 + us;
  const near = new Date(nearUs / 1000);
  const date =
    year === undefined
      ? new Date(near.getFullYear(), near.getMonth(), near.getDate(), h, m, s)
      : new Date(Number(year), Number(month) - 1, Number(day), h, m, s);
  return Number.isNaN(date.getTime()) ? null : date.getTime() * 1000 + us;
}

/** Paths of a command line: separated by spaces, quoted where they hold some. */
export function pathsIn(argument: string, home = homedir()): string[] {
  return words(argument).map(({ text }) => pathOf(text, home));
}

/** "~/x" below the home; any other path as it is. */
export function pathOf(typed: string, home = homedir()): string {
  return pathBelow(typed, home);
}
