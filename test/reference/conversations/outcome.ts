/**
 * What became of a conversation: a kind to filter, group and sort by, and the sentence of its row, which is that kind with its
 * figures. The kind is an id, told from the columns alone but for a cancelled call, whose CANCEL is looked for, and what has events.
 */
import { duration } from '../format/durations.js';
import { failureName } from '../model/event-kinds.js';
import { OUTCOMES, type Outcome, type Wait } from '../model/outcomes.js';
import { type MessageId, NO_MESSAGE, type RowId } from '../model/ids.js';
import { METHOD } from '../sip/headers/methods.js';
import { besides } from './besides.js';
import { CONVERSATION } from './conversation-table.js';
import type { Conversations } from './conversations.js';
import { MESSAGE } from './message-table.js';
import { type Failed, refusal, refusalClause } from './events/refusal.js';
import { STATE } from './states.js';

/** An outcome's id: index in OUTCOMES, or that of the first status and the status. */
const FIRST_STATUS = OUTCOMES.length;
const MAX_STATUS = 999;
const ID = new Map<Outcome, number>(OUTCOMES.map((kind, id) => [kind, id]));

/** Ids of outcomes are below it. */
export const OUTCOME_COUNT = FIRST_STATUS + MAX_STATUS + 1;

/** The text of an outcome's id: its kind, or its status. */
export function outcomeText(id: number): string {
  return OUTCOMES[id] ?? String(id - FIRST_STATUS);
}

/** Id of the outcome of row `row` in `state`, an index in STATES. */
export function outcomeId(conversations: Conversations, row: RowId, state: number): number {
  const kind = kindOf(conversations, row, state);
  return kind === null ? FIRST_STATUS + conversations.table.status.get(row) : ID.get(kind)!;
}

/** Null if the status is the outcome. */
function kindOf(conversations: Conversations, row: RowId, state: number): Outcome | null {
  const { table } = conversations;
  switch (state) {
    case STATE.Calling:
    case STATE.Pending:
      return table.has(row, CONVERSATION.Responded)
        ? 'no final answer yet'
        : withFailure(conversations, row, 'no reply yet');
    case STATE.Unanswered:
      return withFailure(conversations, row, table.has(row, CONVERSATION.Responded) ? 'no final answer' : 'no reply');
    case STATE.Ringing:
      return table.has(row, CONVERSATION.EarlyMedia) ? 'ringing, with early media' : 'ringing';
    case STATE.InCall:
      return table.has(row, CONVERSATION.Acknowledged) ? 'answered' : 'answered, no ACK';
    case STATE.Completed:
      return hangUpOf(conversations, row);
    case STATE.Cancelled:
      if (cancelOf(conversations, row) < 0) return 'cancelled';
      return table.has(row, CONVERSATION.Responded) ? 'caller gave up' : 'caller gave up, no reply';
    case STATE.Challenged:
      return 'credentials asked for, none sent';
    case STATE.Registered:
      return table.has(row, CONVERSATION.Authorized)
        ? 'registered with credentials'
        : 'registered, no credentials asked for';
    case STATE.Unregistered:
      return 'registration withdrawn';
    case STATE.Partial:
      return row === conversations.rowWithoutCallId ? 'messages without a Call-ID' : 'the beginning was not captured';
    default:
      return null;
  }
}

/** A wait with the failure that explains it, if there is one. */
function withFailure(conversations: Conversations, row: RowId, wait: Wait): Outcome {
  const event = refusal(conversations, row, conversations.table.latestAttempt.get(row));
  return event === undefined ? wait : `${wait}: ${failureName(event.kind)}`;
}

function hangUpOf(conversations: Conversations, row: RowId): Outcome {
  const kind = `answered, ${whoHungUp(conversations, row)} hung up` as const;
  if (conversations.events.of(row).length === 0) return kind;
  const refused = refusedBye(conversations, row, latestBye(conversations, row));
  return refused === undefined ? kind : `${kind}, BYE ${refused.byFarEnd ? 'refused' : 'not answered'}`;
}

/** Messages looked at, from the latest back; bounds the time a row takes. */
const MAX_STEPS = 512;

