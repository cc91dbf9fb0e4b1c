/**
 * Holds the bound of what is kept (--keep), a size or a time. The oldest segment of the spool goes, with the finished
 * conversations that began in it or before; what is still alive is copied forward to the spool's end, with all its
 * messages. Runs in slices, one segment at a time.
 */
import { STATE } from '../../conversations/states.js';
import type { Keep } from '../../live/live-input.js';
import type { RowId } from '../../model/ids.js';
import type { CaptureIndex, CurrentIndex } from '../capture-index.js';
import type { ProgressMeter } from '../figures/progress-meter.js';
import type { DerivedTables } from '../ingest/derived-tables.js';
import { copyMessage, type Copied } from './copy-forward.js';
import { inSlices } from '../slices.js';
import type { SpoolSegment } from './spool-segment.js';

/** A conversation is over once it was silent for twice the longest transaction (RFC 3261 timer B). */
const QUIET_US = 64_000_000;
/** A call that was silent for so long has ended; its end was not captured. */
const LOST_US = 12 * 3600 * 1_000_000;
/** What is alive may take this part of a bound in bytes: where it is more, what was silent longest goes too. */
const ALIVE_SHARE = 1 / 2;
/** What was over only lately may take this part. */
const RECENT_SHARE = 1 / 16;

/**
 * Eviction begins with room for so many segments left: copying forward what is alive, while reading goes on, takes
 * room.
 */
const SEGMENTS_TO_BEGIN = 3;
/** Looked at in one step: most need no copying. */
const MESSAGES_A_STEP = 256;
/** With less room than this, reading waits. */
const SEGMENTS_TO_STOP = 2;

/** States of conversations that go on. */
const OPEN: ReadonlySet<number> = new Set([STATE.Calling, STATE.Ringing, STATE.InCall, STATE.Pending]);

/** What becomes of the conversations that began before the end of a segment. */
interface Decided {
  gone: RowId[];
  older: RowId[];
}

export class Retention {
  readonly #index: CurrentIndex;
  readonly #derived: DerivedTables;
  readonly #progress: ProgressMeter;
  #keep: Keep | null = null;
  #running: Promise<void> | undefined;

  constructor(index: CurrentIndex, derived: DerivedTables, progress: ProgressMeter) {
    this.#index = index;
    this.#derived = derived;
    this.#progress = progress;
  }

  /** Bounds what is kept from now on; null keeps all. */
  set(keep: Keep | null): void {
    this.#keep = keep;
    this.renew();
    void this.proceed();
  }

  /** The spool is another one: it is cut for the same bound. */
  renew(): void {
    this.#index.current.spool.cutFor(this.#keep);
  }

