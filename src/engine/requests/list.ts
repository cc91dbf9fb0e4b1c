/**
 * Answers requests about the list: which conversations match, their rows, and where one stands.
 */
import type { Calls } from '../../calls/calls.js';
import type { CurrentIndex } from '../capture-index.js';
import type { ProgressMeter } from '../figures/progress-meter.js';
import type { SettledDiagnosis } from '../diagnosis/settled-diagnosis.js';
import type { SettledCalls } from '../ingest/settled-calls.js';
import type { Rounds } from '../ingest/rounds.js';
import type { ListRequests } from '../protocol/requests.js';
import type { RowId } from '../../model/ids.js';
import type { Hidden } from '../search/hidden.js';
import type { ListedRows } from '../calls/listed-rows.js';
import type { Queries } from '../search/queries.js';
import type { Result } from '../search/result.js';
import type { Search } from '../search/search.js';
import type { SideQuery } from '../search/side-query.js';
import { listRow } from '../calls/list-rows.js';
import { firstUris } from '../sources/first-uris.js';
import type { ConversationRows } from './conversation-rows.js';
import { type Handlers, MAX_ROWS } from './handlers.js';

interface Parts {
  calls: Calls;
  index: CurrentIndex;
  queries: Queries;
  search: Search;
  result: Result;
  listed: ListedRows;
  rounds: Rounds;
  judging: Rounds;
  sideQuery: SideQuery;
  hidden: Hidden;
  conversationRows: ConversationRows;
  settledCalls: SettledCalls;
  settledDiagnosis: SettledDiagnosis;
  progress: ProgressMeter;
}

export function listHandlers(parts: Parts): Handlers<ListRequests> {
  const { index, calls, queries, search, result, listed, rounds, judging, sideQuery } = parts;
  const { hidden, conversationRows, settledCalls, settledDiagnosis, progress } = parts;
  return {
    result: async ({ query, sort, calls: asCalls = false, verdicts = false }) => {
      const fault = search.set(query, sort, { calls: asCalls, verdicts });
      if (asCalls) rounds.proceed();
      if (verdicts) judging.proceed();
      if (fault === null) await result.firstPage();
      return { fault };
    },
    settled: async () => {
      await search.settled();
      if (search.showsVerdicts) await settledDiagnosis.settled();
      return { matched: result.count, fuzzy: search.fuzzy };
    },
    hold: ({ held }) => {
      result.hold(held);
      progress.invalidate();
      return {};
    },
    keep: async ({ only }) => {
      await result.settled();
      if (only === 'result') hidden.allBut(listed.conversations(), index.current.conversations.rows);
      else hidden.showAll();
      search.renew();
      return { hidden: hidden.count };
    },
    numberPlan: plan => {
      queries.plan = plan;
      search.renew();
      return {};
    },
    rows: ({ first: from, count, headers, withUris }) => {
      const most = Math.min(count, MAX_ROWS);
      const total = listed.length;
      const first = from ?? Math.max(0, total - most);
      const rows = listed.window(first, most).map(row => listRow(row, conversationRows, headers, withUris));
      return { rows, first, total };
    },
    unfold: async ({ conversation, unfolded }) => {
      await rounds.settle();
      listed.unfold(conversation, unfolded);
      return { legs: calls.legs(calls.of(conversation)).length };
    },
    listed: async ({ first, count }) => {
      await Promise.all([settledCalls.settled(), settledDiagnosis.settled()]);
      const { current } = index;
      const rows = rowsOf(result, first, Math.min(count, MAX_ROWS));
      let at = 0;
      return { lines: Array.from(firstUris(current, rows), uris => current.listed.line(rows[at++]!, uris)) };
    },
    matching: async ({ query, sort, first, count, withUris }) => {
      const matching = await sideQuery.of(query, sort);
      const length = Math.max(0, Math.min(count, MAX_ROWS, matching.length - first));
      const rows = conversationRows.rows(rowsOf(matching, first, length), [], withUris);
      return { rows, first, total: matching.length };
    },
    position: ({ conversation }) => ({ position: listed.positionOf(conversation), ...listed.foldedIn(conversation) }),
    positionOfTime: ({ timeUs }) => {
      const { startUs } = index.current.conversations.table;
      for (let position = 0; position < result.length; position++) {
        const row = result.at(position);
        if (startUs.get(row) >= timeUs) return { position: listed.positionOf(row) };
      }
      return { position: listed.length - 1 };
    },
    conversation: ask => {
      const { conversations } = index.current;
      const row = 'index' in ask ? ask.index : conversations.find(ask.callId);
      return conversations.rows.has(row) ? conversationRows.row(row, [], true) : null;
    },
  };
}

/** Those at `count` positions of a result from `first` on, as far as there are so many. */
function rowsOf(result: Result, first: number, count: number): RowId[] {
  const rows: RowId[] = [];
  for (let position = first; position < first + count; position++) {
    const row = result.at(position);
    if (row < 0) break;
    rows.push(row);
  }
  return rows;
}
