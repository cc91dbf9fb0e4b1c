/**
 * What became of a conversation, in words for its row. In: a row of the index and its state. Out: a clause such as "no reply to 7
 * INVITEs in 31 s" or "answered after 4 s, callee hung up after 1 min 3 s".
 */
import { type MessageId, NO_MESSAGE, type RowId } from '../model/ids.js';
import { METHOD } from '../sip/methods.js';
import type { State } from '../sip/states.js';
import { CONVERSATION, NO_DURATION } from './conversation-table.js';
import type { Conversations } from './conversations.js';
import { MESSAGE } from './message-table.js';

/** Messages looked at, from the latest back; bounds the time a row takes. */
const MAX_STEPS = 512;

/** Words for row `row` in `state`. */
export function outcome(conversations: Conversations, row: RowId, state: State): string {
  const { table } = conversations;
  switch (state) {
    case 'calling':
    case 'pending':
      return table.has(row, CONVERSATION.Responded)
        ? 'no final answer yet'
        : `no reply yet to ${requests(conversations, row)}`;
    case 'ringing':
      return table.has(row, CONVERSATION.EarlyMedia) ? 'ringing, with early media' : 'ringing';
    case 'in-call':
      return answered(conversations, row) + (table.has(row, CONVERSATION.Acknowledged) ? '' : ', no ACK');
    case 'completed':
      return completed(conversations, row);
    case 'cancelled':
      return cancelled(conversations, row);
    case 'busy':
      return `busy (${statusText(conversations, row)})`;
    case 'rejected':
    case 'redirected':
    case 'failed':
      // The state stands beside it: it is not said twice.
      return `${statusText(conversations, row)}${answerer(conversations, row)}`;
    case 'challenged':
      return `credentials asked for (${statusText(conversations, row)}), none sent`;
    case 'unanswered':
      return unanswered(conversations, row);
    case 'answered':
      return statusText(conversations, row);
    case 'partial':
      return conversations.callId(row) === null ? 'messages without a Call-ID' : 'the beginning was not captured';
    case 'registered':
      return table.has(row, CONVERSATION.Authorized)
        ? 'registered with credentials'
        : 'registered, no credentials asked for';
    case 'unregistered':
      return 'registration withdrawn';
  }
}

/** "850 ms", "4 s", "1 min 3 s", "2 h 5 min". */
export function duration(us: number): string {
  const ms = Math.round(us / 1000);
  if (ms < 1000) return `${ms} ms`;
  const s = Math.floor(ms / 1000);
  if (s < 60) return `${s} s`;
  const min = Math.floor(s / 60);
  if (min < 60) return s % 60 === 0 ? `${min} min` : `${min} min ${s % 60} s`;
  const h = Math.floor(min / 60);
  return min % 60 === 0 ? `${h} h` : `${h} h ${min % 60} min`;
}

/** "7 INVITEs": the latest attempt and its retransmissions, "INVITE" where it was sent once. */
function requests(conversations: Conversations, row: RowId): string {
  const { table, messages, methods } = conversations;
  const method = methods.text(messages.method.get(table.latestAttempt.get(row)));
  const sent = table.repeats.get(row) + 1;
  return sent === 1 ? method : `${sent} ${method}s`;
}

function statusText(conversations: Conversations, row: RowId): string {
  const { table, reasons } = conversations;
  return `${table.status.get(row)} ${reasons.text(table.reason.get(row))}`.trimEnd();
}

function answered(conversations: Conversations, row: RowId): string {
  const setupUs = conversations.table.setupUs.get(row);
  return setupUs === NO_DURATION ? 'answered' : `answered after ${duration(setupUs)}`;
}

function completed(conversations: Conversations, row: RowId): string {
  const { table, messages } = conversations;
  const bye = latest(conversations, row, id => isRequest(conversations, id, METHOD.BYE));
  const setupUs = table.setupUs.get(row);
  let after = '';
  if (bye >= 0 && setupUs !== NO_DURATION) {
    const answeredUs = messages.timeUs.get(table.firstAttempt.get(row)) + setupUs;
    after = ` after ${duration(Math.max(0, messages.timeUs.get(bye) - answeredUs))}`;
  }
  const both = CONVERSATION.ByeFromCaller | CONVERSATION.ByeFromCallee;
  const who =
    (table.flags.get(row) & both) === both
      ? 'both sides'
      : table.has(row, CONVERSATION.ByeFromCaller)
        ? 'caller'
        : 'callee';
  return `${answered(conversations, row)}, ${who} hung up${after}`;
}

function cancelled(conversations: Conversations, row: RowId): string {
  const { table, messages } = conversations;
  const attempt = table.latestAttempt.get(row);
  const cancel = latest(
    conversations,
    row,
    id => isRequest(conversations, id, METHOD.CANCEL) || isRequest(conversations, id, METHOD.BYE),
  );
  if (cancel < 0) return `cancelled (${statusText(conversations, row)})`;
  const endUs = messages.timeUs.get(cancel);
  const ringUs = table.ringUs.get(row);
  const rangUs = messages.timeUs.get(table.firstAttempt.get(row)) + ringUs;
  if (ringUs !== NO_DURATION && rangUs <= endUs) return `caller gave up after ${duration(endUs - rangUs)} ringing`;
  return `caller gave up after ${duration(Math.max(0, endUs - messages.timeUs.get(attempt)))}`;
}

function unanswered(conversations: Conversations, row: RowId): string {
  const { table, messages } = conversations;
  const attempt = table.latestAttempt.get(row);
  const sentUs = messages.timeUs.get(attempt);
  if (table.has(row, CONVERSATION.Responded)) return `no final answer to ${requests(conversations, row)}`;
  const repeat = latest(conversations, row, id => isRequest(conversations, id, messages.method.get(attempt)));
  const spanUs = Math.max(0, messages.timeUs.get(repeat) - sentUs);
  return `no reply to ${requests(conversations, row)}${spanUs > 0 ? ` in ${duration(spanUs)}` : ''}`;
}

/** " by 10.0.0.1": who sent the final response; "" where the address is not known. */
function answerer(conversations: Conversations, row: RowId): string {
  const { table, messages, endpoints } = conversations;
  const attempt = table.latestAttempt.get(row);
  const status = table.status.get(row);
  const response = latest(
    conversations,
    row,
    id =>
      messages.has(id, MESSAGE.Response) &&
      messages.status.get(id) === status &&
      messages.branch.get(id) === messages.branch.get(attempt) &&
      messages.cseq.get(id) === messages.cseq.get(attempt),
  );
  const host = response < 0 ? null : endpoints.host(messages.source.get(response));
  return host === null ? '' : ` by ${host}`;
}

function isRequest(conversations: Conversations, id: MessageId, method: number): boolean {
  const { messages } = conversations;
  return !messages.has(id, MESSAGE.Response) && messages.method.get(id) === method;
}

/** Latest message of a row that passes; NO_MESSAGE where none of the last MAX_STEPS does. */
function latest(conversations: Conversations, row: RowId, passes: (id: MessageId) => boolean): MessageId {
  const { table, messages } = conversations;
  let at = table.lastMessage.get(row);
  for (let steps = 0; at >= 0 && steps < MAX_STEPS; steps++) {
    if (passes(at)) return at;
    at = messages.previousMessage.get(at);
  }
  return NO_MESSAGE;
}