/**
 * The sentence on row `row` in `state`, an index in STATES: "no reply to 7 INVITEs in 31.5 s", "403 Forbidden by 10.0.0.1 in
 * 28 ms; registered before", "answered after 4.2 s, callee hung up after 1 min 3 s". How long a final response took counts from
 * the attempt that got it, not from one before it that was challenged. Times that nobody told are left out.
 */
export function outcome(conversations: Conversations, row: RowId, state: number): string {
  return [verdict(conversations, row, state), ...besides(conversations, row, state)].join('; ');
}

/** The kind with its figures; where it has none, the kind is the sentence. */
function verdict(conversations: Conversations, row: RowId, state: number): string {
  const { table } = conversations;
  switch (state) {
    case STATE.Calling:
    case STATE.Pending:
      if (table.has(row, CONVERSATION.Responded)) break;
      return `no reply yet to ${requests(conversations, row)}${whyUnanswered(conversations, row)}`;
    case STATE.InCall:
      return answered(conversations, row) + (table.has(row, CONVERSATION.Acknowledged) ? '' : ', no ACK');
    case STATE.Completed:
      return completed(conversations, row);
    case STATE.Cancelled:
      return cancelled(conversations, row);
    case STATE.Busy:
      return `busy (${statusText(conversations, row)})${verdictTime(conversations, row)}`;
    case STATE.Rejected:
    case STATE.Redirected:
    case STATE.Failed:
      // The state is shown beside it and not repeated.
      return `${statusText(conversations, row)}${answerer(conversations, row)}${verdictTime(conversations, row)}`;
    case STATE.Challenged:
      return `credentials asked for (${statusText(conversations, row)})${verdictTime(conversations, row)}, none sent`;
    case STATE.Unanswered:
      return unanswered(conversations, row);
    case STATE.Answered:
      return `${statusText(conversations, row)}${verdictTime(conversations, row)}`;
  }
  return outcomeText(outcomeId(conversations, row, state));
}

/** "7 INVITEs": the latest attempt and its retransmissions, or "INVITE" if it was sent once. */
function requests(conversations: Conversations, row: RowId): string {
  const { table, messages, methods } = conversations;
  const method = methods.text(messages.method.get(table.latestAttempt.get(row)));
  const sent = table.repeats.get(row) + 1;
  return sent === 1 ? method : `${sent} ${method}${method.endsWith('S') ? '' : 's'}`;
}

function statusText(conversations: Conversations, row: RowId): string {
  const { table, reasons } = conversations;
  return `${table.status.get(row)} ${reasons.text(table.reason.get(row))}`.trimEnd();
}

/** " in 28 ms"; nothing where a time is not known. */
function figure(word: 'after' | 'in', us: number): string {
  return Number.isNaN(us) ? '' : ` ${word} ${duration(us / 1000)}`;
}

/** " in 28 ms": from the first sending of the latest attempt to its final response. */
function verdictTime({ table, messages }: Conversations, row: RowId): string {
  return figure('in', messages.elapsedUs(table.latestAttempt.get(row), table.finalResponse.get(row)));
}

function answered({ table }: Conversations, row: RowId): string {
  return `answered${figure('after', table.setupUs.get(row))}`;
}

function completed(conversations: Conversations, row: RowId): string {
  const { table, messages } = conversations;
  const bye = latestBye(conversations, row);
  const after = figure('after', Math.max(0, messages.elapsedUs(table.finalResponse.get(row), bye)));
  return `${answered(conversations, row)}, ${whoHungUp(conversations, row)} hung up${after}${byeRefused(conversations, row, bye)}`;
}

function whoHungUp({ table }: Conversations, row: RowId): 'caller' | 'callee' | 'both sides' {
  const both = CONVERSATION.ByeFromCaller | CONVERSATION.ByeFromCallee;
  if ((table.flags.get(row) & both) === both) return 'both sides';
  return table.has(row, CONVERSATION.ByeFromCaller) ? 'caller' : 'callee';
}

