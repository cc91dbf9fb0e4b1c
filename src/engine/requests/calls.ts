/** Answers requests about the legs of calls. */
import type { Calls } from '../../calls/calls.js';
import type { RowId } from '../../model/ids.js';
import type { CurrentIndex } from '../capture-index.js';
import type { SettledCalls } from '../ingest/settled-calls.js';
import { changesBetween } from '../calls/leg-changes.js';
import type { CallRequests } from '../protocol/requests.js';
import type { Search } from '../search/search.js';
import type { Result } from '../search/result.js';
import type { CallRows } from './call-rows.js';
import { type Handlers, MAX_ROWS } from './handlers.js';

interface Parts {
  index: CurrentIndex;
  calls: Calls;
  settledCalls: SettledCalls;
  callRows: CallRows;
  search: Search;
  result: Result;
}

export function callHandlers(parts: Parts): Handlers<CallRequests> {
  const { index, calls, settledCalls, callRows, search, result } = parts;
  /** Those of the result when its first page was asked for. */
  let listed: RowId[] = [];
  return {
    call: async ({ conversation }) => {
      await settledCalls.settled();
      if (!index.current.conversations.rows.has(conversation)) return null;
      return callRows.rows([calls.of(conversation)])[0]!;
    },
    calls: async ({ first, count }) => {
      await settledCalls.settled();
      await search.settled();
      if (first === 0) listed = callsOf(result.ids(), calls);
      return { calls: callRows.rows(listed.slice(first, first + Math.min(count, MAX_ROWS))) };
    },
    legChanges: ({ pairs }) => pairs.flatMap(({ a, b }) => changesBetween(index.current, a, b) ?? []),
    joinCalls: async ({ a, b }) => {
      const joined = calls.join(a, b);
      await settledCalls.settled();
      return { joined };
    },
    splitCall: async ({ conversation }) => {
      await settledCalls.settled();
      calls.split(calls.of(conversation));
      await settledCalls.settled();
      return {};
    },
  };
}

/** The calls of some conversations, each once, by number. */
function callsOf(rows: Iterable<RowId>, calls: Calls): RowId[] {
  const found = new Set<RowId>();
  for (const row of rows) found.add(calls.of(row));
  return [...found].sort((a, b) => a - b);
}