  /** Begins to evict the oldest where the bound is near. Returns a promise of room where reading has to wait for it. */
  proceed(): Promise<void> | undefined {
    if (this.#running === undefined && this.#surplus() !== undefined) {
      this.#running = this.#run().finally(() => {
        this.#running = undefined;
      });
    }
    return this.#room(SEGMENTS_TO_STOP) < 0 ? this.#running : undefined;
  }

  async #run(): Promise<void> {
    for (let next = this.#surplus(); next !== undefined; next = this.#surplus()) {
      const index = this.#index.current;
      const replaced = () => this.#index.current !== index;
      const done = await inSlices(this.#evict(index, next.file, next.segment), replaced);
      if (!done) return;
      await index.spool.drop(next.file);
      await inSlices(index.eviction.sweep(), replaced);
      this.#progress.invalidate();
    }
  }

  /** The segment to evict next; undefined while the bound is held. */
  #surplus(): { file: number; segment: SpoolSegment } | undefined {
    const { spool } = this.#index.current;
    const oldest = spool.oldest();
    if (oldest === undefined || this.#keep === null) return undefined;
    if ('bytes' in this.#keep) return this.#room(SEGMENTS_TO_BEGIN) < 0 ? oldest : undefined;
    return oldest.segment.newestUs < this.#nowUs() - this.#keep.us ? oldest : undefined;
  }

  /** Bytes left below the bound once so many more segments are written; 0 if the bound is no size. */
  #room(segments: number): number {
    const { spool } = this.#index.current;
    if (this.#keep === null || !('bytes' in this.#keep)) return 0;
    return this.#keep.bytes - spool.bytes - segments * spool.segmentBytes;
  }

  /** The time of the newest packet: a capture that is played back has a clock of its own. */
  #nowUs(): number {
    return Math.max(...Array.from(this.#index.current.sources.values(), file => file.endUs));
  }

  *#evict(index: CaptureIndex, file: number, segment: SpoolSegment): Generator<undefined, true> {
    const decided = yield* this.#decide(index, segment);
    const copied: Copied = new Map();
    for (const row of decided.older) {
      for (const id of index.conversations.messagesOf(row)) {
        copyMessage(index, id, file, copied);
        yield;
      }
    }
    yield* this.#copyBegun(index, file, segment, copied);
    yield* index.eviction.count(decided.gone);
    index.eviction.raise(decided.gone, segment.rows, decided.older);
    this.#derived.gone(decided.gone);
    this.#progress.invalidate();
    yield* index.eviction.free(decided.gone, segment.messages);
    return true;
  }

  /** Messages of later segments may have begun in packets of this one. */
  *#copyBegun(index: CaptureIndex, file: number, segment: SpoolSegment, copied: Copied): Generator<undefined, void> {
    const { messages } = index.conversations;
    for (let id = segment.messages; id < messages.count; id++) {
      if (messages.parts.get(id) !== 0) copyMessage(index, id, file, copied);
      if (id % MESSAGES_A_STEP === 0) yield;
    }
  }

  /**
   * Decides which conversations stay. Those that go take no more messages: what comes for their Call-ID begins another
   * one.
   */
  *#decide(index: CaptureIndex, segment: SpoolSegment): Generator<undefined, Decided> {
    const { rows } = index.conversations;
    const nowUs = this.#nowUs();
    const quietUs = this.#keep !== null && 'us' in this.#keep ? Math.min(QUIET_US, this.#keep.us) : QUIET_US;
    const decided: Decided = { gone: [], older: [] };
    const alive: RowId[] = [];
    const recent: RowId[] = [];
    const decide = (row: RowId) => {
      const silentUs = nowUs - spokeUs(index, row);
      if (!this.#isSpooled(index, row)) decided.older.push(row);
      else if (silentUs < LOST_US && OPEN.has(index.values.state(row))) alive.push(row);
      else if (silentUs < quietUs) recent.push(row);
      else {
        index.eviction.close(row);
        decided.gone.push(row);
      }
    };
    for (const row of rows.older) {
      decide(row);
      yield;
    }
    for (let row = rows.floor; row < segment.rows; row++) {
      decide(row);
      yield;
    }
    this.#bound(index, alive, ALIVE_SHARE, decided);
    this.#bound(index, recent, RECENT_SHARE, decided);
    return decided;
  }

  /** Keeps as many of some rows as a share of the bound has room for, those that spoke last first. */
  #bound(index: CaptureIndex, candidates: RowId[], share: number, decided: Decided): void {
    const { messages } = index.conversations;
    const room = this.#keep !== null && 'bytes' in this.#keep ? this.#keep.bytes * share : Number.POSITIVE_INFINITY;
    let bytes = 0;
    for (const row of candidates.sort((a, b) => spokeUs(index, b) - spokeUs(index, a))) {
      for (const id of index.conversations.messagesOf(row)) bytes += messages.length.get(id);
      if (bytes <= room) decided.older.push(row);
      else {
        index.eviction.close(row);
        decided.gone.push(row);
      }
    }
  }

  /** A conversation in a file of the user's takes no room in the spool, and stays. */
  #isSpooled(index: CaptureIndex, row: RowId): boolean {
    const { table, messages } = index.conversations;
    const file = messages.file.get(table.firstMessage.get(row));
    return file === 0 || index.spool.holds(file);
  }
}

/** When a conversation spoke last: without a time, when its source last told one. */
function spokeUs({ conversations }: CaptureIndex, row: RowId): number {
  return conversations.messages.orderUs.get(conversations.table.lastMessage.get(row));
}
