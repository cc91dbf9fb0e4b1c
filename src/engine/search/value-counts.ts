/**
 * Counts of the values of a field among what a query matches. Only the newest question is answered: looking for what an older
 * query matches ends at its next slice.
 */
import { FIELDS } from '../../query/language/fields.js';
import { NONE } from '../../query/language/stand-ins.js';
import type { CurrentIndex } from '../capture-index.js';
import type { CompletionRequests } from '../protocol/requests.js';
import { inSlices } from '../slices.js';
import { type Counted, distinctValues } from './distinct-values.js';
import type { Filter } from './filter.js';
import { Matches } from './matches.js';
import type { Queries } from './queries.js';
import type { Result } from './result.js';

type Values = CompletionRequests['values'];

export class ValueCounts {
  readonly #index: CurrentIndex;
  readonly #queries: Queries;
  readonly #result: Result;
  /** Grows with every question. */
  #turn = 0;
  #giveUp: () => void = () => undefined;

  constructor(index: CurrentIndex, queries: Queries, result: Result) {
    this.#index = index;
    this.#queries = queries;
    this.#result = result;
  }

  /** Begins when the result itself is there. Empty for a question that is not the newest. */
  async of({ field, limit, prefix = '', within = '' }: Values['ask']): Promise<Values['answer']> {
    const turn = ++this.#turn;
    const isOver = () => turn !== this.#turn;
    this.#giveUp();
    await this.#result.settled();
    if (isOver()) return [];
    const among = await this.#among(within, isOver);
    if (isOver()) return [];
    const counted: Counted = { among, hasNone: this.#hasNone(field) };
    const values = distinctValues(this.#index.current, field, prefix, limit, counted);
    return (await inSlices(values, isOver)) ?? [];
  }

  /** What a query matches; a wrong one is taken as none. Bare words that match nothing match what is nearly like them. */
  async #among(query: string, isOver: () => boolean): Promise<Counted['among']> {
    const filter = this.#queries.filter(query) ?? this.#queries.filter('');
    if (!filter) return () => true;
    const matches = await this.#matches(filter);
    if (matches.count > 0 || isOver()) return row => matches.has(row);
    const nearly = this.#queries.nearly(query);
    const alike = nearly && (await this.#matches(nearly));
    return row => alike?.has(row) ?? false;
  }

  async #matches(filter: Filter): Promise<Matches> {
    let wake: () => void = () => undefined;
    const matches = new Matches(filter, () => wake());
    await new Promise<void>(resolve => {
      wake = () => {
        if (matches.done) resolve();
      };
      this.#giveUp = () => {
        matches.stop();
        resolve();
      };
      matches.update(this.#index.current.conversations.count, []);
      wake();
    });
    return matches;
  }

  #hasNone(name: string): Counted['hasNone'] {
    if (!FIELDS.some(field => field.name === name && field.canBeAbsent)) return null;
    const filter = this.#queries.filter(`${name} ${NONE}`);
    return filter && !filter.texts ? row => filter.matches(row) : null;
  }
}
