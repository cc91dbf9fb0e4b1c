/**
 * Makes what a list is sorted by, and tells how far that is where it takes long: a header has to be read from all
 * conversations.
 */
import type { RowId } from '../../model/ids.js';
import type { CurrentIndex } from '../capture-index.js';
import type { ProgressMeter } from '../figures/progress-meter.js';
import type { Sort } from '../protocol/query.js';
import { sortKey } from './sort-keys.js';
import type { HeaderColumns } from './header-columns.js';
import type { MakeKey } from './result.js';

export class SortOrders {
  readonly #index: CurrentIndex;
  readonly #headerColumns: HeaderColumns;
  readonly #progress: ProgressMeter;
  readonly #placesFound: (row: RowId) => number;
  #background: string | null = null;

  /** @param placesFound Where the number asked for stands in a conversation, as bits of NUMBER_KINDS. */
  constructor(
    index: CurrentIndex,
    headerColumns: HeaderColumns,
    progress: ProgressMeter,
    placesFound: (row: RowId) => number,
  ) {
    this.#index = index;
    this.#placesFound = placesFound;
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
    const makeKey = sortKey(sort.key, {
      values: this.#index.current.values,
      headerColumn: name => this.#headerColumns.of(name),
      placesFound: this.#placesFound,
      progress: (name, share) => {
        this.#background = `sorting by ${name} ${Math.round(share * 100)} %`;
        this.#progress.invalidate();
      },
    });
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
