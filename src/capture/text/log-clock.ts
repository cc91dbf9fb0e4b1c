/**
 * Turns the times printed in a log into a single timeline: µs since 1970 if the log has dates with years, else µs since
 * the midnight before its first time.
 */
import type { LogTime } from './log-time.js';
import { Clock } from './packets/tcpdump-clock.js';

const DAY_US = 86_400e6;
/** A leap year, for dates without one. */
const ANY_YEAR = 2000;
/** A larger difference to the packet before is not one: ngrep's first. */
const MAX_DELTA_US = 366 * DAY_US;

/** Where the times of a log lie. */
export interface Timeline {
  /** Whether the log has dates. */
  readonly dated: boolean;
  /** The time in µs, as in `Packet`. Times are asked for in their order in the log. */
  timeUs(time: LogTime): number;
}

/** Collects the times of a sample, by which a clock is set. */
export class SampledTimes implements Timeline {
  readonly dated = false;
  readonly found: LogTime[] = [];

  timeUs(time: LogTime): number {
    this.found.push(time);
    return 0;
  }
}

export class LogClock implements Timeline {
  readonly dated: boolean;
  private previousUs: number;
  private readonly undated = new Clock([]);
  /** For a log without years: its first day, and the year its dates are in now. */
  private firstDayUs = -1;
  private year = ANY_YEAR;

  /** `sample` is the first times. */
  constructor(sample: readonly LogTime[]) {
    const first = sample.find(time => time.kind === 'instant');
    this.dated = first !== undefined;
    this.previousUs = first?.us ?? 0;
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

  /** Chooses the year that brings the time closest to the time before. */
  private nearest(inYear: (year: number) => number): number {
    const year = new Date(this.previousUs / 1000).getFullYear();
    return this.closest([inYear(year), inYear(year - 1), inYear(year + 1)]);
  }

  /**
   * Chooses the day that brings the time of day closest to the time before, in local time or UTC: sofia-sip prints UTC
   * between local times.
   */
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
      case 'instant': // the log starts without dates: only the time of day counts
        return this.undated.timeUs({
          kind: 'clock',
          us: time.us - new Date(time.us / 1000).setHours(0, 0, 0, 0) * 1000,
        });
      default:
        return this.undated.timeUs({ kind: 'clock', us: time.us });
    }
  }

  /** Counts days from the first; a date half a year back belongs to the next year. */
  private yearlessUs(month: number, day: number, us: number): number {
    const dayUs = (year: number) => Date.UTC(year, month, day) * 1000;
    if (this.firstDayUs < 0) this.firstDayUs = dayUs(this.year);
    if (dayUs(this.year) - this.firstDayUs < this.previousUs - 183 * DAY_US) this.year++;
    const midnightUs = Math.max(0, dayUs(this.year) - this.firstDayUs);
    return this.undated.timeUs({ kind: 'dated', us: midnightUs + us, midnightUs });
  }
}
