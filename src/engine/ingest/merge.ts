/**
 * Several sources as one, ordered by time. Within one source the order is that of the file: small disorder is sorted out
 * where messages become conversations. What has no time follows what came before it in its source. At equal times the
 * name of the source decides, so that the order in which the user names them changes nothing.
 */
import type { Source, Step } from '../../capture/source.js';
import { isTold, NO_TIME } from '../../model/times.js';
import type { OpenFile } from '../sources/open-file.js';

interface Head {
  file: OpenFile;
  step: Step;
  /** The time of what is next in it, or the last one told before. */
  timeUs: number;
}

export class Merge {
  readonly #heads: Head[];
  #current: Head | undefined;

  constructor(files: readonly OpenFile[]) {
    const byName = files.toSorted((a, b) => compare(a.source.name, b.source.name));
    this.#heads = byName.map(file => ({ file, step: 'starved', timeUs: Number.NEGATIVE_INFINITY }));
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

  /** There is only one file: nothing is to be compared with the next packet of it. */
  get isOne(): boolean {
    return this.#heads.length === 1;
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
    const timeUs = timeOf(head.file.source, head.step);
    if (isTold(timeUs)) head.timeUs = timeUs;
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function timeOf(source: Source, step: Step): number {
  if (step === 'packet') return source.packet.timeUs;
  return step === 'datagram' ? source.datagram.timeUs : NO_TIME;
}
