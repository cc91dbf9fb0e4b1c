/**
 * Drives sources through decoding into conversations. In: opened files. Out: messages in the tables, word of how far it
 * is. Runs in slices: the thread serves requests between them.
 */
import type { Decoder } from '../../decode/decoder.js';
import type { OpenFile } from '../sources/files.js';
import type { Intake } from '../intake.js';
import { Merge } from './merge.js';
import type { Outlets } from '../live/live-sinks.js';
import { breathe, SLICE_MS } from '../slices.js';

/** The clock is looked at once in so many packets. */
const PACKETS_A_LOOK = 64;

export class Loader {
  readonly #newDecoder: () => Decoder;
  readonly #intake: Intake;
  readonly #outlets: Outlets;
  readonly #advanced: () => Promise<void> | undefined;
  #stopped = false;

  /** `advanced` is called after each slice; what it answers is waited for before the next. Each load has a decoder of its own: the end of one is not that of another's streams. */
  constructor(newDecoder: () => Decoder, intake: Intake, outlets: Outlets, advanced: () => Promise<void> | undefined) {
    this.#newDecoder = newDecoder;
    this.#intake = intake;
    this.#outlets = outlets;
    this.#advanced = advanced;
  }

  /** Ends every load at its next slice: what it read stays. */
  stop(): void {
    this.#stopped = true;
  }

  /** Reads files, opened together, to their end, or until `limit` messages are there. Several loads may run beside one another. */
  async load(files: readonly OpenFile[], limit: number): Promise<void> {
    const merge = new Merge(files);
    const decoder = this.#newDecoder();
    while (!this.#stopped && this.#intake.messages < limit) {
      const state = this.#slice(merge, decoder, limit);
      await this.#advanced();
      if (state === 'end') break;
      if (state === 'starved') await merge.fill();
      await breathe();
    }
    // What other loads read meanwhile is not where the rest comes from.
    this.#intake.begin(files[files.length - 1]);
    decoder.flush();
    for (const file of files) file.finished = true;
    await this.#advanced();
  }

  #slice(merge: Merge, decoder: Decoder, limit: number): 'starved' | 'end' | 'more' {
    const until = performance.now() + SLICE_MS;
    this.#outlets.gauge.look();
    for (let packets = 1; ; packets++) {
      const file = merge.next();
      if (file === 'starved' || file === 'end') return file;
      this.#take(file, merge.step === 'packet', decoder);
      if (this.#intake.messages >= limit) return 'end';
      if (packets % PACKETS_A_LOOK !== 0) continue;
      if (performance.now() > until) return 'more';
      this.#outlets.gauge.look();
    }
  }

  #take(file: OpenFile, isPacket: boolean, decoder: Decoder): void {
    const { source } = file;
    this.#intake.begin(file);
    if (isPacket) {
      file.note(source.packet.timeUs);
      decoder.packet(source.packet, file);
      if (source.live) this.#outlets.packet(source.packet, file.hasOwnClock, decoder.isMedia);
    } else {
      file.note(source.datagram.timeUs);
      decoder.datagram(source.datagram, file);
      if (source.live) this.#outlets.datagram(source.datagram, decoder.isMedia);
    }
  }
}