function cancelled(conversations: Conversations, row: RowId): string {
  const { table, messages } = conversations;
  const cancel = cancelOf(conversations, row);
  if (cancel < 0) return `cancelled (${statusText(conversations, row)})${verdictTime(conversations, row)}`;
  const rang = table.ringing.get(row);
  const ringUs = messages.elapsedUs(rang, cancel);
  if (rang >= 0 && ringUs >= 0) return `caller gave up${figure('after', ringUs)} ringing`;
  const gaveUp = figure('after', Math.max(0, messages.elapsedUs(table.latestAttempt.get(row), cancel)));
  return `caller gave up${gaveUp}${table.has(row, CONVERSATION.Responded) ? '' : ', no reply'}`;
}

/** The CANCEL, or the BYE that replaces it before the answer (RFC 3261 section 15); -1 if neither was seen. */
function cancelOf(conversations: Conversations, row: RowId): MessageId | typeof NO_MESSAGE {
  return latest(
    conversations,
    row,
    id => isRequest(conversations, id, METHOD.CANCEL) || isRequest(conversations, id, METHOD.BYE),
  );
}

function unanswered(conversations: Conversations, row: RowId): string {
  const { table, messages } = conversations;
  const attempt = table.latestAttempt.get(row);
  const why = whyUnanswered(conversations, row);
  if (table.has(row, CONVERSATION.Responded)) return `no final answer to ${requests(conversations, row)}${why}`;
  const repeat = latest(conversations, row, id => isRequest(conversations, id, messages.method.get(attempt)));
  const spanUs = messages.elapsedUs(attempt, repeat);
  return `no reply to ${requests(conversations, row)}${spanUs > 0 ? figure('in', spanUs) : ''}${why}`;
}

/** ": port unreachable from 10.0.0.2" if the latest attempt failed on its way; "" if nothing is known of it. */
function whyUnanswered(conversations: Conversations, row: RowId): string {
  const event = refusal(conversations, row, conversations.table.latestAttempt.get(row));
  return event === undefined ? '' : `: ${refusalClause(conversations, event)}`;
}

/** ", BYE refused by 10.0.0.2: port unreachable": the other side never learned that the call is over. */
function byeRefused(conversations: Conversations, row: RowId, bye: MessageId): string {
  const refused = refusedBye(conversations, row, bye);
  if (refused === undefined) return '';
  const { event, byFarEnd } = refused;
  if (byFarEnd)
    return `, BYE refused by ${conversations.endpoints.host(event.source)}: ${event.detail ?? 'unreachable'}`;
  return `, BYE not answered: ${refusalClause(conversations, event)}`;
}

/** What left a BYE without an answer, and whether the host it was sent to said so. */
function refusedBye(
  conversations: Conversations,
  row: RowId,
  bye: MessageId,
): { event: Failed; byFarEnd: boolean } | undefined {
  const { endpoints, messages, table } = conversations;
  if (bye < 0 || table.has(row, CONVERSATION.ByeAnswered)) return undefined;
  const event = refusal(conversations, row, bye);
  if (event === undefined) return undefined;
  const isFarEnd = endpoints.host(event.source) === endpoints.host(messages.destination.get(bye));
  return { event, byFarEnd: isFarEnd && event.kind.startsWith('icmp-') };
}

function latestBye(conversations: Conversations, row: RowId): MessageId {
  return latest(conversations, row, id => isRequest(conversations, id, METHOD.BYE));
}

/** " by 10.0.0.1": who sent the final response; "" where the address is not known. */
function answerer({ table, messages, endpoints }: Conversations, row: RowId): string {
  const response = table.finalResponse.get(row);
  const host = response < 0 ? null : endpoints.host(messages.source.get(response));
  return host === null ? '' : ` by ${host}`;
}

function isRequest(conversations: Conversations, id: MessageId, method: number): boolean {
  const { messages } = conversations;
  return !messages.has(id, MESSAGE.Response) && messages.method.get(id) === method;
}

/** Latest message of a row that passes; NO_MESSAGE if none of the last MAX_STEPS does. */
function latest(conversations: Conversations, row: RowId, passes: (id: MessageId) => boolean): MessageId {
  const { table, messages } = conversations;
  let at = table.lastMessage.get(row);
  for (let steps = 0; at >= 0 && steps < MAX_STEPS; steps++) {
    if (passes(at)) return at;
    at = messages.previousMessage.get(at);
  }
  return NO_MESSAGE;
}
