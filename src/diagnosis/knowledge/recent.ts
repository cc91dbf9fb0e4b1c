/**
 * Some of many: the first ones and the latest, each once, and how many there were. What is held against a case is a sample, because a path
 * may carry a million calls.
 */

/** The first ones that are kept, and the latest. */
const FIRST = 32;
const LATEST = 96;

export class Recent<Item> {
  readonly #first: Item[] = [];
  readonly #latest: Item[] = [];
  /** All that were added; of those that are not kept, one that comes again counts again. */
  count = 0;

  add(item: Item): void {
    if (this.has(item)) return;
    this.count++;
    if (this.#first.length < FIRST) {
      this.#first.push(item);
      return;
    }
    this.#latest.push(item);
    if (this.#latest.length >= 2 * LATEST) this.#latest.splice(0, LATEST);
  }

  has(item: Item): boolean {
    return this.#latest.includes(item) || this.#first.includes(item);
  }

  remove(item: Item): void {
    for (const items of [this.#first, this.#latest]) {
      const at = items.indexOf(item);
      if (at < 0) continue;
      items.splice(at, 1);
      this.count--;
    }
  }

  removeAll(gone: ReadonlySet<Item>): void {
    for (const item of this.items()) if (gone.has(item)) this.remove(item);
  }

  /** Those that are kept, in the order they were added. */
  items(): Item[] {
    return [...this.#first, ...this.#latest];
  }
}
