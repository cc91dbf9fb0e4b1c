/** Which conversations rules are asked about at all: told from columns, because most of a capture went well. */
import { CONVERSATION } from '../conversations/conversation-table.js';
import { MESSAGE } from '../conversations/message-table.js';
import type { Conversations } from '../conversations/conversations.js';
import { STATE } from '../conversations/states.js';
import type { RowId } from '../model/ids.js';
import { METHOD } from '../sip/headers/methods.js';
import { clearedAtOnce } from './facts/answered.js';
import type { Transaction, Transactions } from './transactions.js';

/** States in which nothing failed. */
const GOOD: ReadonlySet<number> = new Set([
  STATE.Ringing,
  STATE.InCall,
  STATE.Completed,
  STATE.Registered,
  STATE.Unregistered,
  STATE.Answered,
]);

/** Whether a conversation in `state` may have a cause. */
export function isSuspicious(conversations: Conversations, row: RowId, state: number, seen: Transactions): boolean {
  const { table, events } = conversations;
  if (!GOOD.has(state) || events.of(row).length > 0 || table.has(row, CONVERSATION.Forked)) return true;
  const { transactions } = seen;
  return (
    transactions.some((transaction, at) => isTroubled(transaction, at, transactions)) ||
    hasTimer(conversations, row) ||
    isUnfit(conversations, row, seen)
  );
}

/** A request that was refused or not answered, a response that was sent again, a transfer, or a request that came round again. */
function isTroubled(transaction: Transaction, at: number, all: readonly Transaction[]): boolean {
  const { method, status, final } = transaction;
  if (final < 0 || transaction.finals > 1 || transaction.progressRepeats > 0 || method === METHOD.REFER) return true;
  if (transaction.cancel >= 0) return true;
  if (status >= 300) return !(isChallenge(status) && isRepaired(transaction, at, all));
  return at >= 2 && all[at - 1]!.cseq === transaction.cseq && all[at - 2]!.cseq === transaction.cseq;
}

export function isChallenge(status: number): boolean {
  return status === 401 || status === 407;
}

/** A challenge that was answered by a request with credentials. */
function isRepaired({ method, authorized }: Transaction, at: number, all: readonly Transaction[]): boolean {
  if (authorized) return false;
  return all.slice(at + 1).some(later => later.method === method && later.authorized);
}

/** A call with a session timer (RFC 4028) that ended. */
function hasTimer(conversations: Conversations, row: RowId): boolean {
  if (conversations.table.state.get(row) !== STATE.Completed) return false;
  return conversations.mightHaveHeader(row, conversations.names.find('Session-Expires'));
}

/** A call that its caller cleared at once: its answer has no description although there is an offer, or a message says why. */
function isUnfit(conversations: Conversations, row: RowId, { transactions }: Transactions): boolean {
  const cleared = clearedAtOnce(conversations, transactions);
  if (cleared === undefined) return false;
  const { messages, names } = conversations;
  const { request, final } = cleared.invite;
  if (messages.has(request, MESSAGE.Sdp) && !messages.has(final, MESSAGE.Sdp)) return true;
  return ['Reason', 'Warning'].some(name => conversations.mightHaveHeader(row, names.find(name)));
}
