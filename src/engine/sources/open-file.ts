/**
 * One source being read, with its figures.
 */
import type { Source } from '../../capture/source.js';
import { Accounts, type Origin } from '../../decode/accounts.js';
import type { LiveInput } from '../../live/live-input.js';
import type { SourceInfo } from '../protocol/figures.js';

const DAY_MS = 86_400_000;
/** Clocks of other hosts differ by less, and nobody pipes a file so soon after it was captured. */
const RECENT_MS = 600_000;

export class OpenFile implements Origin {
  readonly id: number;
  readonly source: Source;
  /** What was asked for, where it is live; null for a file. */
  readonly input: LiveInput | null;
  readonly accounts = new Accounts();
  readonly #zoneMs = new Date().getTimezoneOffset() * 60_000;
  startUs = Number.POSITIVE_INFINITY;
  endUs = Number.NEGATIVE_INFINITY;
  /** The last time its packets told; 0 before the first. */
  latestUs = 0;
  finished = false;
  /** Its messages go to the collector (--hep-to), though it is not live. */
  forwards = false;
  /** Packets dropped before they got here that an event tells of. */
  dropsTold = 0;

  constructor(id: number, source: Source, input: LiveInput | null) {
    this.id = id;
    this.source = source;
    this.input = input;
  }

  /** Its packets have times of this machine's clock, so their lag can be measured. */
  get hasOwnClock(): boolean {
    return this.input?.kind === 'device';
  }

  /** Whether it may still bring an answer to what was sent. A live source that has brought nothing yet is not waited for. */
  get mayAnswer(): boolean {
    return !this.finished && !(this.source.live && this.accounts.read === 0);
  }

  /**
   * Whether a packet of this time is in a file of the user's already. A pipe that brings old packets is taken to bring
   * a file.
   */
  isKept(timeUs: number): boolean {
    if (this.input === null || this.input.kind === 'follow') return true;
    return this.input.kind === 'standard input' && !this.#isRecent(timeUs);
  }

  #isRecent(timeUs: number): boolean {
    const nowMs = this.source.dated ? Date.now() : (Date.now() - this.#zoneMs) % DAY_MS;
    return Math.abs(nowMs - timeUs / 1000) < RECENT_MS;
  }

  /** Notes the time of a packet, if it has one; packets may be out of order, so both ends may move. */
  note(timeUs: number): void {
    if (Number.isNaN(timeUs)) return;
    this.latestUs = timeUs;
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
      startUs: this.startUs <= this.endUs ? this.startUs : null,
      endUs: this.startUs <= this.endUs ? this.endUs : null,
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
