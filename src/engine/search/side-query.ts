/**
 * What a query matches, beside the current result, which stays what the screen shows. A result is complete when it is
 * returned, and kept for the pages that are asked for next.
 */
import type { Derived } from '../../conversations/derived.js';
import type { RowId } from '../../model/ids.js';
import type { CurrentIndex } from '../capture-index.js';
import type { SettledDiagnosis } from '../diagnosis/settled-diagnosis.js';
import type { SettledCalls } from '../ingest/settled-calls.js';
import type { Sort } from '../protocol/query.js';
import type { Hidden } from './hidden.js';
import type { Queries } from './queries.js';
import { Result } from './result.js';
import type { SortOrders } from './sort-orders.js';
import { OF_CAUSES } from './row-values.js';

/** States change with the clock: what was found is found again after this. */
const FRESH_MS = 1000;

const NOBODY = () => undefined;

export interface SideQueryParts {
  index: CurrentIndex;
  hidden: Hidden;
  queries: Queries;
  orders: SortOrders;
  settledCalls: SettledCalls;
  settledDiagnosis: SettledDiagnosis;
}

export class SideQuery implements Derived {
  readonly #index: CurrentIndex;
  readonly #hidden: Hidden;
  readonly #queries: Queries;
  readonly #orders: SortOrders;
  readonly #calls: SettledCalls;
  readonly #diagnosis: SettledDiagnosis;
  #newest: { key: string; madeMs: number; result: Promise<Result> } | undefined;

  constructor(parts: SideQueryParts) {
    this.#calls = parts.settledCalls;
    this.#diagnosis = parts.settledDiagnosis;
    this.#index = parts.index;
    this.#hidden = parts.hidden;
    this.#queries = parts.queries;
    this.#orders = parts.orders;
  }

  /** A wrong query matches nothing; bare words that match nothing exactly match what is nearly like them. */
  of(query: string, sort: Sort): Promise<Result> {
    const key = [query, sort.key, sort.descending, this.#hidden.count].join('\n');
    const nowMs = performance.now();
    if (this.#newest?.key !== key || nowMs > this.#newest.madeMs + FRESH_MS)
      this.#newest = { key, madeMs: nowMs, result: this.#make(query, sort) };
    return this.#newest.result;
  }

  changed(rows: readonly RowId[]): void {
    if (rows.length > 0) this.#newest = undefined;
  }

  gone(): void {
    this.#newest = undefined;
  }

  cleared(): void {
    this.#newest = undefined;
  }

  async #make(query: string, sort: Sort): Promise<Result> {
    const compiled = this.#queries.compile(query);
    const isWrong = compiled !== undefined && 'fault' in compiled;
    if ((!isWrong && compiled?.asksCall) || sort.key === 'call') await this.#calls.settled();
    if ((!isWrong && compiled?.asksCause) || OF_CAUSES.has(sort.key)) await this.#diagnosis.settled();
    const { conversations } = this.#index.current;
    const result = new Result(() => conversations.rows, NOBODY, NOBODY);
    if (isWrong) {
      result.set({ matches: () => false, cost: 1 }, undefined, false);
      return result;
    }
    const filter = this.#queries.filterOf(compiled);
    result.changed([], conversations);
    result.set(filter, this.#orders.of(sort), sort.descending);
    await result.settled();
    const nearly = result.count === 0 ? this.#queries.nearly(query) : undefined;
    if (nearly === undefined) return result;
    result.set(nearly, this.#orders.of(sort), sort.descending);
    await result.settled();
    return result;
  }
}
