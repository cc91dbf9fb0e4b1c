/**
 * Turns the time stamps tcpdump prints into times. In: stamps, in the order of the lines. Out: µs since 1970 where the date
 * is told, since the midnight before the first packet where it is not.
 */
import type { Stamp } from './tcpdump-header.js';

const DAY_US = 86_400e6;
/** How far packets may be out of order; a clock that goes back further has passed midnight. */
const DISORDER_US = 2 * 3600e6;

export class Clock {
  readonly dated: boolean;
  /** -ttt counts from the packet before, -ttttt from the first one. */
  private readonly fromBefore: boolean;
  private dayUs = 0;
  private previousUs = 0;

  /** `sample` holds the first stamps: what tells the styles apart can only be seen in several. */
  constructor(sample: readonly Stamp[]) {
    const first = sample.find(stamp => stamp.kind !== 'none' && stamp.kind !== 'unreadable');
    this.dated = first?.kind === 'epoch' || first?.kind === 'dated';
    const deltas = sample.flatMap(stamp => (stamp.kind === 'delta' ? [stamp.us] : []));
    // Times since the first packet never go back, save for a little disorder; times since the one before soon do.
    this.fromBefore = deltas.some((us, index) => index > 0 && us < deltas[index - 1]! - 1000);
  }

  /** The time of the next packet. */
  timeUs(stamp: Stamp): number {
    this.previousUs = this.next(stamp);
    return this.previousUs;
  }

  private next(stamp: Stamp): number {
    switch (stamp.kind) {
      case 'none':
      case 'unreadable':
        return this.previousUs;
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
    // Printed after midnight, but captured before it.
    else if (this.dayUs > 0 && stamp.us > DAY_US - DISORDER_US && sinceMidnight < DISORDER_US)
      return this.dayUs - DAY_US + stamp.us;
    return this.dayUs + stamp.us;
  }
}
