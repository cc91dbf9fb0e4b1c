/**
 * The figures of `stats`, for each source and for all. Counts by name are sorted, most frequent first.
 */
import type { Conversations } from '../../conversations/conversations.js';
import { MessageCounts } from '../../conversations/message-counts.js';
import type { Accounts } from '../../decode/accounts.js';
import { TRANSPORTS } from '../../model/transports.js';
import { type MessageId, messageId, type RowId } from '../../model/ids.js';
import { FAULT_CODES } from '../../sip/message/faults.js';
import type { CaptureIndex } from '../capture-index.js';
import type { Account, Stats } from '../protocol/figures.js';
import { whyEmpty } from './why-empty.js';

/** Messages counted in one step. */
const A_STEP = 512;

/**
 * Counts in steps: everything, or only the messages of some conversations (`rows`). The counters of packets are read in
 * the last step, so that they fit those of messages also while something is being read.
 */
export function* statistics(index: CaptureIndex, rows: readonly RowId[] | undefined): Generator<unknown, Stats> {
  const { conversations, sources } = index;
  conversations.settle();
  const bySource: BySource = new Map();
  yield* rows === undefined ? countAll(index, bySource) : countSome(conversations, rows, bySource);
  const all = new MessageCounts();
  for (const counts of bySource.values()) all.addAll(counts);
  const infos = Array.from(sources.values(), file => ({
    ...file.info(),
    account: account(file.accounts, bySource.get(file.id) ?? new MessageCounts(), conversations),
    told: file.source.told === undefined || file.source.told.messages === 0 ? null : { ...file.source.told },
  }));
  const { accounts, remarks, spool } = index;
  const whole = account(accounts, all, conversations);
  return {
    ...whole,
    sources: infos,
    eventsNotKept: conversations.events.notKept,
    notKept: { ...conversations.notKept, packets: spool.notKept, remarks: remarks.read - remarks.kept },
    remarks: remarks.read,
    gone: { conversations: index.eviction.conversations, messages: index.eviction.messages },
    sip: { ...whole.sip, conversations: rows?.length ?? conversations.count },
    whyEmpty: whyEmpty(
      accounts,
      infos.some(source => source.damage.length > 0),
      index.hasKeys,
    ),
  };
}

type BySource = Map<number, MessageCounts>;

/** Evicted messages were counted when they went; where some go meanwhile, counting starts over. */
function* countAll(index: CaptureIndex, bySource: BySource): Generator<unknown, void> {
  const { conversations, eviction } = index;
  const { messages } = conversations;
  const withoutCallId = conversations.rowWithoutCallId;
  const gone = eviction.messages;
  bySource.clear();
  for (const [source, counts] of eviction.bySource) countsOf(bySource, source).addAll(counts);
  const add = (id: MessageId) => {
    if (!conversations.hasMessage(id)) return;
    countsOf(bySource, messages.origin.get(id)).add(messages, id, messages.conversation.get(id) === withoutCallId);
  };
  for (const id of messages.moved.rows) add(id);
  for (let id = messageId(messages.moved.end); id < messages.count; id++) {
    add(id);
    if (id % A_STEP === A_STEP - 1) yield;
  }
  if (eviction.messages !== gone) yield* countAll(index, bySource);
}

function* countSome(
  conversations: Conversations,
  rows: readonly RowId[],
  bySource: BySource,
): Generator<unknown, void> {
  const { messages } = conversations;
  let counted = 0;
  for (const row of rows) {
    const withoutCallId = row === conversations.rowWithoutCallId;
    for (const id of conversations.messagesOf(row)) {
      countsOf(bySource, messages.origin.get(id)).add(messages, id, withoutCallId);
      if (++counted % A_STEP === 0) yield;
    }
  }
}

function countsOf(bySource: BySource, source: number): MessageCounts {
  let counts = bySource.get(source);
  if (counts === undefined) {
    counts = new MessageCounts();
    bySource.set(source, counts);
  }
  return counts;
}

function account(accounts: Accounts, counts: MessageCounts, { methods }: Conversations): Account {
  return {
    packets: {
      read: accounts.read,
      sip: accounts.sip,
      other: sum(accounts.other),
      undecodable: sum(accounts.undecodable),
      pending: accounts.pending,
    },
    undecodable: byName(accounts.undecodable),
    sip: {
      messages: counts.messages,
      requests: byName(counts.requests.map((count, method): [string, number] => [methods.text(method), count])),
      responses: byName(
        counts.responses.map((count, status): [string, number] => [String(status || 'unknown'), count]),
      ),
      retransmissions: counts.retransmissions,
      malformed: counts.malformed,
      withoutCallId: counts.withoutCallId,
    },
    other: byName(accounts.other),
    truncated: accounts.truncated,
    incomplete: { fragments: accounts.incompleteFragments, tcpGaps: accounts.tcpGaps },
    duplicates: counts.copies,
    faults: byName(counts.faults.map((count, bit): [string, number] => [FAULT_CODES[bit] ?? String(bit), count])),
    transports: byName(counts.transports.map((count, i): [string, number] => [TRANSPORTS[i] ?? 'unknown', count])),
    tlsRecords: accounts.tlsRecords,
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
