/** The packets that brought earlier parts of a message whose bytes its reader keeps. In: carriers. Out: the same, in order, until released. */
import type { Carrier } from '../packet-hold.js';

/** Never written to: most streams keep none. */
const NONE: Carrier[] = [];

export class EarlierParts {
  carriers = NONE;
  /** The latest of their times. */
  timeUs = Number.NEGATIVE_INFINITY;

  /** Takes carriers that are held for it. */
  keep(carriers: readonly Carrier[], timeUs: number): void {
    if (this.carriers.length === 0) this.carriers = [];
    this.timeUs = Math.max(this.timeUs, timeUs);
    this.carriers.push(...carriers);
  }

  release(name: string): void {
    if (this.carriers.length === 0) return;
    for (const carrier of this.carriers) carrier.release(name);
    this.carriers = NONE;
    this.timeUs = Number.NEGATIVE_INFINITY;
  }
}
