/**
 * Rows of the index as they cross the thread. In: an id of a conversation or message. Out: the shapes of engine/protocol/rows.ts; what
 * needs the bytes of a message or the query at hand (cells, found, media, note) is left to the engine.
 */
import { TRANSPORTS } from '../decode/carried.js';
import type { ConversationRow, MessageRow } from './protocol/rows.js';
import { CONVERSATION, NO_DURATION } from '../conversations/conversation-table.js';
import type { Conversations } from '../conversations/conversations.js';
import { MESSAGE } from '../conversations/message-table.js';
import { outcome } from '../conversations/outcome.js';

/** What the states of conversations depend on besides their messages. */
export interface Moment {
  /** Time of the latest packet of the source, or of the clock while capturing. */
  nowUs: number;
  /** The source has ended. */
  ended: boolean;
  /** The source tells dates, not the time of day only. */
  dated: boolean;
}

/** The row of a conversation. */
export function conversationRow(conversations: Conversations, row: number, moment: Moment): ConversationRow {
  const { table, messages, endpoints, numbers, methods, agents, reasons } = conversations;
  const state = conversations.stateName(conversations.state(row, moment.nowUs, moment.ended));
  const first = table.first.get(row) - 1;
  const status = table.status.get(row);
  const text = (id: number, of: { text(id: number): string }) => (id === 0 ? null : of.text(id));
  return {
    index: row,
    callId: conversations.callId(row),
    startUs: table.startUs.get(row),
    endUs: table.endUs.get(row),
    dated: moment.dated,
    method: text(messages.method.get(first), methods),
    from: numberText(numbers, table.from.get(row)),
    to: numberText(numbers, table.to.get(row)),
    fromUri: null,
    toUri: null,
    src: endpoints.format(messages.source.get(first)),
    dst: endpoints.format(messages.destination.get(first)),
    transport: TRANSPORTS[messages.transport.get(first)] ?? 'unknown',
    messages: table.messages.get(row),
    retransmissions: table.retransmissions.get(row),
    copies: table.copies.get(row),
    state,
    status: status === 0 ? null : status,
    reason: status === 0 ? null : text(table.reason.get(row), reasons),
    ringMs: milliseconds(table.ringUs.get(row)),
    earlyMedia: table.has(row, CONVERSATION.EarlyMedia),
    setupMs: milliseconds(table.setupUs.get(row)),
    hungUpBy: hungUpBy(table.flags.get(row)),
    outcome: outcome(conversations, row, state),
    callerAgent: text(table.callerAgent.get(row), agents),
    calleeAgent: text(table.calleeAgent.get(row), agents),
    found: null,
    cells: [],
  };
}

/** The row of a message. `dated`: its source tells dates. */
export function messageRow(conversations: Conversations, id: number, dated: boolean): MessageRow {
  const { messages, endpoints, methods, reasons, tunnels } = conversations;
  const conversation = messages.conversation.get(id);
  conversations.settleRow(conversation);
  const response = messages.has(id, MESSAGE.Response);
  const cseqMethod = messages.cseqMethod.get(id);
  const status = messages.status.get(id);
  return {
    id,
    conversation,
    callId: conversations.callId(conversation),
    timeUs: messages.timeUs.get(id),
    dated,
    src: endpoints.format(messages.source.get(id)),
    dst: endpoints.format(messages.destination.get(id)),
    transport: TRANSPORTS[messages.transport.get(id)] ?? 'unknown',
    method: response ? null : methods.text(messages.method.get(id)) || null,
    status: status === 0 ? null : status,
    reason: response ? reasons.text(messages.reason.get(id)) || null : null,
    cseq: cseqMethod === 0 ? null : messages.cseq.get(id),
    cseqMethod: cseqMethod === 0 ? null : methods.text(cseqMethod),
    length: messages.length.get(id),
    fromTag: messages.fromTag.get(id),
    toTag: messages.toTag.get(id),
    branch: messages.branch.get(id),
    retransmission: messages.has(id, MESSAGE.Retransmission),
    copy: messages.has(id, MESSAGE.Copy),
    seenBy: null,
    sdp: messages.has(id, MESSAGE.Sdp),
    truncated: messages.has(id, MESSAGE.Truncated),
    malformed: messages.has(id, MESSAGE.Malformed),
    note: null,
    tunnel: tunnels.text(messages.tunnel.get(id)),
    media: null,
  };
}

function numberText(numbers: Conversations['numbers'], idPlusOne: number): string | null {
  return idPlusOne === 0 ? null : numbers.text(idPlusOne - 1);
}

function milliseconds(us: number): number | null {
  return us === NO_DURATION ? null : us / 1000;
}

function hungUpBy(flags: number): ConversationRow['hungUpBy'] {
  const caller = (flags & CONVERSATION.ByeFromCaller) !== 0;
  const callee = (flags & CONVERSATION.ByeFromCallee) !== 0;
  if (caller && callee) return 'both';
  return caller ? 'caller' : callee ? 'callee' : null;
}
