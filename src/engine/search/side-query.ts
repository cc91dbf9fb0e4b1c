/**
 * What a query matches, beside the current result, which stays what the screen shows. In: a query and an order. Out: a settled
 * result, kept for the pages that are asked for next.
 */
import type { Core } from '../core.js';
import type { Sort } from '../protocol/query.js';
import { Result } from './result.js';

/** States change with the clock: what was found is found again after this. */
const FRESH_MS = 1000;

const NOBODY = () => undefined;

export class Aside {
  readonly #core: Core;
  #newest: { key: string; madeMs: number; result: Promise<Result> } | undefined;

  constructor(core: Core) {
    this.#core = core;
  }

  /** A wrong query matches nothing; bare words that match nothing exactly match what is nearly like them. */
  of(query: string, sort: Sort): Promise<Result> {
    const { index, hidden } = this.#core;
    const { messages } = index.conversations;
    const key = [query, sort.key, sort.descending, messages.count, hidden.count].join('\n');
    const nowMs = performance.now();
    if (this.#newest?.key !== key || nowMs > this.#newest.madeMs + FRESH_MS)
      this.#newest = { key, madeMs: nowMs, result: this.#make(query, sort) };
    return this.#newest.result;
  }

  /** Forgets what was found: the tables were replaced. */
  clear(): void {
    this.#newest = undefined;
  }

  async #make(query: string, sort: Sort): Promise<Result> {
    const { index, search } = this.#core;
    const result = new Result(() => index.conversations.rows, NOBODY, NOBODY);
    const filter = search.filter(query);
    if (filter === null) {
      result.set({ matches: () => false, cost: 1 }, undefined, false);
      return result;
    }
    result.update(index.conversations.count, []);
    result.set(filter, search.key(sort), sort.descending);
    await result.settled();
    const nearly = result.count === 0 ? search.nearly(query) : undefined;
    if (nearly === undefined) return result;
    result.set(nearly, search.key(sort), sort.descending);
    await result.settled();
    return result;
  }
}
