/**
 * How many conversations each of some queries matches, for the counts beside the terms of a filter. In: queries, asked for again and
 * again while a filter is written and traffic comes in. Out: their counts. What is asked for again is not counted again: only
 * what changed is looked at. Counting begins when the result itself is there, and ends when other counts are asked for.
 */
import type { Core } from '../core.js';
import { Matches } from './matches.js';

export class Tallies {
  readonly #core: Core;
  /** Of each query asked for last; null for a wrong one, undefined for one that matches everything. */
  #tallies = new Map<string, Matches | undefined | null>();
  #waiting: (() => void)[] = [];

  constructor(core: Core) {
    this.#core = core;
  }

  /** Counts; null for queries that are wrong or were given up, because others were asked for meanwhile. */
  async counts(queries: readonly string[]): Promise<(number | null)[]> {
    // A filter of one term has been counted by then.
    const others = queries.filter(query => !this.#core.search.asksOnly(query));
    const counts = await this.#counted(others);
    const { result, search } = this.#core;
    const exact = search.fuzzy ? 0 : result.count;
    return queries.map(
      query => counts.get(query) ?? (search.asksOnly(query) && !others.includes(query) ? exact : null),
    );
  }

  async #counted(queries: readonly string[]): Promise<Map<string, number | null>> {
    const asked = new Map(queries.map(query => [query, this.#tallies.get(query)]));
    for (const [query, matches] of this.#tallies) if (!asked.has(query)) matches?.stop();
    const known = this.#tallies;
    this.#tallies = asked;
    this.#wake();
    await this.#core.result.settled();
    for (const query of queries) {
      if (this.#tallies !== asked) break;
      if (!known.has(query)) asked.set(query, this.#begin(query));
      while (this.#tallies === asked && asked.get(query)?.done === false) {
        await new Promise<void>(resolve => this.#waiting.push(resolve));
      }
    }
    const total = this.#core.index.conversations.rows.count - this.#core.hidden.count;
    const counts = new Map<string, number | null>();
    for (const [query, matches] of asked) {
      const isCounted = matches === undefined ? this.#tallies === asked : matches?.done;
      counts.set(query, isCounted ? (matches?.count ?? total) : null);
    }
    return counts;
  }

  /** Takes note of how many conversations there are now and which of the older ones changed. */
  update(total: number, changed: Iterable<number>): void {
    for (const matches of this.#tallies.values()) matches?.update(total, changed);
  }

  /** Forgets all: the tables were replaced, or queries mean something else. */
  clear(): void {
    for (const matches of this.#tallies.values()) matches?.stop();
    this.#tallies = new Map();
    this.#wake();
  }

  #begin(query: string): Matches | undefined | null {
    const filter = this.#core.search.filter(query);
    const matches = filter && new Matches(filter, () => this.#wake());
    matches?.update(this.#core.index.conversations.count, []);
    return matches;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
