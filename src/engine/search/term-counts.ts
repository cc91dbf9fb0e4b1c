/**
 * How many conversations each of some queries matches, for the counts beside the terms of a filter. They are asked for
 * again and again while a filter is written and traffic comes in: what was counted is not counted again, only what
 * changed is looked at. Counting begins when the result itself is there, and ends when other counts are asked for.
 */
import type { Conversations } from '../../conversations/conversations.js';
import type { Derived } from '../../conversations/derived.js';
import type { RowId } from '../../model/ids.js';
import type { CurrentIndex } from '../capture-index.js';
import { Matches } from './matches.js';
import type { Queries } from './queries.js';
import type { Result } from './result.js';
import type { Search } from './search.js';

export class TermCounts implements Derived {
  readonly #index: CurrentIndex;
  readonly #queries: Queries;
  readonly #search: Search;
  readonly #result: Result;
  /** Of each query asked for last; null for a wrong one, undefined for one that matches everything. */
  #matches = new Map<string, Matches | undefined | null>();
  #waiting: (() => void)[] = [];

  constructor(index: CurrentIndex, queries: Queries, search: Search, result: Result) {
    this.#index = index;
    this.#queries = queries;
    this.#search = search;
    this.#result = result;
  }

  /** Null for queries that are wrong or were cancelled by a later request. */
  async counts(queries: readonly string[]): Promise<(number | null)[]> {
    // A filter of one term has been counted by then.
    const others = queries.filter(query => !this.#search.asksOnly(query));
    const counts = await this.#counted(others);
    const exact = this.#search.fuzzy ? 0 : this.#result.count;
    return queries.map(
      query => counts.get(query) ?? (this.#search.asksOnly(query) && !others.includes(query) ? exact : null),
    );
  }

  changed(rows: readonly RowId[], { count }: Conversations): void {
    for (const matches of this.#matches.values()) matches?.update(count, rows);
  }

  /** Looked at again, they match nothing. */
  gone(rows: readonly RowId[], conversations: Conversations): void {
    this.changed(rows, conversations);
  }

  cleared(): void {
    this.forget();
  }

  /** Forgets all counts: queries mean something else than before. */
  forget(): void {
    for (const matches of this.#matches.values()) matches?.stop();
    this.#matches = new Map();
    this.#wake();
  }

  async #counted(queries: readonly string[]): Promise<Map<string, number | null>> {
    const known = this.#matches;
    const asked = new Map(queries.map(query => [query, known.get(query)]));
    for (const [query, matches] of known) if (!asked.has(query)) matches?.stop();
    this.#matches = asked;
    this.#wake();
    await this.#result.settled();
    for (const query of queries) {
      if (this.#matches !== asked) break;
      if (!known.has(query)) asked.set(query, this.#begin(query));
      while (this.#matches === asked && asked.get(query)?.done === false) {
        await new Promise<void>(resolve => this.#waiting.push(resolve));
      }
    }
    const total = this.#queries.candidates;
    const counts = new Map<string, number | null>();
    for (const [query, matches] of asked) {
      const isCounted = matches === undefined ? this.#matches === asked : matches?.done;
      counts.set(query, isCounted ? (matches?.count ?? total) : null);
    }
    return counts;
  }

  #begin(query: string): Matches | undefined | null {
    const filter = this.#queries.filter(query);
    const matches = filter && new Matches(filter, () => this.#wake());
    matches?.update(this.#index.current.conversations.count, []);
    return matches;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
