/**
 * One source being read, with its figures.
 */
import type { Source } from '../../capture/source.js';
import { Accounts, type Origin } from '../../decode/accounts.js';
import type { LiveInput } from '../../live/live-input.js';
import type { SourceInfo } from '../protocol/figures.js';

const DAY_MS = 86_400_000;
/** Clocks of other hosts differ; nobody pipes a file sooner after it was made. */
const RECENT_MS = 600_000;

export class OpenFile implements Origin {
  readonly id: number;
  readonly source: Source;
  /** What was asked for, where it comes as it happens. */
  readonly input: LiveInput | null;
  readonly accounts = new Accounts();
  readonly #zoneMs = new Date().getTimezoneOffset() * 60_000;
  startUs = Number.POSITIVE_INFINITY;
  endUs = Number.NEGATIVE_INFINITY;
  finished = false;

  constructor(id: number, source: Source, input: LiveInput | null) {
    this.id = id;
    this.source = source;
    this.input = input;
  }

  /** The times of its packets are of this machine's clock: how late they come can be told. */
  get hasOwnClock(): boolean {
    return this.input?.kind === 'device';
  }

  /**
   * Whether what came from here at this time lies in a file of the user's already. A pipe is taken to bring a file where it brings
   * what was captured before.
   */
  isKept(timeUs: number): boolean {
    if (this.input === null || this.input.kind === 'follow') return true;
    return this.input.kind === 'standard input' && !this.#isRecent(timeUs);
  }

  #isRecent(timeUs: number): boolean {
    const nowMs = this.source.dated ? Date.now() : (Date.now() - this.#zoneMs) % DAY_MS;
    return Math.abs(nowMs - timeUs / 1000) < RECENT_MS;
  }

  /** A packet of this time was read; packets may be out of order, so both ends are kept. */
  note(timeUs: number): void {
    if (timeUs < this.startUs) this.startUs = timeUs;
    if (timeUs > this.endUs) this.endUs = timeUs;
  }

  info(): SourceInfo {
    const { source, accounts } = this;
    return {
      id: this.id,
      name: source.name,
      format: source.format,
      dated: source.dated,
      packets: accounts.read,
      startUs: accounts.read > 0 ? this.startUs : null,
      endUs: accounts.read > 0 ? this.endUs : null,
      damage: source.damage.slice(),
      damageNotKept: source.damageNotKept,
      bytesRead: source.bytesRead,
      size: source.size,
      finished: this.finished,
      live: source.live,
      input: this.input,
      dropped: source.dropped?.() ?? null,
    };
  }
}
