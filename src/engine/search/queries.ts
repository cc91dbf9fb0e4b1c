/**
 * Queries as text made into filters over the tables. What one query found in the texts of messages is kept for
 * the next that asks for the same.
 */
import { type Compiled, compile } from '../../query/predicates/compile.js';
import { NO_PLAN, type NumberPlan } from '../../query/values/numbers.js';
import { parse } from '../../query/language/parse.js';
import { TextTerms } from '../../query/predicates/text-term.js';
import type { CurrentIndex } from '../capture-index.js';
import type { QueryFault } from '../protocol/query.js';
import { type Filter, filterOf } from './filter.js';
import type { Hidden } from './hidden.js';

/** Text terms remembered, at four bytes a conversation each. */
const TEXT_TERMS = 8;

export class Queries {
  readonly #index: CurrentIndex;
  readonly #hidden: Hidden;
  #plan = NO_PLAN;
  #texts = new TextTerms(TEXT_TERMS);

  constructor(index: CurrentIndex, hidden: Hidden) {
    this.#index = index;
    this.#hidden = hidden;
  }

  /** The conversations a query searches: all that are not hidden. */
  get candidates(): number {
    return this.#index.current.conversations.rows.count - this.#hidden.count;
  }

  /** The tables know the headers of every conversation: no message is read for what has a header. */
  get listsHeaders(): boolean {
    return this.#index.current.subject.listsHeaders;
  }

  /** How numbers are written where the user is. What was compiled before keeps the old plan. */
  set plan(plan: NumberPlan) {
    this.#plan = plan;
  }

  /** Drops results from texts: tables or number plan were replaced. */
  renew(): void {
    this.#texts = new TextTerms(TEXT_TERMS);
  }

  /** `nearly`: bare words match what is like them, too. Undefined for the empty query. */
  compile(query: string, nearly = false): Compiled | undefined | { fault: QueryFault } {
    if (query.trim() === '') return undefined;
    const parsed = parse(query);
    if ('fault' in parsed) return parsed;
    const options = { plan: this.#plan, fuzzy: nearly, known: this.#texts };
    return compile(parsed.tree, this.#index.current.subject, options);
  }

  /** What a compiled query matches of what is not hidden; undefined if that is everything. */
  filterOf(compiled: Compiled | undefined): Filter | undefined {
    return filterOf(compiled, this.#index.current, this.#hidden);
  }

  /** What a query matches; undefined if that is everything, null for a wrong query. */
  filter(query: string): Filter | undefined | null {
    const compiled = this.compile(query);
    return compiled && 'fault' in compiled ? null : this.filterOf(compiled);
  }

  /** What a query matches whose bare words match what is like them, too; undefined if it has none, or is wrong. */
  nearly(query: string): Filter | undefined {
    const compiled = this.compile(query, true);
    if (compiled === undefined || 'fault' in compiled || !compiled.hasBareWords) return undefined;
    return this.filterOf(compiled);
  }
}
