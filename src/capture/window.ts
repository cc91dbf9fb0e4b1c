/**
 * A window that slides over the bytes of a source. In: a supply of bytes. Out: the bytes from `position` to `end`, to be
 * taken by a reader, which moves `position`; `fill` drops what was taken and brings more.
 */
import type { DamageLog } from './damage.js';
import type { Supply } from './supply.js';

const FIRST_CAPACITY = 1 << 20;

/** No record may be larger than this; a window can always grow to hold it and the ones a search looks at after it. */
export const MAX_CAPACITY = 1 << 24;

export class Window {
  buffer: Uint8Array;
  /** The same bytes, for numbers. */
  view: DataView;
  /** The bytes not yet taken lie at [position, end) of the buffer. */
  position = 0;
  end = 0;
  /** Byte offset in the source of buffer[0]. */
  origin = 0;
  /** No bytes follow those at hand. */
  finished = false;
  /** Live: a record is taken as soon as it is whole, without waiting for the bytes after it to confirm it. */
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

  /** Byte offset in the source of the next byte to take. */
  get offset(): number {
    return this.origin + this.position;
  }

  /** Brings more bytes, or sets `finished`. A read error ends the source and is noted as damage. */
  async fill(): Promise<void> {
    if (this.finished) return;
    this.makeRoom();
    try {
      const length = await this.supply.read(this.buffer, this.end);
      if (length === 0) this.finished = true;
      this.end += length;
    } catch (error) {
      this.finished = true;
      this.damage.add(this.origin + this.end, 0, error instanceof Error ? error.message : String(error));
    }
  }

  /** Moves the bytes not yet taken to the front; a window that is still full grows. */
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
