/**
 * The figures of `stats`. In: the tables' counters and the accounts of what became of every packet. Out: the object that
 * crosses the thread. Counts by name are sorted, most frequent first.
 */
import type { Conversations } from '../conversations/conversations.js';
import type { Accounts } from '../decode/accounts.js';
import { TRANSPORTS } from '../decode/carried.js';
import { FAULT_CODES } from '../sip/faults.js';
import type { SourceInfo, Stats } from './protocol.js';
import { whyEmpty } from './why-empty.js';

export function statistics(conversations: Conversations, accounts: Accounts, sources: SourceInfo[]): Stats {
  const { counts, methods, table } = conversations;
  let retransmissions = 0;
  let copies = 0;
  conversations.settle();
  for (let row = 0; row < table.count; row++) {
    retransmissions += table.retransmissions.get(row);
    copies += table.copies.get(row);
  }
  return {
    sources,
    packets: {
      read: accounts.read,
      sip: accounts.sip,
      other: sum(accounts.other),
      undecodable: sum(accounts.undecodable),
      pending: accounts.pending,
    },
    undecodable: byName(accounts.undecodable),
    sip: {
      messages: conversations.messages.count,
      conversations: conversations.count,
      requests: byName(counts.requests.map((count, method): [string, number] => [methods.text(method), count])),
      responses: byName(
        counts.responses.map((count, status): [string, number] => [String(status || 'unknown'), count]),
      ),
      retransmissions,
      malformed: counts.malformed,
      withoutCallId: counts.withoutCallId,
    },
    other: byName(accounts.other),
    truncated: accounts.truncated,
    incomplete: { fragments: accounts.incompleteFragments, tcpGaps: accounts.tcpGaps },
    duplicates: copies,
    faults: byName(counts.faults.map((count, bit): [string, number] => [FAULT_CODES[bit] ?? String(bit), count])),
    transports: byName(counts.transports.map((count, i): [string, number] => [TRANSPORTS[i] ?? 'unknown', count])),
    tlsRecords: accounts.tlsRecords,
    whyEmpty: whyEmpty(
      accounts,
      sources.some(source => source.damage.length > 0),
    ),
  };
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

function byName(counts: Iterable<[string, number]>): Record<string, number> {
  const met = Array.from(counts).filter(([, count]) => count > 0);
  return Object.fromEntries(met.sort((a, b) => b[1] - a[1]));
}
