/** Some conversations or messages of each key: a host's descriptions of media, a registrar's registrations. */
import { Recent } from './recent.js';

/** Keys known at most. */
const MAX_KEYS = 1 << 14;

export class Samples<Key, Item> {
  readonly #of = new Map<Key, Recent<Item>>();

  add(key: Key, item: Item): void {
    let samples = this.#of.get(key);
    if (samples === undefined) {
      if (this.#of.size === MAX_KEYS) return;
      samples = new Recent<Item>();
      this.#of.set(key, samples);
    }
    samples.add(item);
  }

  /** Those that are kept of a key, in the order they came. */
  of(key: Key): Item[] {
    return this.#of.get(key)?.items() ?? [];
  }

  /** Forgets items. */
  gone(items: ReadonlySet<Item>): void {
    for (const samples of this.#of.values()) samples.removeAll(items);
  }
}
