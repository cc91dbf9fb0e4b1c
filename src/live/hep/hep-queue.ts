/**
 * HEP packets that arrived and were not read yet, oldest first. They wait as they came: a packed payload is unpacked
 * when its turn comes, so what waits takes no more memory than is counted here.
 */

/** Most bytes that wait. */
const MAX_BYTES = 64 << 20;
/** Bytes that a waiting packet takes besides its own. */
const OVERHEAD = 256;

export interface Arrival {
  bytes: Uint8Array;
  /** The sender's address. */
  from: string;
  arrivedUs: number;
}

export class HepQueue {
  readonly #most: number;
  #arrivals: Arrival[] = [];
  #taken = 0;
  #bytes = 0;

  constructor(most = MAX_BYTES) {
    this.#most = most;
  }

  /** How many packets wait. */
  get length(): number {
    return this.#arrivals.length - this.#taken;
  }

  /** Whether a sender that can wait should. */
  get isHalfFull(): boolean {
    return this.#bytes > this.#most / 2;
  }

  /** False if there is no room. */
  add(arrival: Arrival): boolean {
    const size = arrival.bytes.length + OVERHEAD;
    if (this.#bytes + size > this.#most) return false;
    this.#bytes += size;
    this.#arrivals.push(arrival);
    return true;
  }

  take(): Arrival | undefined {
    const arrival = this.#arrivals[this.#taken];
    if (arrival === undefined) return undefined;
    this.#taken++;
    this.#bytes -= arrival.bytes.length + OVERHEAD;
    // Forgets what was taken once that is more than half: a shift would move all that waits.
    if (this.#taken * 2 > this.#arrivals.length) {
      this.#arrivals = this.#arrivals.slice(this.#taken);
      this.#taken = 0;
    }
    return arrival;
  }

  /** Empties it; returns how many packets waited. */
  clear(): number {
    const { length } = this;
    this.#arrivals = [];
    this.#taken = 0;
    this.#bytes = 0;
    return length;
  }
}
