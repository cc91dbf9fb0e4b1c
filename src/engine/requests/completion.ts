/**
 * Answers what can be asked for: header names, values that occur, and how many conversations a term matches.
 */
import type { CurrentIndex } from '../capture-index.js';
import type { CompletionRequests } from '../protocol/requests.js';
import type { TermCounts } from '../search/term-counts.js';
import type { ValueCounts } from '../search/value-counts.js';
import type { Handlers } from './handlers.js';

interface Parts {
  index: CurrentIndex;
  termCounts: TermCounts;
  valueCounts: ValueCounts;
}

export function completionHandlers({ index, termCounts, valueCounts }: Parts): Handlers<CompletionRequests> {
  return {
    headers: () => index.current.conversations.headerCounts(),
    values: ask => valueCounts.of(ask),
    counts: async ({ queries }) => ({ counts: await termCounts.counts(queries) }),
  };
}
