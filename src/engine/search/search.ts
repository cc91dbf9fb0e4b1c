/**
 * The current query. In: queries and orders as text, word that the tables or the number plan are others now. Out: the result
 * that holds what matches; where numbers were found. Bare words that match nothing exactly are looked for once more as what is
 * nearly right.
 */
import { type Compiled, compile } from '../../query/compile.js';
import { parse } from '../../query/parse.js';
import { print } from '../../query/print.js';
import { TextTerms } from '../../query/text-term.js';
import type { Core } from '../core.js';
import type { QueryFault, Sort } from '../protocol/query.js';
import { type Filter, filterOf } from './filter.js';
import type { MakeKey } from './result.js';
import { SortKeys } from '../sort-keys.js';

/** Text terms remembered, at four bytes a conversation each. */
const TEXT_TERMS = 8;

export class Search {
  readonly #core: Core;
  #query = '';
  #sort: Sort = { key: 'index', descending: false };
  #compiled: Compiled | undefined;
  /** The query without what is put aside; the same object for as long as both are the same. */
  #filter: Filter | undefined;
  #fuzzy = false;
  /** That the result is there was told. */
  #told = true;
  /** What was found in the texts of messages, for the next query that asks for the same. */
  #texts = new TextTerms(TEXT_TERMS);

  constructor(core: Core) {
    this.#core = core;
  }

  /** Bare words match what is nearly right, because nothing matched exactly. */
  get fuzzy(): boolean {
    return this.#fuzzy;
  }

  /** Makes a query the current one; a wrong one changes nothing. */
  set(query: string, sort: Sort): QueryFault | null {
    if (query !== this.#query) {
      const compiled = this.#compile(query, false);
      if (compiled && 'fault' in compiled) return compiled.fault;
      this.#query = query;
      this.#use(compiled, false);
    }
    this.#sort = sort;
    this.#apply();
    return null;
  }

  /** Begins anew with the same query: tables, number plan or what is put aside were replaced. */
  renew(): void {
    this.#texts = new TextTerms(TEXT_TERMS);
    this.#core.tallies.clear();
    const compiled = this.#compile(this.#query, false);
    this.#use(compiled && 'fault' in compiled ? undefined : compiled, false);
    this.#apply();
  }

  /**
   * Called when nothing is left to be looked at: where bare words matched nothing, begins to look for what is like them. A new
   * result is told at once.
   */
  settled(): void {
    if (this.#looksNearly() || this.#told) return;
    this.#told = true;
    this.#core.tell();
  }

  #looksNearly(): boolean {
    const { result, index, hidden, loading } = this.#core;
    if (!this.#compiled?.hasBareWords || this.#fuzzy || loading) return false;
    if (result.count > 0 || index.conversations.rows.count === hidden.count) return false;
    const compiled = this.#compile(this.#query, true);
    if (compiled === undefined || 'fault' in compiled) return false;
    this.#use(compiled, true);
    this.#apply();
    return true;
  }

  /** What matches may change with the clock, without a message. */
  get followsClock(): boolean {
    return this.#compiled?.asksState ?? false;
  }

  /** Whether the query matches a conversation now. */
  matches(row: number): boolean {
    return this.#filter?.matches(row) ?? true;
  }

  /** Where in a conversation the numbers asked for stand; null where none was asked for. */
  found(row: number): string | null {
    return this.#compiled?.asksNumber ? this.#compiled.found(row) : null;
  }

  /** Whether a query, as it is printed, is the current one. */
  asksOnly(query: string): boolean {
    const parsed = parse(this.#query);
    return !('fault' in parsed) && print(parsed.tree) === query;
  }

  /** What another query matches, to be counted; undefined where that is everything, null for a wrong query. */
  filter(query: string): Filter | undefined | null {
    const compiled = this.#compile(query, false);
    return compiled && 'fault' in compiled ? null : this.#filterOf(compiled);
  }

  /** What a query matches whose bare words match what is nearly like them; undefined where it has none, or is wrong. */
  nearly(query: string): Filter | undefined {
    const compiled = this.#compile(query, true);
    return compiled === undefined || 'fault' in compiled || !compiled.hasBareWords
      ? undefined
      : this.#filterOf(compiled);
  }

  /** Undefined for the empty query. */
  #compile(query: string, fuzzy: boolean): Compiled | undefined | { fault: QueryFault } {
    if (query.trim() === '') return undefined;
    const parsed = parse(query);
    return 'fault' in parsed
      ? parsed
      : compile(parsed.tree, this.#core.index.subject, { plan: this.#core.plan, fuzzy, known: this.#texts });
  }

  #use(compiled: Compiled | undefined, fuzzy: boolean): void {
    this.#compiled = compiled;
    this.#fuzzy = fuzzy;
    this.#filter = this.#filterOf(compiled);
  }

  #apply(): void {
    const core = this.#core;
    core.background = null;
    this.#told = false;
    core.result.set(this.#filter, this.key(this.#sort), this.#sort.descending);
  }

  /** A query without what is put aside. */
  #filterOf(compiled: Compiled | undefined): Filter | undefined {
    return filterOf(compiled, this.#core.index, this.#core.hidden);
  }

  /** Makes what conversations are sorted by; how far it is, where that takes long, is told as work in the background. */
  key(sort: Sort): MakeKey {
    const core = this.#core;
    const { conversations, moments } = core.index;
    const headerColumn = (name: string) => core.index.headerColumn(name);
    const keys = new SortKeys(conversations, moments, headerColumn, (name, share) => {
      core.background = `sorting by ${name} ${Math.round(share * 100)} %`;
      core.moved();
    });
    const makeKey = keys.of(sort.key);
    if (makeKey === undefined) return undefined;
    return function* () {
      const key = yield* makeKey();
      core.background = null;
      return key;
    };
  }
}
