/**
 * Turns the times a log prints into one line of time. In: times, in the order of the lines. Out: µs since 1970 where the log
 * has dates with years, since the midnight before its first time where it has not.
 */
import type { LogTime } from './log-time.js';
import { Clock } from './tcpdump-clock.js';

const DAY_US = 86_400e6;
/** A year with a 29th of February, for dates that have none. */
const ANY_YEAR = 2000;
/** A difference to the packet before that is larger is none: ngrep's first one. */
const MAX_DELTA_US = 366 * DAY_US;

export class LogClock {
  readonly dated: boolean;
  /** The time of what stands before any time: the first one of a dated log, else 0. */
  readonly firstUs: number;
  private previousUs: number;
  private readonly undated = new Clock([]);
  /** Of a log without years: its first day, and the year its dates are in. */
  private firstDayUs = -1;
  private year = ANY_YEAR;

  /** `sample` holds the first times. */
  constructor(sample: readonly LogTime[]) {
    const first = sample.find(time => time.kind === 'instant');
    this.dated = first !== undefined;
    this.firstUs = first?.us ?? 0;
    this.previousUs = this.firstUs;
  }

  timeUs(time: LogTime): number {
    this.previousUs = this.dated ? this.datedUs(time) : this.undatedUs(time);
    return this.previousUs;
  }

  private datedUs(time: LogTime): number {
    switch (time.kind) {
      case 'instant':
        return time.us;
      case 'delta':
        return this.previousUs + time.us;
      case 'day':
        return this.nearest(year => new Date(year, time.month, time.day).getTime() * 1000 + time.us);
      default:
        return this.nearestClock(time.us);
    }
  }

  /** The year around that of the time before in which the time is nearest to it. */
  private nearest(inYear: (year: number) => number): number {
    const year = new Date(this.previousUs / 1000).getFullYear();
    return this.closest([inYear(year), inYear(year - 1), inYear(year + 1)]);
  }

  /** The day on which the time of day is nearest to the time before, local or in UTC: sofia-sip prints UTC between local times. */
  private nearestClock(us: number): number {
    const local = new Date(this.previousUs / 1000).setHours(0, 0, 0, 0) * 1000 + us;
    const utc = Math.floor(this.previousUs / DAY_US) * DAY_US + us;
    return this.closest([local, utc, local - DAY_US, utc - DAY_US, local + DAY_US, utc + DAY_US]);
  }

  private closest(times: readonly number[]): number {
    const { previousUs } = this;
    return times.reduce((best, us) => (Math.abs(us - previousUs) < Math.abs(best - previousUs) ? us : best));
  }

  private undatedUs(time: LogTime): number {
    switch (time.kind) {
      case 'delta':
        return this.previousUs + (time.us < MAX_DELTA_US ? time.us : 0);
      case 'day':
        return this.yearlessUs(time.month, time.day, time.us);
      case 'instant': // a log without dates at its beginning: of a later one the time of day counts
        return this.undated.timeUs({
          kind: 'clock',
          us: time.us - new Date(time.us / 1000).setHours(0, 0, 0, 0) * 1000,
        });
      default:
        return this.undated.timeUs({ kind: 'clock', us: time.us });
    }
  }

  /** Days are counted from the first; a date half a year back is of the next year. */
  private yearlessUs(month: number, day: number, us: number): number {
    const dayUs = (year: number) => Date.UTC(year, month, day) * 1000;
    if (this.firstDayUs < 0) this.firstDayUs = dayUs(this.year);
    if (dayUs(this.year) - this.firstDayUs < this.previousUs - 183 * DAY_US) this.year++;
    const midnightUs = Math.max(0, dayUs(this.year) - this.firstDayUs);
    return this.undated.timeUs({ kind: 'dated', us: midnightUs + us, midnightUs });
  }
}
