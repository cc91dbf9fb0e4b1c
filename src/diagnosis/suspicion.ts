/** Which conversations rules are asked about at all: told from columns, because most of a capture went well. */
import { MESSAGE } from '../conversations/message-table.js';
import { CONVERSATION } from '../conversations/conversation-table.js';
import type { Conversations } from '../conversations/conversations.js';
import { STATE } from '../conversations/states.js';
import { type MessageId, NO_MESSAGE, type RowId } from '../model/ids.js';
import { METHOD } from '../sip/headers/methods.js';
import { clearedAtOnce } from './facts/dialogs/answered.js';
import { scannerOf } from './facts/hosts/scanners.js';
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

/** Hops that a request takes until it is back where it was, at most. */
const LATEST = 8;
/** Sessions that ended sooner did not run out. */
const SHORTEST_SESSION_US = 55_000_000;

/** Tells the suspicious conversations of one capture. */
export class Suspicion {
  readonly #conversations: Conversations;
  /** Number of the header by which a session timer is agreed on (RFC 4028); 0 until it is met. */
  #timer = 0;

  constructor(conversations: Conversations) {
    this.#conversations = conversations;
  }

  /** Whether a conversation in `state` may have a cause. */
  isSuspicious(row: RowId, state: number, { transactions }: Transactions): boolean {
    const { table, events } = this.#conversations;
    if (scannerOf(this.#conversations, table.firstMessage.get(row)) !== undefined) return true;
    if (!GOOD.has(state) || events.of(row).length > 0 || table.has(row, CONVERSATION.Forked)) return true;
    for (let at = 0; at < transactions.length; at++) if (isTroubled(transactions[at]!, at, transactions)) return true;
    return this.#hasTimer(row, transactions) || this.#isUnfit(row, transactions);
  }

  /**
   * A call with a session timer (RFC 4028) that ended, and not soon after its session was refreshed: intervals are 90 s at least
   * (section 5), and who waits for a refresh hangs up two thirds through one at the soonest.
   */
  #hasTimer(row: RowId, transactions: readonly Transaction[]): boolean {
    const { table, names, messages } = this.#conversations;
    if (table.state.get(row) !== STATE.Completed) return false;
    if (this.#timer === 0) this.#timer = names.find('Session-Expires');
    if (!this.#conversations.mightHaveHeader(row, this.#timer)) return false;
    let refreshed: MessageId = NO_MESSAGE;
    for (const { method, status, lastFinal, request } of transactions) {
      if (method === METHOD.BYE) return messages.elapsedUs(refreshed, request) >= SHORTEST_SESSION_US;
      if ((method === METHOD.INVITE || method === METHOD.UPDATE) && status >= 200 && status < 300)
        refreshed = lastFinal;
    }
    return false;
  }

  /** A call that its caller cleared at once: its answer has no description although there is an offer, or a message says why. */
  #isUnfit(row: RowId, transactions: readonly Transaction[]): boolean {
    const { messages, names } = this.#conversations;
    const cleared = clearedAtOnce(this.#conversations, transactions);
    if (cleared === undefined) return false;
    const { request, final } = cleared.invite;
    if (messages.has(request, MESSAGE.Sdp) && !messages.has(final, MESSAGE.Sdp)) return true;
    return ['Reason', 'Warning'].some(name => this.#conversations.mightHaveHeader(row, names.find(name)));
  }
}

/** A request that was refused or not answered, a response that was sent again, a transfer, or a request that came round again. */
function isTroubled(transaction: Transaction, at: number, all: readonly Transaction[]): boolean {
  const { method, status, final } = transaction;
  if (final < 0 || transaction.finals > 1 || transaction.progressRepeats > 0 || method === METHOD.REFER) return true;
  if (transaction.cancel >= 0 || transaction.otherAnswer >= 0) return true;
  if (status >= 300) return !(isChallenge(status) && isRepaired(transaction, at, all));
  return isRoundAgain(transaction, at, all);
}

/** A request that a host got before, among the latest ones. */
function isRoundAgain({ method, cseq, destination }: Transaction, at: number, all: readonly Transaction[]): boolean {
  for (let before = at - 1; before >= 0 && before >= at - LATEST; before--) {
    const known = all[before]!;
    if (known.cseq === cseq && known.method === method && known.destination === destination) return true;
  }
  return false;
}

export function isChallenge(status: number): boolean {
  return status === 401 || status === 407;
}

/** A challenge that was answered by a request with credentials. */
function isRepaired({ method, authorized }: Transaction, at: number, all: readonly Transaction[]): boolean {
  if (authorized) return false;
  for (let later = at + 1; later < all.length; later++)
    if (all[later]!.method === method && all[later]!.authorized) return true;
  return false;
}
