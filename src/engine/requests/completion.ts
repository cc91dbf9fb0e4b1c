/**
 * Answers what can be asked for: header names, values that occur, and how many conversations a term matches.
 */
import type { CurrentIndex } from '../capture-index.js';
import { distinctValues } from '../search/distinct-values.js';
import type { CompletionRequests } from '../protocol/requests.js';
import type { Result } from '../search/result.js';
import type { TermCounts } from '../search/term-counts.js';
import { inSlices } from '../slices.js';
import type { Handlers } from './handlers.js';

interface Parts {
  index: CurrentIndex;
  result: Result;
  termCounts: TermCounts;
}

export function completionHandlers({ index, result, termCounts }: Parts): Handlers<CompletionRequests> {
  /** Grows with every request for values: an older one is given up. */
  let valuesAsked = 0;
  return {
    headers: () => index.current.conversations.headerCounts(),
    values: async ({ field, limit, prefix = '' }) => {
      const turn = ++valuesAsked;
      // They are for completion: the result comes first.
      await result.settled();
      const values = distinctValues(index.current, field, prefix, limit);
      return (await inSlices(values, () => turn !== valuesAsked)) ?? [];
    },
    counts: async ({ queries }) => ({ counts: await termCounts.counts(queries) }),
  };
}
