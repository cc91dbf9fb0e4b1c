/** Everything that tables say, with ids as what they stand for: of the product's tables and of the reference's. Hashes and sets of headers are left out: their
 * numbers are not the same. */
import type { Conversations } from '../../src/conversations/conversations.js';
import type { MessageId, RowId } from '../../src/model/ids.js';
import type { Conversations as ReferenceConversations } from '../reference/conversations/conversations.js';

export type Facts = Record<string, unknown>;
type Tables = Conversations | ReferenceConversations;

export function messageFacts(tables: Tables, id: MessageId): Facts {
  const { messages, endpoints, methods, reasons, agents, tunnels } = tables;
  return {
    isHere: messages.isHere(id),
    hasMessage: tables.hasMessage(id),
    timeUs: messages.timeUs.get(id),
    placeUs: messages.placeUs.get(id),
    orderUs: messages.orderUs.get(id),
    recordOffset: messages.recordOffset.get(id),
    payloadDelta: messages.payloadDelta.get(id),
    length: messages.length.get(id),
    file: messages.file.get(id),
    origin: messages.origin.get(id),
    parts: messages.partsOf(id),
    conversation: messages.conversation.get(id),
    previousMessage: messages.previousMessage.get(id),
    source: endpoints.format(messages.source.get(id)),
    destination: endpoints.format(messages.destination.get(id)),
    ends: [messages.source.get(id), messages.destination.get(id)],
    transport: messages.transport.get(id),
    tunnel: tunnels.text(messages.tunnel.get(id)),
    cseq: messages.cseq.get(id),
    flags: messages.flags.get(id),
    method: methods.text(messages.method.get(id)),
    methodId: messages.method.get(id),
    cseqMethod: messages.cseqMethod.get(id),
    status: messages.status.get(id),
    reason: reasons.text(messages.reason.get(id)),
    agent: agents.text(messages.agent.get(id)),
    shape: messages.shape.get(id),
    faults: messages.faults.get(id),
  };
}

export function conversationFacts(tables: Tables, row: RowId): Facts {
  const { table, agents, reasons, callIds, numbers, others, rows } = tables;
  const number = (id: number) => (id === 0 ? null : numbers.text(id - 1));
  return {
    isKept: rows.has(row),
    callId: tables.callId(row),
    foundBy: callIds.text(row) === '' ? null : tables.find(callIds.text(row)),
    firstMessage: table.firstMessage.get(row),
    lastMessage: table.lastMessage.get(row),
    from: number(table.from.get(row)),
    to: number(table.to.get(row)),
    postings: postingsOf(tables, row),
    links: tables.linksOf(row).map(({ header, text, message }) => [header, text, message]),
    changed: table.changed.get(row),
    stale: table.stale.get(row),
    status: table.status.get(row),
    reason: reasons.text(table.reason.get(row)),
    state: table.state.get(row),
    repeats: table.repeats.get(row),
    flags: table.flags.get(row),
    messages: table.messages.get(row),
    retransmissions: table.retransmissions.get(row),
    copies: table.copies.get(row),
    firstAttempt: table.firstAttempt.get(row),
    latestAttempt: table.latestAttempt.get(row),
    ringing: table.ringing.get(row),
    setUp: table.setUp.get(row),
    finalResponse: table.finalResponse.get(row),
    callerAgent: agents.text(table.callerAgent.get(row)),
    calleeAgent: agents.text(table.calleeAgent.get(row)),
    times: [table.startUs, table.endUs, table.durationUs, table.ringUs, table.setupUs].map(time => time.get(row)),
    others: others.of(row).map(({ attempt, answer, when }) => [attempt, answer, when]),
  };
}

/** What is true of the whole. */
export function tableFacts(tables: Tables): Facts {
  const { callIds, endpoints, numbers, links, methods, reasons, agents, tunnels } = tables;
  return {
    conversations: tables.count,
    kept: tables.rows.count,
    messages: tables.messages.count,
    rowWithoutCallId: tables.rowWithoutCallId,
    isSettled: tables.isSettled,
    notKept: tables.notKept,
    ids: [callIds, endpoints, numbers, links.values, methods, reasons, agents, tunnels].map(({ count }) => count),
    names: tables.names.count,
  };
}

/** Numbers in the order of the list, and the headers each is in. */
function postingsOf({ table, postings, numbers }: Tables, row: RowId): [string, number][] {
  const told: [string, number][] = [];
  for (let entry = table.postings.get(row); entry !== 0; entry = postings.next(entry))
    told.push([numbers.text(postings.number(entry)), postings.kinds(entry)]);
  return told;
}
