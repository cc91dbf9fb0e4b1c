/**
 * Progress, sent when something changed and at most ten times a second. In: word that something moved. Out: the counters,
 * with rate and time left measured over the last second.
 */
import type { Core } from '../core.js';
import { liveFigures } from './live-figures.js';
import type { Progress } from '../protocol/progress.js';
import { whyEmpty } from './why-empty.js';

const INTERVAL_MS = 100;
/** When nothing comes any more the rates are told once more, when they have sunk. */
const SINKING_MS = 2100;
/** The rate is that of so many reports back. */
const RATE_REPORTS = 10;

export class ProgressMeter {
  readonly #core: Core;
  readonly #report: (progress: Progress) => void;
  #timer: NodeJS.Timeout | undefined;
  #sinking: NodeJS.Timeout | undefined;
  #sentMs = 0;
  /** Sources that captured at the last report. */
  #capturing = 0;
  #revision = 0;
  /** More than the rates. */
  #changed = false;
  /** Bytes read at the last reports: [ms, bytes]. */
  #readings: [number, number][] = [];

  constructor(core: Core, report: (progress: Progress) => void) {
    this.#core = core;
    this.#report = report;
  }

  /** Something changed: it is told now, or when the last report is old enough. */
  moved(): void {
    this.#changed = true;
    if (this.#timer !== undefined) return;
    const wait = this.#sentMs + INTERVAL_MS - performance.now();
    this.#timer = setTimeout(() => this.#send(), Math.max(0, wait));
  }

  /** Tells at once, between two of the regular reports: what someone waits for is there. */
  tell(): void {
    this.#changed = true;
    this.#send();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#sinking);
    this.#timer = setTimeout(() => undefined, 0).unref();
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sentMs = performance.now();
    if (this.#changed) this.#revision++;
    this.#changed = false;
    const progress = this.#progress();
    this.#report(progress);
    const { packetsPerSecond, capturing } = progress.live ?? { packetsPerSecond: 0, capturing: 0 };
    // A source that has just begun can tell what was dropped a second later.
    if (packetsPerSecond > 0 || capturing > this.#capturing) {
      clearTimeout(this.#sinking);
      this.#sinking = setTimeout(() => this.#send(), SINKING_MS);
    }
    this.#capturing = capturing;
  }

  #progress(): Progress {
    const { index, outlets, result, search, find, loading, background } = this.#core;
    const { accounts, conversations, letGo, sources, spool } = index;
    const infos = Array.from(sources.values(), file => file.info());
    const size = infos.reduce((sum, info) => sum + info.size, 0);
    const read = infos.reduce((sum, info) => sum + Math.min(info.bytesRead, info.size || info.bytesRead), 0);
    const known = infos.length > 0 && infos.every(info => info.size > 0 || info.finished);
    const rate = this.#rate(read, loading);
    return {
      revision: this.#revision,
      sources: infos,
      loading,
      share: known && size > 0 ? Math.min(1, read / size) : null,
      bytesPerSecond: rate,
      remainingMs: known && rate !== null && rate > 0 ? ((size - read) / rate) * 1000 : null,
      packets: accounts.read,
      sipPackets: accounts.sip,
      undecodable: total(accounts.undecodable),
      messages: conversations.messages.count,
      conversations: conversations.rows.count,
      gone: { conversations: letGo.conversations, messages: letGo.messages },
      hidden: this.#core.hidden.count,
      matched: result.count,
      searched: result.searched,
      fuzzy: search.fuzzy,
      finding: find.progress,
      live: liveFigures(infos, outlets, spool.bytes),
      troubles: this.#core.troubles(),
      background,
      whyEmpty:
        loading || this.#core.watching || infos.length === 0
          ? null
          : whyEmpty(
              accounts,
              infos.some(info => info.damage.length > 0),
              index.hasKeys,
            ),
    };
  }

  #rate(read: number, loading: boolean): number | null {
    if (!loading) {
      this.#readings = [];
      return null;
    }
    this.#readings.push([performance.now(), read]);
    if (this.#readings.length > RATE_REPORTS) this.#readings.shift();
    const [firstMs, firstRead] = this.#readings[0]!;
    const elapsedMs = performance.now() - firstMs;
    return elapsedMs > 0 ? ((read - firstRead) / elapsedMs) * 1000 : null;
  }
}

function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
