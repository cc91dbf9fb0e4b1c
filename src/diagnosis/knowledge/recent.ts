/**
 * Some of many: the first ones and the latest. What is held against a case is a sample, because a path may carry a million calls.
 */

/** The first ones that are kept, and the latest. */
const FIRST = 32;
const LATEST = 96;

export class Recent<Item> {
  readonly #first: Item[] = [];
  /** A ring: `#next` is where the next one goes. */
  readonly #latest: Item[] = [];
  #next = 0;
  #isWhole = true;

  /** Adds one; what is added again is kept once. */
  add(item: Item): void {
    if (this.#first.length < FIRST) {
      if (!this.#first.includes(item)) this.#first.push(item);
      return;
    }
    if (this.#latest.length === LATEST) this.#isWhole = false;
    this.#latest[this.#next] = item;
    this.#next = (this.#next + 1) % LATEST;
  }

  remove(item: Item): void {
    if (this.#first.includes(item) || this.#latest.includes(item)) this.removeAll(new Set([item]));
  }

  removeAll(gone: ReadonlySet<Item>): void {
    if (!this.#first.some(item => gone.has(item)) && !this.#latest.some(item => gone.has(item))) return;
    const kept = this.items().filter(item => !gone.has(item));
    this.#first.splice(0, FIRST, ...kept.slice(0, FIRST));
    this.#latest.splice(0, LATEST, ...kept.slice(FIRST));
    this.#next = this.#latest.length % LATEST;
  }

  /** How many are kept; one that was added again may count again. */
  get size(): number {
    return this.#first.length + this.#latest.length;
  }

  /** Whether all that were added are kept. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Those that are kept, each once, in the order they were added. */
  items(): Item[] {
    const { length } = this.#latest;
    const latest =
      length < LATEST ? this.#latest : [...this.#latest.slice(this.#next), ...this.#latest.slice(0, this.#next)];
    return [...new Set([...this.#first, ...latest])];
  }
}
