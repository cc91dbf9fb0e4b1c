/**
 * Drives sources through decoding into the tables, in slices: the thread serves requests between them.
 */
import type { Decoder } from '../../decode/decoder.js';
import type { CaptureIndex } from '../capture-index.js';
import type { LiveSinks } from '../live/live-sinks.js';
import { breathe, SLICE_MS } from '../slices.js';
import type { OpenFile } from '../sources/open-file.js';
import { Merge } from './merge.js';

/** How often a live source's losses are polled: that may mean reading a kernel file. */
const LOSSES_INTERVAL_MS = 1000;
/** How often large conversations of live sources start over for messages out of order; it takes a tenth of the time at most. */
const SETTLE_INTERVAL_MS = 1000;
const SETTLE_SHARE = 1 / 10;
/** Reading the clock costs more than taking in a packet: it is read once per this many packets. */
const PACKETS_A_LOOK = 64;

export class Loader {
  readonly #index: CaptureIndex;
  readonly #sinks: LiveSinks;
  readonly #advanced: () => Promise<void> | undefined;
  #stopped = false;
  /** When to settle next. */
  #settleMs = 0;

  /** @param advanced Called after each slice; the next one waits for what it returns. */
  constructor(index: CaptureIndex, sinks: LiveSinks, advanced: () => Promise<void> | undefined) {
    this.#index = index;
    this.#sinks = sinks;
    this.#advanced = advanced;
  }

  /** Ends every load at its next slice: what it read stays. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Reads files, opened together, to their end, or until `limit` messages are there. Several loads may run beside one
   * another. Each has a decoder of its own, so that the end of one load does not end streams of another.
   */
  async load(files: readonly OpenFile[], limit: number): Promise<void> {
    const { indexer } = this.#index;
    const merge = new Merge(files);
    const live = files.filter(({ source }) => source.live);
    const forwards = files.some(file => file.forwards);
    // What is live is read beside all else; files that are not, one load after the other.
    const decoder = this.#index.newDecoder(merge.isOne && !forwards && live.length === 0);
    let lossesMs = performance.now();
    while (!this.#stopped && indexer.messages < limit) {
      const state = this.#slice(merge, decoder, limit, forwards);
      if (live.length > 0 && performance.now() > lossesMs + LOSSES_INTERVAL_MS) {
        for (const file of live) indexer.noteLosses(file);
        lossesMs = performance.now();
      }
      if (live.length > 0) this.#settle();
      await this.#advanced();
      if (forwards && this.#sinks.isBusy) await this.#sinks.rest();
      if (state === 'end') break;
      if (state === 'starved') await this.#fill(merge, live.length > 0);
      await breathe();
    }
    // Another load may have read last: what the decoder still holds came from these files.
    indexer.begin(files[files.length - 1]);
    decoder.flush();
    for (const file of files) file.finished = true;
    for (const file of live) indexer.noteLosses(file);
    this.#index.conversations.settle();
    await this.#advanced();
  }

  /** Waits for bytes. A live source may bring none for long: what is stale is settled meanwhile. */
  async #fill(merge: Merge, live: boolean): Promise<void> {
    if (!live || this.#index.conversations.isSettled) return merge.fill();
    const waiting = setTimeout(
      () => {
        this.#settle();
        void this.#advanced();
      },
      // A timer may come a fraction of a millisecond early.
      Math.max(0, this.#settleMs - performance.now()) + 1,
    );
    try {
      await merge.fill();
    } finally {
      clearTimeout(waiting);
    }
  }

  /** Settles all conversations, if it is time to. */
  #settle(): void {
    const beganMs = performance.now();
    if (beganMs < this.#settleMs) return;
    this.#index.conversations.settle();
    const tookMs = performance.now() - beganMs;
    this.#settleMs = beganMs + Math.max(SETTLE_INTERVAL_MS, tookMs / SETTLE_SHARE);
  }

  #slice(merge: Merge, decoder: Decoder, limit: number, forwards: boolean): 'starved' | 'end' | 'more' {
    const { indexer } = this.#index;
    const until = performance.now() + SLICE_MS;
    this.#sinks.gauge.look();
    for (let packets = 1; ; packets++) {
      const file = merge.next();
      if (file === 'starved' || file === 'end') return file;
      if (merge.step === 'remark') this.#remark(file);
      else this.#take(file, merge.step === 'packet', decoder);
      if (decoder.sharesStreams) while (this.#index.coreReader.take(file, limit, decoder) && performance.now() < until);
      if (indexer.messages >= limit) return 'end';
      if (forwards && this.#sinks.isBusy) return 'more';
      if (packets % PACKETS_A_LOOK !== 0) continue;
      if (performance.now() > until) return 'more';
      this.#sinks.gauge.look();
    }
  }

  #remark({ id, source }: OpenFile): void {
    if (source.remark) this.#index.remarks.add(id, source.remark);
  }

  #take(file: OpenFile, isPacket: boolean, decoder: Decoder): void {
    const { source } = file;
    this.#index.indexer.begin(file);
    if (isPacket) {
      file.note(source.packet.timeUs);
      decoder.packet(source.packet, file);
      if (source.live) this.#sinks.packet(source.packet, file.hasOwnClock, decoder.isMedia);
    } else {
      file.note(source.datagram.timeUs);
      decoder.datagram(source.datagram, file);
      if (source.live && source.datagram.unreadable === undefined)
        this.#sinks.datagram(source.datagram, decoder.isMedia);
    }
  }
}
