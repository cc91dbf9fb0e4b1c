/**
 * The figures of `stats`. In: the tables' counters and the accounts of what became of every packet. Out: the object that
 * crosses the thread. Counts by name are sorted, most frequent first.
 */
import type { Conversations } from '../conversations/conversations.js';
import { MessageCounts } from '../conversations/message-counts.js';
import { MESSAGE } from '../conversations/message-table.js';
import type { Accounts } from '../decode/accounts.js';
import { TRANSPORTS } from '../decode/carried.js';
import { FAULT_CODES } from '../sip/faults.js';
import type { MessageReader } from './message-reader.js';
import type { SourceInfo, Stats } from './protocol.js';
import { whyEmpty } from './why-empty.js';

/** What is told of messages: of all of them, or of those of some conversations. */
interface Told {
  conversations: number;
  messages: number;
  counts: MessageCounts;
  retransmissions: number;
  copies: number;
}

/** The figures of all there is, or with those of some messages only. */
export function statistics(
  conversations: Conversations,
  accounts: Accounts,
  sources: SourceInfo[],
  told: Told = countAll(conversations),
): Stats {
  const { methods } = conversations;
  const { counts } = told;
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
      messages: told.messages,
      conversations: told.conversations,
      requests: byName(counts.requests.map((count, method): [string, number] => [methods.text(method), count])),
      responses: byName(
        counts.responses.map((count, status): [string, number] => [String(status || 'unknown'), count]),
      ),
      retransmissions: told.retransmissions,
      malformed: counts.malformed,
      withoutCallId: counts.withoutCallId,
    },
    other: byName(accounts.other),
    truncated: accounts.truncated,
    incomplete: { fragments: accounts.incompleteFragments, tcpGaps: accounts.tcpGaps },
    duplicates: told.copies,
    faults: byName(counts.faults.map((count, bit): [string, number] => [FAULT_CODES[bit] ?? String(bit), count])),
    transports: byName(counts.transports.map((count, i): [string, number] => [TRANSPORTS[i] ?? 'unknown', count])),
    tlsRecords: accounts.tlsRecords,
    whyEmpty: whyEmpty(
      accounts,
      sources.some(source => source.damage.length > 0),
    ),
  };
}

function countAll(conversations: Conversations): Told {
  const { counts, table, messages } = conversations;
  conversations.settle();
  const told: Told = {
    ...{ conversations: conversations.count, messages: messages.count, counts },
    ...{ retransmissions: 0, copies: 0 },
  };
  for (let row = 0; row < table.count; row++) addRepeats(told, conversations, row);
  return told;
}

/** Counts the messages of some conversations; those that are malformed are read again for their faults. */
export function countMessages(conversations: Conversations, rows: Iterable<number>, reader: MessageReader): Told {
  const { messages } = conversations;
  const counts = new MessageCounts();
  const told: Told = { conversations: 0, messages: 0, counts, retransmissions: 0, copies: 0 };
  for (const row of rows) {
    const withoutCallId = conversations.callId(row) === null;
    told.conversations++;
    for (const id of conversations.messagesOf(row)) {
      told.messages++;
      counts.add(messages, id, messages.has(id, MESSAGE.Malformed) ? reader.faults(id) : 0, withoutCallId);
    }
    addRepeats(told, conversations, row);
  }
  return told;
}

function addRepeats(told: Told, { table }: Conversations, row: number): void {
  told.retransmissions += table.retransmissions.get(row);
  told.copies += table.copies.get(row);
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
