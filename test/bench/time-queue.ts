/** What to send next: a priority queue by time and then by conversation. A binary heap over typed arrays. */

export interface Due {
  timeUs: number;
  conversation: number;
  progress: number;
}

export class TimeQueue {
  size = 0;
  #times = new Float64Array(1024);
  #conversations = new Uint32Array(1024);
  #progress = new Uint32Array(1024);
  /** Reused by every `pop`. */
  readonly #due: Due = { timeUs: 0, conversation: 0, progress: 0 };

  get nextUs(): number {
    return this.#times[0]!;
  }

  push(timeUs: number, conversation: number, progress: number): void {
    if (this.size === this.#times.length) this.#grow();
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(timeUs, conversation, parent)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, timeUs, conversation, progress);
  }

  /** Takes the earliest out. The answer is valid until the next call. */
  pop(): Due {
    this.#due.timeUs = this.#times[0]!;
    this.#due.conversation = this.#conversations[0]!;
    this.#due.progress = this.#progress[0]!;
    const last = --this.size;
    const timeUs = this.#times[last]!;
    const conversation = this.#conversations[last]!;
    const progress = this.#progress[last]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      if (child + 1 < last && this.#before(this.#times[child + 1]!, this.#conversations[child + 1]!, child)) child++;
      if (this.#before(timeUs, conversation, child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(at, timeUs, conversation, progress);
    return this.#due;
  }

  #before(timeUs: number, conversation: number, other: number): boolean {
    const otherUs = this.#times[other]!;
    return timeUs < otherUs || (timeUs === otherUs && conversation < this.#conversations[other]!);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#times[from]!, this.#conversations[from]!, this.#progress[from]!);
  }

  #put(at: number, timeUs: number, conversation: number, progress: number): void {
    this.#times[at] = timeUs;
    this.#conversations[at] = conversation;
    this.#progress[at] = progress;
  }

  #grow(): void {
    const grown = <T extends Float64Array | Uint32Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.#times = grown(this.#times, new Float64Array(this.size * 2));
    this.#conversations = grown(this.#conversations, new Uint32Array(this.size * 2));
    this.#progress = grown(this.#progress, new Uint32Array(this.size * 2));
  }
}
