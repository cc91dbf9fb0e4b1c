/**
 * A source without an end of its own. A feed yields one segment of bytes after the other (a child's output, a file
 * until it is rotated); the engine reads them as one source.
 */
import { type Damage, DamageLog } from '../capture/damage.js';
import { type Datagram, emptyDatagram, emptyPacket, type Packet } from '../capture/packet.js';
import type { Dropped, Refusal, Source, Step } from '../capture/source.js';

export interface Feed {
  /** The next segment; undefined if there is none. A refused one is recorded as damage and skipped. */
  next(): Promise<Source | Refusal | undefined>;
  /** What was dropped so far; null if unknown. */
  dropped(): Dropped | null;
  /** A clause why it ended, if nobody asked for it. Known once `next` returned undefined. */
  failure(): string | undefined;
  /** Requests the end; packets already on their way are still delivered. */
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
  #segment: Source | undefined;
  #format = 'live';
  #dated = true;
  #bytesBefore = 0;
  #over = false;

  /** `first` is the first segment, if already open. */
  constructor(name: string, feed: Feed, first?: Source) {
    this.name = name;
    this.#feed = feed;
    if (first) this.#begin(first);
  }

  get format(): string {
    return this.#format;
  }

  get secrets(): readonly Uint8Array[] {
    return this.#segment?.secrets ?? [];
  }

  get dated(): boolean {
    return this.#dated;
  }

  get packet(): Packet {
    return this.#segment?.packet ?? this.#noPacket;
  }

  get datagram(): Datagram {
    return this.#segment?.datagram ?? this.#noDatagram;
  }

  get bytesRead(): number {
    return this.#bytesBefore + (this.#segment?.bytesRead ?? 0);
  }

  get damage(): readonly Damage[] {
    return this.#segment ? [...this.#log.kept, ...this.#segment.damage] : this.#log.kept;
  }

  get damageNotKept(): number {
    return this.#log.notKept + (this.#segment?.damageNotKept ?? 0);
  }

  dropped(): Dropped | null {
    return this.#feed.dropped();
  }

  stop(): void {
    this.#feed.stop();
  }

  next(): Step {
    if (this.#over) return 'end';
    const step = this.#segment?.next() ?? 'starved';
    if (step !== 'end') return step;
    this.#end();
    return 'starved';
  }

  async fill(): Promise<void> {
    if (this.#segment) {
      await this.#segment.fill();
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
    await this.#segment?.close();
  }

  #begin(segment: Source): void {
    this.#segment = segment;
    this.#format = `${segment.format}, live`;
    this.#dated = segment.dated;
  }

  /** Finishes a segment: keeps its damage, at its offsets in the whole. */
  #end(): void {
    const segment = this.#segment;
    if (!segment) return;
    for (const { offset, length, what } of segment.damage)
      this.#log.add(offset === null ? null : this.#bytesBefore + offset, length, what);
    this.#log.notKept += segment.damageNotKept;
    this.#bytesBefore += segment.bytesRead;
    this.#segment = undefined;
    void segment.close();
  }
}
