/** What the traffic is made of by chance, the same for the same seed: delays, names, numbers. */
import { Random } from '../../fuzz/random.js';

export class Chance extends Random {
  #counted = 0;

  constructor(seed: number) {
    super(seed, 0);
  }

  /** A delay in µs between two times in ms; short ones are more frequent, as on a network. */
  delay(fromMs: number, toMs: number): number {
    const share = this.below(1_000_000) / 1e6;
    return Math.round((fromMs + (toMs - fromMs) * share * share) * 1000);
  }

  /** A time in µs between two times in ms, none more frequent than another. */
  time(fromMs: number, toMs: number): number {
    return Math.round((fromMs + ((toMs - fromMs) * this.below(1_000_000)) / 1e6) * 1000);
  }

  /** True in so many of a hundred cases. */
  percent(share: number): boolean {
    return this.below(100) < share;
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length)
      text += this.below(2 ** 28)
        .toString(16)
        .padStart(7, '0');
    return text.slice(0, length);
  }

  digits(length: number): string {
    let text = '';
    while (text.length < length) text += this.below(10_000_000).toString().padStart(7, '0');
    return text.slice(0, length);
  }

  uuid(): string {
    return [8, 4, 4, 4, 12].map(length => this.hex(length)).join('-');
  }

  /** 1, 2, 3, …: for names that count. */
  count(): number {
    return ++this.#counted;
  }
}
