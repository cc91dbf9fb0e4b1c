/** How many INVITEs a second leave a host: where many do, one that leaves just after another came says little. */

/** Hosts and seconds that are counted; those that meet in the table count for each other. */
const ROOM = 4096;

export class Rates {
  readonly #counts = new Uint16Array(ROOM);
  readonly #seconds = new Float64Array(ROOM);

  count(host: number, timeUs: number): void {
    if (Number.isNaN(timeUs)) return;
    const second = Math.floor(timeUs / 1e6);
    const at = placeOf(host, second);
    if (this.#seconds[at] !== second) {
      this.#seconds[at] = second;
      this.#counts[at] = 0;
    }
    if (this.#counts[at]! < 0xffff) this.#counts[at]!++;
  }

  /** INVITEs that left a host in the second of a time, as far as that is still known. */
  about(host: number, timeUs: number): number {
    const second = Math.floor(timeUs / 1e6);
    const at = placeOf(host, second);
    return this.#seconds[at] === second ? this.#counts[at]! : 0;
  }
}

function placeOf(host: number, second: number): number {
  return (Math.imul(host, 0x9e3779b1) ^ Math.imul(second | 0, 0x85ebca6b)) & (ROOM - 1);
}
