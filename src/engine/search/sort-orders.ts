/**
 * Makes what a list is sorted by, and tells how far that is where it takes long: a header has to be read from all
 * conversations.
 */
import type { CurrentIndex } from '../capture-index.js';
import type { ProgressMeter } from '../figures/progress-meter.js';
import type { Sort } from '../protocol/query.js';
import { SortKeys } from '../sort-keys.js';
import type { HeaderColumns } from './header-columns.js';
import type { MakeKey } from './result.js';

export class SortOrders {
  readonly #index: CurrentIndex;
  readonly #headerColumns: HeaderColumns;
  readonly #progress: ProgressMeter;
  #background: string | null = null;

  constructor(index: CurrentIndex, headerColumns: HeaderColumns, progress: ProgressMeter) {
    this.#index = index;
    this.#headerColumns = headerColumns;
    this.#progress = progress;
  }

  /** "sorting by Diversion 40 %" while values are read; null otherwise. */
  get background(): string | null {
    return this.#background;
  }

  /** Undefined for the order of arrival. */
  of(sort: Sort): MakeKey {
    this.#background = null;
    const { conversations, clock } = this.#index.current;
    const headerColumn = (name: string) => this.#headerColumns.of(name);
    const keys = new SortKeys(conversations, clock, headerColumn, (name, share) => {
      this.#background = `sorting by ${name} ${Math.round(share * 100)} %`;
      this.#progress.invalidate();
    });
    const makeKey = keys.of(sort.key);
    if (makeKey === undefined) return undefined;
    const isDone = () => {
      this.#background = null;
    };
    return function* () {
      const key = yield* makeKey();
      isDone();
      return key;
    };
  }
}
