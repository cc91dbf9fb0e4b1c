/**
 * A sliding window over the bytes of a source. A reader consumes [position, end) and advances `position`; `fill` drops
 * the consumed bytes and reads more.
 */
import { errorText } from '../format/errors.js';
import type { DamageLog } from './damage.js';
import type { Supply } from './supply.js';

const FIRST_CAPACITY = 1 << 20;

/** No record may be larger than this; a window can always grow to hold one and what a search looks at after it. */
export const MAX_CAPACITY = 1 << 24;

export class Window {
  buffer: Uint8Array;
  /** The same bytes, for reading numbers. */
  view: DataView;
  /** The unconsumed bytes are at [position, end) of the buffer. */
  position = 0;
  end = 0;
  /** Byte offset of buffer[0] in the source. */
  origin = 0;
  /** No bytes follow the available ones. */
  finished = false;
  /** Live: takes a record as soon as it is complete, without waiting for the bytes after it to confirm it. */
  readonly eager: boolean;
  private readonly supply: Supply;
  private readonly damage: DamageLog;

  constructor(supply: Supply, damage: DamageLog, eager = false, capacity = FIRST_CAPACITY) {
    this.supply = supply;
    this.damage = damage;
    this.eager = eager;
    this.buffer = new Uint8Array(capacity);
    this.view = new DataView(this.buffer.buffer);
  }

  /** Byte offset of the next unconsumed byte in the source. */
  get offset(): number {
    return this.origin + this.position;
  }

  /** Reads more bytes, or sets `finished`. A read error ends the source and is recorded as damage. */
  async fill(): Promise<void> {
    if (this.finished) return;
    this.makeRoom();
    try {
      const length = await this.supply.read(this.buffer, this.end);
      if (length === 0) this.finished = true;
      this.end += length;
    } catch (error) {
      this.finished = true;
      this.damage.add(this.origin + this.end, 0, errorText(error));
    }
  }

  /** Moves the unconsumed bytes to the front; grows the window if it is still full. */
  private makeRoom(): void {
    if (this.position > 0) {
      this.buffer.copyWithin(0, this.position, this.end);
      this.origin += this.position;
      this.end -= this.position;
      this.position = 0;
    }
    if (this.end < this.buffer.length) return;
    const larger = new Uint8Array(this.buffer.length * 2);
    larger.set(this.buffer);
    this.buffer = larger;
    this.view = new DataView(larger.buffer);
  }
}
