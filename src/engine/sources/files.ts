/**
 * Everything packets can be read from again, by a small number that messages keep. In: opened sources and spool
 * segments. Out: bytes and packets at an offset. Sources stay open for as long as their messages are listed.
 */
import type { Packet } from '../../capture/packet.js';
import type { Source } from '../../capture/source.js';
import { Accounts, type Origin } from '../../decode/accounts.js';
import type { LiveInput } from '../../live/live-input.js';
import type { SourceInfo } from '../protocol/figures.js';

/** What can be read again at an offset: a source, or a segment of the spool. */
export type Rereadable = Pick<Source, 'readAt' | 'bytesAt' | 'readInto' | 'close'>;

const DAY_MS = 86_400_000;
/** Clocks of other hosts differ; nobody pipes a file sooner after it was made. */
const RECENT_MS = 600_000;

/** One source being read, with its figures. */
export class OpenFile implements Origin {
  readonly id: number;
  readonly source: Source;
  /** What was asked for, where it comes as it happens. */
  readonly input: LiveInput | null;
  readonly accounts = new Accounts();
  readonly #zoneMs = new Date().getTimezoneOffset() * 60_000;
  startUs = Number.POSITIVE_INFINITY;
  endUs = Number.NEGATIVE_INFINITY;
  finished = false;

  constructor(id: number, source: Source, input: LiveInput | null) {
    this.id = id;
    this.source = source;
    this.input = input;
  }

  /** The times of its packets are of this machine's clock: how late they come can be told. */
  get hasOwnClock(): boolean {
    return this.input?.kind === 'device';
  }

  /**
   * Whether what came from here at this time lies in a file of the user's already. A pipe is taken to bring a file where it brings
   * what was captured before.
   */
  isKept(timeUs: number): boolean {
    if (this.input === null || this.input.kind === 'follow') return true;
    return this.input.kind === 'standard input' && !this.#isRecent(timeUs);
  }

  #isRecent(timeUs: number): boolean {
    const nowMs = this.source.dated ? Date.now() : (Date.now() - this.#zoneMs) % DAY_MS;
    return Math.abs(nowMs - timeUs / 1000) < RECENT_MS;
  }

  /** A packet of this time was read; packets may be out of order, so both ends are kept. */
  note(timeUs: number): void {
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
      startUs: accounts.read > 0 ? this.startUs : null,
      endUs: accounts.read > 0 ? this.endUs : null,
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

/** Message columns hold a file's number in 32 bits, and blocks theirs beside it in 53 (blocks.ts). */
const MOST_FILES = 2 ** 24;

export class Files {
  /** Number 0 stands for "nowhere": a message whose bytes could not be kept. */
  readonly #files: (Rereadable | undefined)[] = [undefined];

  /** The number the next file gets. */
  get nextId(): number {
    return this.#files.length;
  }

  /** Takes a file in; undefined where the table is full. */
  add(file: Rereadable): number | undefined {
    if (this.#files.length > MOST_FILES) return undefined;
    return this.#files.push(file) - 1;
  }

  /** Forgets a file: what is asked of it from now on is gone. Its number is not given again. Whoever owns it closes it. */
  remove(file: number): void {
    this.#files[file] = undefined;
  }

  /** The packet whose record lies at an offset; undefined where it is gone or changed. Valid until the next call. */
  packetAt(file: number, recordOffset: number): Packet | undefined {
    return this.#files[file]?.readAt(recordOffset);
  }

  /** `length` bytes at an offset; shorter, or empty, where they are gone. */
  bytesAt(file: number, offset: number, length: number): Uint8Array {
    return this.#files[file]?.bytesAt(offset, length) ?? new Uint8Array(0);
  }

  /** The same into an array of the caller's, as much as it holds; how many bytes there were. */
  readInto(file: number, offset: number, bytes: Uint8Array): number {
    const from = this.#files[file];
    if (from?.readInto) return from.readInto(bytes, offset, bytes.length);
    const read = this.bytesAt(file, offset, bytes.length);
    bytes.set(read);
    return read.length;
  }

  async close(): Promise<void> {
    await Promise.all(this.#files.map(file => file?.close()));
    this.#files.length = 1;
  }
}
