/**
 * Several sources as one, ordered by time. Within one source the order is that of the file: small disorder is sorted out
 * where messages become conversations.
 */
import type { Source, Step } from '../../capture/source.js';
import type { OpenFile } from '../sources/open-file.js';

interface Head {
  file: OpenFile;
  step: Step;
  timeUs: number;
}

export class Merge {
  readonly #heads: Head[];
  #current: Head | undefined;

  constructor(files: readonly OpenFile[]) {
    this.#heads = files.map(file => ({ file, step: 'starved', timeUs: 0 }));
    // Take what was already read to tell the format: from a pipe, nothing more may come for a while.
    for (const head of this.#heads) this.#advance(head);
  }

  /**
   * The file whose `source.packet` or `source.datagram` (see `step`) is next in time; "starved" where `fill` must be
   * called first; "end" when all are read.
   */
  next(): OpenFile | 'starved' | 'end' {
    if (this.#current) this.#advance(this.#current);
    let earliest: Head | undefined;
    for (let i = 0; i < this.#heads.length; i++) {
      const head = this.#heads[i]!;
      if (head.step === 'starved') {
        this.#current = undefined;
        return 'starved';
      }
      if (head.step === 'end') continue;
      if (earliest === undefined || head.timeUs < earliest.timeUs) earliest = head;
    }
    this.#current = earliest;
    return earliest ? earliest.file : 'end';
  }

  /** What the file that `next` returned last holds: a packet or a datagram. */
  get step(): Step {
    return this.#current?.step ?? 'end';
  }

  /** Reads more bytes of those sources that need them. */
  async fill(): Promise<void> {
    for (const head of this.#heads) {
      if (head.step !== 'starved') continue;
      await head.file.source.fill();
      this.#advance(head);
    }
  }

  #advance(head: Head): void {
    head.step = head.file.source.next();
    head.timeUs = timeOf(head.file.source, head.step);
  }
}

function timeOf(source: Source, step: Step): number {
  if (step === 'packet') return source.packet.timeUs;
  return step === 'datagram' ? source.datagram.timeUs : 0;
}
