/**
 * The current query and order, of which the result is on the screen. Bare words that match nothing exactly are looked
 * for once more as what is nearly like them.
 */
import type { Calls } from '../../calls/calls.js';
import type { KeptRows } from '../../conversations/kept-rows.js';
import type { RowId } from '../../model/ids.js';
import type { Compiled } from '../../query/predicates/compile.js';
import { parse } from '../../query/language/parse.js';
import { print } from '../../query/language/print.js';
import type { ProgressMeter } from '../figures/progress-meter.js';
import type { Reading } from '../ingest/reading.js';
import type { SettledDiagnosis } from '../diagnosis/settled-diagnosis.js';
import type { SettledCalls } from '../ingest/settled-calls.js';
import type { QueryFault, Sort } from '../protocol/query.js';
import { callFilter } from '../calls/call-filter.js';
import type { Filter } from './filter.js';
import type { Queries } from './queries.js';
import type { Result } from './result.js';
import type { SortOrders } from './sort-orders.js';
import { OF_CAUSES } from './row-values.js';

export interface SearchParts {
  calls: Calls;
  /** The conversations that were not evicted. */
  rows: () => KeptRows;
  queries: Queries;
  orders: SortOrders;
  result: Result;
  settledCalls: SettledCalls;
  settledDiagnosis: SettledDiagnosis;
  reading: Reading;
  progress: ProgressMeter;
  /** Called when queries mean something else than before: what was counted for them is void. */
  renewed: () => void;
}

/** How the result is to be shown. */
export interface Shown {
  /** A row a call. */
  calls: boolean;
  /** Each with its verdict. */
  verdicts: boolean;
}

export class Search {
  readonly #parts: SearchParts;
  #query = '';
  #sort: Sort = { key: 'index', descending: false };
  #compiled: Compiled | undefined;
  /** The same object for as long as the query is: the result then only sorts again. */
  #filter: Filter | undefined;
  /** The same of calls, where they are listed and some have several legs. */
  #ofCalls: Filter | undefined;
  #asksCalls = false;
  #showsVerdicts = false;
  #fuzzy = false;
  /** Queries were compiled while the tables knew the headers of every conversation. */
  #listed = true;
  /** Progress has reported that the result is complete. */
  #told = true;

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /** Bare words match what is like them, because nothing matched exactly. */
  get fuzzy(): boolean {
    return this.#fuzzy;
  }

  /** The result has calls by their first legs. Where no call has several, it has conversations, which is the same. */
  get listsCalls(): boolean {
    return this.#ofCalls !== undefined;
  }

  /** Calls are to be listed. */
  get asksCalls(): boolean {
    return this.#asksCalls;
  }

  /** Rows are shown with their verdicts. */
  get showsVerdicts(): boolean {
    return this.#showsVerdicts;
  }

  /** What matches may change with the clock, without a message. */
  get followsClock(): boolean {
    return this.#compiled?.asksState ?? false;
  }

  /** What matches, or its order, may change with the calls. */
  get followsCalls(): boolean {
    return this.#sort.key === 'call' || (this.#compiled?.asksCall ?? false);
  }

  /** What matches, or its order, may change with the causes found. */
  get followsCauses(): boolean {
    return OF_CAUSES.has(this.#sort.key) || (this.#compiled?.asksCause ?? false);
  }

  /** Resolves when the result is complete, by calls that are up to date if it depends on them. */
  async settled(): Promise<void> {
    const { settledCalls, settledDiagnosis, result } = this.#parts;
    if (this.followsCalls) await settledCalls.settled();
    if (this.followsCauses) await settledDiagnosis.settled();
    await result.settled();
  }

  /** Makes a query the current one, of conversations or of calls; a wrong one changes nothing. */
  set(query: string, sort: Sort, { calls, verdicts }: Shown): QueryFault | null {
    this.#showsVerdicts = verdicts;
    if (query !== this.#query) {
      const compiled = this.#parts.queries.compile(query);
      if (compiled && 'fault' in compiled) return compiled.fault;
      this.#query = query;
      this.#use(compiled, false);
    }
    if (calls !== this.#asksCalls) {
      this.#asksCalls = calls;
      this.#group();
    }
    this.#sort = sort;
    this.#apply();
    return null;
  }

  /** Called when calls have other legs than before: from the first call with several on, the result has calls. */
  regroup(): void {
    if (this.listsCalls || !this.#groups) return;
    this.#group();
    this.#apply();
  }

  /** Starts over with the same query: the tables, the number plan or the hidden rows have changed. */
  renew(): void {
    const { queries, renewed } = this.#parts;
    queries.renew();
    renewed();
    this.#listed = queries.listsHeaders;
    const compiled = queries.compile(this.#query);
    this.#use(compiled && 'fault' in compiled ? undefined : compiled, false);
    this.#apply();
  }

  /** Called after each batch of reading: once the tables no longer know all headers, queries about them read messages. */
  lookAtHeaders(): void {
    if (this.#listed && !this.#parts.queries.listsHeaders) this.renew();
  }

  /**
   * Called when the result is complete: where bare words matched nothing, looks for what is like them; else tells it at
   * once.
   */
  completed(): void {
    if (this.#looksNearly() || this.#told) return;
    this.#told = true;
    this.#parts.progress.flush();
  }

  /** Whether the query matches a conversation now. */
  matches(row: RowId): boolean {
    return this.#filter?.matches(row) ?? true;
  }

  /** Where in a conversation the numbers asked for stand; null if none was asked for. */
  found(row: RowId): string | null {
    return this.#compiled?.asksNumber ? this.#compiled.found(row) : null;
  }

  /** The same as bits of NUMBER_KINDS; 0 if none was asked for. */
  placesFound(row: RowId): number {
    return this.#compiled?.placesFound(row) ?? 0;
  }

  /** Whether a query, as it is printed, is the current one, and the result has what it matches. */
  asksOnly(query: string): boolean {
    const parsed = parse(this.#query);
    return !this.listsCalls && !('fault' in parsed) && print(parsed.tree) === query;
  }

  #looksNearly(): boolean {
    const { queries, result, reading } = this.#parts;
    if (!this.#compiled?.hasBareWords || this.#fuzzy || reading.loading) return false;
    if (result.count > 0 || queries.candidates === 0) return false;
    const compiled = queries.compile(this.#query, true);
    if (compiled === undefined || 'fault' in compiled) return false;
    this.#use(compiled, true);
    this.#apply();
    return true;
  }

  #use(compiled: Compiled | undefined, fuzzy: boolean): void {
    this.#compiled = compiled;
    this.#fuzzy = fuzzy;
    this.#filter = this.#parts.queries.filterOf(compiled);
    this.#group();
  }

  get #groups(): boolean {
    return this.#asksCalls && this.#parts.calls.joined > 0;
  }

  #group(): void {
    const { calls, rows } = this.#parts;
    this.#ofCalls = this.#groups ? callFilter(this.#filter, calls, rows()) : undefined;
  }

  #apply(): void {
    const { result, orders, settledCalls, settledDiagnosis } = this.#parts;
    this.#told = false;
    if (this.followsCalls) void settledCalls.settled();
    if (this.followsCauses) void settledDiagnosis.settled();
    result.set(this.#ofCalls ?? this.#filter, orders.of(this.#sort), this.#sort.descending);
  }
}
