/**
 * A source without an end of its own. In: a feed, which gives one stretch of bytes after the other (a child's output, a file
 * until it is rotated). Out: the `Source` the engine reads, as if it were one.
 */
import { type Damage, DamageLog } from '../capture/damage.js';
import { type Datagram, emptyDatagram, emptyPacket, type Packet } from '../capture/packet.js';
import type { Dropped, Refusal, Source, Step } from '../capture/source.js';

export interface Feed {
  /** The next stretch; undefined where none will come. A refused one is noted and passed over. */
  next(): Promise<Source | Refusal | undefined>;
  /** What was dropped before it got here; null where nothing is known. */
  dropped(): Dropped | null;
  /** Why it ended, as a clause, where nobody asked for it. Known once `next` answered undefined. */
  failure(): string | undefined;
  /** Asks for the end: what is on its way still comes. */
  stop(): void;
  close(): Promise<void>;
}

export class LiveSource implements Source {
  readonly name: string;
  readonly rereadable = false;
  readonly live = true;
  readonly size = 0;
  readonly #feed: Feed;
  readonly #noPacket = emptyPacket();
  readonly #noDatagram = emptyDatagram();
  readonly #log = new DamageLog();
  #stretch: Source | undefined;
  #format = 'live';
  #dated = true;
  #bytesBefore = 0;
  #over = false;

  /** `first` is the first stretch where it is at hand already. */
  constructor(name: string, feed: Feed, first?: Source) {
    this.name = name;
    this.#feed = feed;
    if (first) this.#begin(first);
  }

  get format(): string {
    return this.#format;
  }

  get secrets(): readonly Uint8Array[] {
    return this.#stretch?.secrets ?? [];
  }

  get dated(): boolean {
    return this.#dated;
  }

  get packet(): Packet {
    return this.#stretch?.packet ?? this.#noPacket;
  }

  get datagram(): Datagram {
    return this.#stretch?.datagram ?? this.#noDatagram;
  }

  get bytesRead(): number {
    return this.#bytesBefore + (this.#stretch?.bytesRead ?? 0);
  }

  get damage(): readonly Damage[] {
    return this.#stretch ? [...this.#log.kept, ...this.#stretch.damage] : this.#log.kept;
  }

  get damageNotKept(): number {
    return this.#log.notKept + (this.#stretch?.damageNotKept ?? 0);
  }

  dropped(): Dropped | null {
    return this.#feed.dropped();
  }

  stop(): void {
    this.#feed.stop();
  }

  next(): Step {
    if (this.#over) return 'end';
    const step = this.#stretch?.next() ?? 'starved';
    if (step !== 'end') return step;
    this.#end();
    return 'starved';
  }

  async fill(): Promise<void> {
    if (this.#stretch) {
      await this.#stretch.fill();
      return;
    }
    const next = await this.#feed.next();
    if (next === undefined) {
      this.#over = true;
      const failure = this.#feed.failure();
      if (failure !== undefined) this.#log.add(this.#bytesBefore, 0, failure);
    } else if ('refused' in next) this.#log.add(this.#bytesBefore, 0, next.refused);
    else this.#begin(next);
  }

  readAt(): undefined {
    return undefined;
  }

  bytesAt(): Uint8Array {
    return new Uint8Array(0);
  }

  async close(): Promise<void> {
    this.#over = true;
    await this.#feed.close();
    await this.#stretch?.close();
  }

  #begin(stretch: Source): void {
    this.#stretch = stretch;
    this.#format = `${stretch.format}, live`;
    this.#dated = stretch.dated;
  }

  /** The stretch is read to its end: its damage is kept, its place in the whole told. */
  #end(): void {
    const stretch = this.#stretch;
    if (!stretch) return;
    for (const { offset, length, what } of stretch.damage) this.#log.add(this.#bytesBefore + offset, length, what);
    this.#log.notKept += stretch.damageNotKept;
    this.#bytesBefore += stretch.bytesRead;
    this.#stretch = undefined;
    void stretch.close();
  }
}
