/**
 * How late the lines of `capture` are: for each line, ms from the printed time of its packet ("2026-11-21
 * 13:46:05.123456  …") to its arrival here, and the number of lines. Lines are not kept: 20,000 come a second.
 */
const CLOCK_AT = 11;
const CLOCK_END = CLOCK_AT + '13:46:05.123456'.length;
const DAY_MS = 86_400_000;
const LINE_END = 10;

export class Lags {
  lines = 0;
  readonly values: number[] = [];
  #column = 0;
  readonly #clock = Buffer.alloc(CLOCK_END);

  take(bytes: Uint8Array, arrivedMs: number): void {
    for (const byte of bytes) {
      if (byte === LINE_END) {
        this.lines++;
        this.#column = 0;
        continue;
      }
      if (this.#column < CLOCK_END) this.#clock[this.#column] = byte;
      if (++this.#column === CLOCK_END) this.values.push((arrivedMs % DAY_MS) - this.#timeMs());
    }
  }

  #timeMs(): number {
    const [hours = 0, minutes = 0, seconds = 0] = this.#clock
      .toString('latin1', CLOCK_AT, CLOCK_END)
      .split(':')
      .map(Number);
    return ((hours * 60 + minutes) * 60 + seconds) * 1000;
  }
}
