/**
 * Drives sources through decoding into conversations. In: opened files. Out: messages in the tables, word of how far it
 * is. Runs in slices: the thread serves requests between them.
 */
import type { Decoder } from '../decode/decoder.js';
import type { OpenFile } from './files.js';
import type { Intake } from './intake.js';
import { Merge } from './merge.js';
import { breathe, SLICE_MS } from './slices.js';

/** The clock is looked at once in so many packets. */
const PACKETS_A_LOOK = 64;

export class Loader {
  readonly #decoder: Decoder;
  readonly #intake: Intake;
  readonly #advanced: () => void;
  #stopped = false;

  /** `advanced` is called after each slice. */
  constructor(decoder: Decoder, intake: Intake, advanced: () => void) {
    this.#decoder = decoder;
    this.#intake = intake;
    this.#advanced = advanced;
  }

  /** Ends every load at its next slice: what it read stays. */
  stop(): void {
    this.#stopped = true;
  }

  /** Reads files, opened together, to their end, or until `limit` messages are there. */
  async load(files: readonly OpenFile[], limit: number): Promise<void> {
    const merge = new Merge(files);
    while (!this.#stopped && this.#intake.messages < limit) {
      const state = this.#slice(merge, limit);
      this.#advanced();
      if (state === 'end') break;
      if (state === 'starved') await merge.fill();
      await breathe();
    }
    this.#decoder.flush();
    for (const file of files) file.finished = true;
    this.#advanced();
  }

  #slice(merge: Merge, limit: number): 'starved' | 'end' | 'more' {
    const until = performance.now() + SLICE_MS;
    for (let packets = 1; ; packets++) {
      const file = merge.next();
      if (file === 'starved' || file === 'end') return file;
      this.#take(file, merge.step === 'packet');
      if (this.#intake.messages >= limit) return 'end';
      if (packets % PACKETS_A_LOOK === 0 && performance.now() > until) return 'more';
    }
  }

  #take(file: OpenFile, isPacket: boolean): void {
    const { source } = file;
    this.#intake.begin(file);
    if (isPacket) {
      file.count(source.packet.timeUs);
      this.#decoder.packet(source.packet, file.id);
    } else {
      file.count(source.datagram.timeUs);
      this.#decoder.datagram(source.datagram);
    }
  }
}
