/**
 * What conversations are sorted by: a number each, made in steps. Figures sort as they are, words in the order they are listed in,
 * texts by their rank among all texts of the field, addresses by their bytes.
 */
import { FIELDS, type FigureName, type TextName } from '../../model/fields.js';
import type { HeaderColumn } from './header-columns.js';
import type { RowId } from '../../model/ids.js';
import type { SortKey } from '../protocol/query.js';
import { ranks, textRanks } from './ranks.js';
import type { MakeKey } from './result.js';
import type { RowValues, Texts } from './row-values.js';

type Key = (row: RowId) => number;

export interface SortContext {
  values: RowValues;
  headerColumn: (name: string) => HeaderColumn;
  /** Where the number asked for stands, as bits of NUMBER_KINDS. */
  placesFound: Key;
  /** How much of a header column was read, 0..1. */
  progress: (name: string, share: number) => void;
}

/** Undefined for the order of arrival. */
export function sortKey(sort: SortKey, { values, headerColumn, placesFound, progress }: SortContext): MakeKey {
  if (sort === 'index') return undefined;
  if (sort.startsWith('header:')) {
    const name = sort.slice('header:'.length);
    return () => headerColumn(name).sortKey(share => progress(name, share));
  }
  const value = FIELDS.find(({ name }) => name === sort)?.value;
  if (value === undefined) return undefined;
  if ('query' in value) return byText(values.texts(sort as TextName), placesFound);
  if ('in' in value) return byText(values.texts(sort as TextName), values.ids(sort as TextName));
  return figure(values.figure(sort as FigureName));
}

function figure(key: Key): MakeKey {
  // biome-ignore lint/correctness/useYield: a figure needs no steps, a text does; both are made the same way
  return function* () {
    return key;
  };
}

function byText({ text, count, order }: Texts, id: Key): MakeKey {
  if (order === 'listed') {
    return figure(row => {
      const known = id(row);
      return known < 0 ? Number.NaN : known;
    });
  }
  return function* () {
    const rank =
      'texts' in order
        ? yield* textRanks(count(), text, order.texts)
        : yield* ranks(count(), present(count(), text), order.ids);
    return row => rank[id(row)] ?? Number.NaN;
  };
}

function present(count: number, text: (id: number) => string | null): number[] {
  return Array.from({ length: count }, (_, id) => id).filter(id => text(id) !== null);
}
