/**
 * How far reading is and how long it will take, from how many bytes were read over the last second.
 */
import type { SourceInfo } from '../protocol/figures.js';
import type { Progress } from '../protocol/progress.js';

/** The rate is measured against the reading so many reports ago: a second, at ten reports a second. */
const REPORTS = 10;

export class ReadingRate {
  /** Bytes read at the last reports. */
  #readings: { ms: number; bytes: number }[] = [];

  /** Called once a report. */
  measure(
    sources: readonly SourceInfo[],
    loading: boolean,
  ): Pick<Progress, 'share' | 'bytesPerSecond' | 'remainingMs'> {
    const size = sources.reduce((sum, info) => sum + info.size, 0);
    const read = sources.reduce((sum, info) => sum + Math.min(info.bytesRead, info.size || info.bytesRead), 0);
    const known = sources.length > 0 && sources.every(info => info.size > 0 || info.finished);
    const rate = this.#rate(read, loading);
    return {
      share: known && size > 0 ? Math.min(1, read / size) : null,
      bytesPerSecond: rate,
      remainingMs: known && rate !== null && rate > 0 ? ((size - read) / rate) * 1000 : null,
    };
  }

  #rate(bytes: number, loading: boolean): number | null {
    if (!loading) {
      this.#readings = [];
      return null;
    }
    const ms = performance.now();
    this.#readings.push({ ms, bytes });
    if (this.#readings.length > REPORTS) this.#readings.shift();
    const first = this.#readings[0]!;
    return ms > first.ms ? ((bytes - first.bytes) / (ms - first.ms)) * 1000 : null;
  }
}
