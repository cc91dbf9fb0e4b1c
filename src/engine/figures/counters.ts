/**
 * The counters of a progress report, gathered from where they are counted.
 */
import type { Calls } from '../../calls/calls.js';
import type { CurrentIndex } from '../capture-index.js';
import type { Reading } from '../ingest/reading.js';
import type { LiveSinks } from '../live/live-sinks.js';
import type { Find } from '../search/find.js';
import type { Hidden } from '../search/hidden.js';
import type { Result } from '../search/result.js';
import type { Search } from '../search/search.js';
import type { SortOrders } from '../search/sort-orders.js';
import { liveFigures, liveTroubles } from './live-figures.js';
import type { Counters } from './progress-meter.js';
import { whyEmpty } from './why-empty.js';

export interface Counted {
  index: CurrentIndex;
  sinks: LiveSinks;
  reading: Reading;
  result: Result;
  search: Search;
  orders: SortOrders;
  find: Find;
  hidden: Hidden;
  calls: Calls;
}

export function countersOf({ index, sinks, reading, result, search, orders, find, hidden, calls }: Counted): Counters {
  const { accounts, conversations, eviction, sources, spool, hasKeys } = index.current;
  const infos = Array.from(sources.values(), file => file.info());
  const isRead = infos.length > 0 && !reading.loading && !reading.watching;
  const damaged = infos.some(info => info.damage.length > 0);
  return {
    sources: infos,
    loading: reading.loading,
    packets: accounts.read,
    sipPackets: accounts.sip,
    undecodable: total(accounts.undecodable),
    messages: conversations.messages.count,
    conversations: conversations.rows.count,
    calls: search.listsCalls ? conversations.rows.count - calls.joined : null,
    gone: { conversations: eviction.conversations, messages: eviction.messages },
    hidden: hidden.count,
    matched: result.count,
    searched: result.searched,
    fuzzy: search.fuzzy,
    finding: find.progress,
    live: liveFigures(infos, sinks, spool.bytes, conversations.messages.unsaved),
    troubles: liveTroubles(spool, sinks),
    background: orders.background,
    whyEmpty: isRead ? whyEmpty(accounts, damaged, hasKeys) : null,
  };
}

function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
