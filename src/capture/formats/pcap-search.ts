/**
 * Finds pcap records again after damage. pcap has no marks between records, so a run of records is accepted by its
 * headers: three that lead to each other, or fewer that lead to the very end, with plausible lengths and times.
 *
 * Each byte is looked at once, and each look takes at most three record headers, so the work is linear.
 */
import { MAX_PACKET, type PcapFormat } from './pcap-format.js';
import type { Window } from '../window.js';

const RUN = 3;
/** Most seconds between neighbouring packets: about a year. */
const NEAR = 1 << 25;

export class PcapSearch {
  /** Where `run` stopped because it needs more bytes. */
  undecided = 0;
  private readonly window: Window;
  private readonly littleEndian: boolean;
  private readonly recordHeader: number;
  private readonly capturedField: number;
  private readonly originalField: number;
  private readonly fractions: number;
  /** Seconds of the last packet read; -1 before the first. */
  private seconds = -1;

  constructor(window: Window, format: PcapFormat) {
    this.window = window;
    this.littleEndian = format.littleEndian;
    this.recordHeader = format.recordHeader;
    this.capturedField = format.originalFirst ? 12 : 8;
    this.originalField = format.originalFirst ? 8 : 12;
    this.fractions = format.nanoseconds ? 1e9 : 1e6;
  }

  /** Remembers the time of the last packet read. */
  remember(seconds: number): void {
    this.seconds = seconds;
  }

  /** Whether a record header can start at `at`, where one is expected; undefined if more bytes are needed. */
  follows(at: number): boolean | undefined {
    if (this.isPossible(at)) return true;
    const captured = this.field(at, this.capturedField);
    if (captured > MAX_PACKET || (captured === 0 && this.field(at, this.originalField) === 0)) return false;
    // Odd, but some writers do this: accept it if a plausible header follows.
    const after = at + this.recordHeader + captured;
    if (after + this.recordHeader > this.window.end) {
      if (!this.window.finished && !this.window.eager) return undefined;
      return after <= this.window.end;
    }
    return this.field(after, this.capturedField) <= MAX_PACKET;
  }

  /** Whether the fields at `at` are valid for the format. */
  isPossible(at: number): boolean {
    const captured = this.field(at, this.capturedField);
    if (captured === 0 || captured > MAX_PACKET || this.field(at, 4) >= this.fractions) return false;
    return captured <= this.field(at, this.originalField);
  }

  /**
   * The end of the record at `at` if its original length is right and its captured length is not; 0 if nothing suggests
   * that, undefined if more bytes are needed.
   */
  originalEnd(at: number, body: number): number | undefined {
    const original = this.field(at, this.originalField);
    if (original === 0 || original > MAX_PACKET || original === this.field(at, this.capturedField)) return 0;
    if (this.field(at, 4) >= this.fractions || !this.isNear(this.field(at, 0), this.seconds)) return 0;
    const end = body + original;
    if (end === this.window.end && this.window.finished) return end;
    if (end + this.recordHeader > this.window.end) return this.window.finished ? 0 : undefined;
    const leads = this.leads(end);
    if (leads === undefined) return undefined;
    return leads ? end : 0;
  }

  /**
   * The first offset in [from, limit) where a run of records begins, or `limit` if there is none. Undefined if more
   * bytes are needed: everything before `undecided` was rejected.
   */
  run(from: number, limit: number): number | undefined {
    for (let at = from; at < limit; at++) {
      const leads = this.leads(at);
      if (leads) return at;
      if (leads === undefined) {
        this.undecided = at;
        return undefined;
      }
    }
    return limit;
  }

  /** Whether the header at `at` leads to further valid ones. */
  private leads(at: number): boolean | undefined {
    const { end, finished } = this.window;
    let seconds = this.seconds;
    for (let records = 0; records < RUN; records++) {
      if (at === end && finished) return records > 0;
      // The file may end within the last record of an otherwise valid run.
      if (at + this.recordHeader > end) return finished ? records > 1 || (records > 0 && this.seconds >= 0) : undefined;
      if (!this.isStrict(at, seconds)) return false;
      seconds = this.field(at, 0);
      at += this.recordHeader + this.field(at, this.capturedField);
    }
    return true;
  }

  private isStrict(at: number, seconds: number): boolean {
    if (!this.isPossible(at) || this.field(at, this.originalField) > MAX_PACKET) return false;
    return this.isNear(this.field(at, 0), seconds);
  }

  private isNear(seconds: number, other: number): boolean {
    return other < 0 || Math.abs(seconds - other) < NEAR;
  }

  private field(at: number, offset: number): number {
    return this.window.view.getUint32(at + offset, this.littleEndian);
  }
}
