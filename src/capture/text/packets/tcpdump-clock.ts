/**
 * Turns the timestamps tcpdump prints into times: µs since 1970 if they have dates, else µs since the midnight before
 * the first packet.
 */
import { NO_TIME } from '../../../model/times.js';
import type { Stamp } from './tcpdump-header.js';

const DAY_US = 86_400e6;
/** How far packets may be out of order; a larger step back means midnight has passed. */
const DISORDER_US = 2 * 3600e6;

/** A stamp that tells a time. */
type TimedStamp = Exclude<Stamp, { kind: 'none' | 'unreadable' }>;

export class Clock {
  readonly dated: boolean;
  /** -ttt counts from the packet before, -ttttt from the first. */
  private readonly fromBefore: boolean;
  private dayUs = 0;
  private previousUs = 0;

  /** `sample` is the first stamps: only several of them show the style. */
  constructor(sample: readonly Stamp[]) {
    const first = sample.find(stamp => stamp.kind !== 'none' && stamp.kind !== 'unreadable');
    this.dated = first?.kind === 'epoch' || first?.kind === 'dated';
    const deltas = sample.flatMap(stamp => (stamp.kind === 'delta' ? [stamp.us] : []));
    // Times since the first packet never decrease, except for slight disorder; times since the one before soon do.
    this.fromBefore = deltas.some((us, index) => index > 0 && us < deltas[index - 1]! - 1000);
  }

  /** The time of the next packet. */
  timeUs(stamp: Stamp): number {
    if (stamp.kind === 'none' || stamp.kind === 'unreadable') return NO_TIME;
    this.previousUs = this.next(stamp);
    return this.previousUs;
  }

  private next(stamp: TimedStamp): number {
    switch (stamp.kind) {
      case 'delta':
        return this.fromBefore ? this.previousUs + stamp.us : stamp.us;
      case 'epoch':
        return stamp.us;
      case 'dated':
        this.dayUs = stamp.midnightUs;
        return stamp.us;
    }
    const sinceMidnight = this.previousUs - this.dayUs;
    if (stamp.us < sinceMidnight - DISORDER_US) this.dayUs += DAY_US;
    // Printed after midnight but captured before it.
    else if (this.dayUs > 0 && stamp.us > DAY_US - DISORDER_US && sinceMidnight < DISORDER_US)
      return this.dayUs - DAY_US + stamp.us;
    return this.dayUs + stamp.us;
  }
}
