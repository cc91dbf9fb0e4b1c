/** The filter of a list of calls: a call is known by its first leg, and matches if one of its legs does. */
import type { Calls } from '../../calls/calls.js';
import type { KeptRows } from '../../conversations/kept-rows.js';
import type { RowId } from '../../model/ids.js';
import type { Filter, FilterTexts } from '../search/filter.js';

/** Array look-ups to find the call of a conversation and its legs. */
const COST = 4;

/** @param filter What the legs are asked; undefined where every one matches. */
export function callFilter(filter: Filter | undefined, calls: Calls, rows: KeptRows): Filter {
  const isCall = (row: RowId) => rows.has(row) && calls.of(row) === row;
  if (filter === undefined) return { matches: isCall, cost: COST };
  const { cost, texts } = filter;
  const matches = (row: RowId) => isCall(row) && calls.legs(row).some(leg => filter.matches(leg));
  return texts ? { matches, cost: cost + COST, texts: textsOfLegs(texts, calls) } : { matches, cost: cost + COST };
}

function textsOfLegs(texts: FilterTexts, calls: Calls): FilterTexts {
  return {
    sweep: candidate => texts.sweep(leg => candidate(calls.of(leg))),
    *read(row) {
      for (const leg of calls.legs(calls.of(row))) yield* texts.read(leg);
    },
  };
}
