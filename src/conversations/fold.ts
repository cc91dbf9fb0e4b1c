/**
 * What its messages, one after the other in time order, make of a conversation (RFC 3261 sections 9, 12 to 15, 17). In: rows of the
 * message table, never text. Out: the figures and the state of a row of the conversation table.
 *
 * An attempt is a request of the first method that was sent outside a dialog; a retry (with credentials, to another target, with
 * another session timer) is a new one, and the latest decides. Seen at several hops, the first hop's answer counts: what a proxy
 * is told by one branch is not yet what the caller is told. A 2xx counts from any hop.
 */
import { METHOD } from '../sip/methods.js';
import { CONVERSATION, type ConversationTable, NO_DURATION } from './conversation-table.js';
import { MESSAGE, type MessageTable } from './message-table.js';
import { isCopy, repeatedMessage } from './repeats.js';
import { STATE } from './states.js';

/** What a new attempt makes of the one before. */
const OF_ATTEMPT =
  CONVERSATION.Answered |
  CONVERSATION.Responded |
  CONVERSATION.Final |
  CONVERSATION.Cancelled |
  CONVERSATION.Acknowledged |
  CONVERSATION.Forked |
  CONVERSATION.ByeFromCaller |
  CONVERSATION.ByeFromCallee |
  CONVERSATION.ByeAnswered |
  CONVERSATION.Authorized;

export class Fold {
  readonly #messages: MessageTable;
  readonly #table: ConversationTable;

  constructor(messages: MessageTable, table: ConversationTable) {
    this.#messages = messages;
    this.#table = table;
  }

  /** Makes a row that of a conversation without messages. */
  clear(row: number): void {
    const table = this.#table;
    table.messages.set(row, 0);
    table.retransmissions.set(row, 0);
    table.copies.set(row, 0);
    table.firstRequest.set(row, 0);
    table.attempt.set(row, 0);
    table.repeats.set(row, 0);
    table.answeredTag.set(row, 0);
    table.state.set(row, STATE.Partial);
    table.status.set(row, 0);
    table.reason.set(row, 0);
    table.ringUs.set(row, NO_DURATION);
    table.setupUs.set(row, NO_DURATION);
    table.flags.set(row, 0);
  }

  /** Takes the next message in time order; `previous` leads from it to the one before. */
  add(row: number, id: number): void {
    const table = this.#table;
    const messages = this.#messages;
    table.messages.set(row, table.messages.get(row) + 1);

    const flags = messages.flags.get(id) & ~(MESSAGE.Retransmission | MESSAGE.Copy);
    const earlier = repeatedMessage(messages, id);
    if (earlier >= 0) {
      if (isCopy(messages, earlier, id)) {
        messages.flags.set(id, flags | MESSAGE.Copy);
        table.copies.set(row, table.copies.get(row) + 1);
      } else {
        messages.flags.set(id, flags | MESSAGE.Retransmission);
        table.retransmissions.set(row, table.retransmissions.get(row) + 1);
        if (this.#isAttempt(row, id)) table.repeats.set(row, Math.min(255, table.repeats.get(row) + 1));
      }
      return;
    }
    messages.flags.set(id, flags);

    if ((flags & MESSAGE.Response) === 0) this.#request(row, id);
    else this.#response(row, id);
    this.#noteSide(row, id, flags);
  }

  #set(row: number, flag: number): void {
    this.#table.flags.set(row, this.#table.flags.get(row) | flag);
  }

  /** True where a request is the latest attempt, sent again. */
  #isAttempt(row: number, id: number): boolean {
    const messages = this.#messages;
    const attempt = this.#table.attempt.get(row) - 1;
    return (
      attempt >= 0 &&
      !messages.has(id, MESSAGE.Response) &&
      messages.method.get(id) === messages.method.get(attempt) &&
      messages.branch.get(id) === messages.branch.get(attempt) &&
      messages.cseq.get(id) === messages.cseq.get(attempt) &&
      messages.source.get(id) === messages.source.get(attempt)
    );
  }

  #request(row: number, id: number): void {
    const messages = this.#messages;
    const method = messages.method.get(id);
    if (method === METHOD.ACK) this.#ack(row, id);
    else if (method === METHOD.CANCEL) this.#cancel(row, id);
    else if (method === METHOD.BYE) this.#bye(row, id);
    else if (method === METHOD.PRACK) return;
    else if (messages.toTag.get(id) === 0 || method === METHOD.REGISTER) this.#outsideDialog(row, id, method);
  }

  #outsideDialog(row: number, id: number, method: number): void {
    const table = this.#table;
    const attempt = table.attempt.get(row) - 1;
    if (attempt < 0) table.firstRequest.set(row, id + 1);
    else if (method !== this.#messages.method.get(attempt) || !this.#isRetry(row, attempt, id)) return;

    table.attempt.set(row, id + 1);
    table.repeats.set(row, 0);
    table.answeredTag.set(row, 0);
    table.status.set(row, 0);
    table.reason.set(row, 0);
    table.state.set(row, method === METHOD.INVITE ? STATE.Calling : STATE.Pending);
    const authorized = this.#messages.has(id, MESSAGE.Authorization) ? CONVERSATION.Authorized : 0;
    table.flags.set(row, (table.flags.get(row) & ~OF_ATTEMPT) | authorized);
  }

  /** Tells a new attempt from the same one seen at another hop, or forked. */
  #isRetry(row: number, attempt: number, id: number): boolean {
    const messages = this.#messages;
    const answered = this.#table.has(row, CONVERSATION.Final);
    if (messages.fromTag.get(id) !== messages.fromTag.get(attempt)) return answered;
    if (messages.cseq.get(id) !== messages.cseq.get(attempt)) return true;
    return (
      answered &&
      messages.source.get(id) === messages.source.get(attempt) &&
      messages.destination.get(id) === messages.destination.get(attempt)
    );
  }

  #ack(row: number, id: number): void {
    const table = this.#table;
    const messages = this.#messages;
    const attempt = table.attempt.get(row) - 1;
    if (attempt < 0 || !this.#isOfAttempt(attempt, id)) return;
    if (table.has(row, CONVERSATION.Answered)) {
      this.#set(row, CONVERSATION.Acknowledged);
      return;
    }
    // The ACK for a 2xx is a transaction of its own (section 13.2.2.4): it shows an answer the capture lacks.
    const branch = messages.branch.get(id);
    if (table.has(row, CONVERSATION.Final) || branch === 0 || branch === messages.branch.get(attempt)) return;
    if (messages.toTag.get(id) === 0 || messages.source.get(id) !== messages.source.get(attempt)) return;
    this.#set(row, CONVERSATION.Answered | CONVERSATION.Acknowledged);
    table.answeredTag.set(row, messages.toTag.get(id));
    table.state.set(row, STATE.InCall);
  }

  #cancel(row: number, id: number): void {
    const table = this.#table;
    const attempt = table.attempt.get(row) - 1;
    if (attempt < 0 || !this.#isOfAttempt(attempt, id)) return;
    if (this.#messages.branch.get(id) !== this.#messages.branch.get(attempt)) return;
    if (table.has(row, CONVERSATION.Answered | CONVERSATION.Final)) return;
    this.#set(row, CONVERSATION.Cancelled);
    table.state.set(row, STATE.Cancelled);
  }

  #bye(row: number, id: number): void {
    const table = this.#table;
    const messages = this.#messages;
    const attempt = table.attempt.get(row) - 1;
    if (attempt < 0 || messages.method.get(attempt) !== METHOD.INVITE) return;
    const answered = table.has(row, CONVERSATION.Answered);
    if (!answered && table.has(row, CONVERSATION.Final)) return;

    const byCaller = this.#isFromCaller(row, id);
    const farTag = byCaller ? messages.toTag.get(id) : messages.fromTag.get(id);
    if (table.has(row, CONVERSATION.Forked)) {
      if (farTag !== table.answeredTag.get(row)) return;
      const other = this.#otherAnsweredTag(row, id, farTag);
      if (other !== 0) {
        table.answeredTag.set(row, other);
        return;
      }
    }
    if (!table.has(row, CONVERSATION.ByeAnswered)) {
      this.#set(row, byCaller ? CONVERSATION.ByeFromCaller : CONVERSATION.ByeFromCallee);
    }
    // Before the answer a caller's BYE gives up the call as CANCEL would (section 15).
    table.state.set(row, answered || !byCaller ? STATE.Completed : STATE.Cancelled);
  }

  /** To tag of another far end that answered the same attempt and was not hung up by the caller before `id`; 0 where there is none. */
  #otherAnsweredTag(row: number, id: number, tag: number): number {
    const messages = this.#messages;
    const attempt = this.#table.attempt.get(row) - 1;
    const ended = new Set([tag]);
    for (let at = messages.previous.get(id) - 1; at >= 0 && at !== attempt; at = messages.previous.get(at) - 1) {
      const status = messages.status.get(at);
      if (messages.method.get(at) === METHOD.BYE && !messages.has(at, MESSAGE.Response)) {
        ended.add(messages.toTag.get(at)).add(messages.fromTag.get(at));
      } else if (status >= 200 && status < 300 && this.#isOfAttempt(attempt, at)) {
        const far = messages.toTag.get(at);
        if (messages.method.get(at) === METHOD.INVITE && !ended.has(far)) return far;
      }
    }
    return 0;
  }

  #response(row: number, id: number): void {
    const table = this.#table;
    const messages = this.#messages;
    const status = messages.status.get(id);
    const method = messages.method.get(id);
    if (method === METHOD.BYE && status >= 200 && status !== 401 && status !== 407) {
      this.#set(row, CONVERSATION.ByeAnswered);
    }
    const attempt = table.attempt.get(row) - 1;
    if (attempt < 0) {
      this.#responseWithoutRequest(row, id, status);
      return;
    }
    if (method !== messages.method.get(attempt) || !this.#isOfAttempt(attempt, id)) return;
    this.#set(row, CONVERSATION.Responded);
    if (method !== METHOD.INVITE) {
      if (status >= 200 && !table.has(row, CONVERSATION.Final) && this.#isForFirstHop(attempt, id)) {
        this.#final(row, id, status, outcomeOfOther(method, status, this.#mode(row, attempt)));
      }
    } else if (status < 200) {
      if (status === 180 || status === 183) this.#ringing(row, id);
    } else if (status < 300) {
      this.#answer(row, id, status);
    } else if (!table.has(row, CONVERSATION.Answered | CONVERSATION.Final) && this.#isForFirstHop(attempt, id)) {
      this.#final(row, id, status, outcomeOfCall(status));
    }
  }

  #ringing(row: number, id: number): void {
    const table = this.#table;
    if (table.has(row, CONVERSATION.Answered)) return;
    if (table.ringUs.get(row) === NO_DURATION) table.ringUs.set(row, this.#sinceFirstRequest(row, id));
    if (this.#messages.has(id, MESSAGE.Sdp)) this.#set(row, CONVERSATION.EarlyMedia);
    if (!table.has(row, CONVERSATION.Final | CONVERSATION.Cancelled)) table.state.set(row, STATE.Ringing);
  }

  #answer(row: number, id: number, status: number): void {
    const table = this.#table;
    const tag = this.#messages.toTag.get(id);
    const answered = table.status.get(row);
    if (answered >= 200 && answered < 300) {
      if (tag !== table.answeredTag.get(row) && tag !== 0) this.#set(row, CONVERSATION.Forked);
      return;
    }
    const over = table.has(row, CONVERSATION.ByeFromCaller | CONVERSATION.ByeFromCallee);
    this.#final(row, id, status, over ? STATE.Completed : STATE.InCall);
    this.#set(row, CONVERSATION.Answered);
    table.answeredTag.set(row, tag);
    if (table.setupUs.get(row) === NO_DURATION) table.setupUs.set(row, this.#sinceFirstRequest(row, id));
  }

  #final(row: number, id: number, status: number, state: number): void {
    const table = this.#table;
    table.status.set(row, status);
    table.reason.set(row, this.#messages.reason.get(id));
    table.state.set(row, state);
    this.#set(row, CONVERSATION.Final);
  }

  /** The beginning is missing: the answer to what the first message answers is known all the same. */
  #responseWithoutRequest(row: number, id: number, status: number): void {
    const table = this.#table;
    const messages = this.#messages;
    const first = table.first.get(row) - 1;
    if (status < 200 || table.status.get(row) !== 0 || !messages.has(first, MESSAGE.Response)) return;
    if (messages.method.get(id) !== messages.method.get(first) || !this.#isOfAttempt(first, id)) return;
    table.status.set(row, status);
    table.reason.set(row, messages.reason.get(id));
  }

  /** Same CSeq number, sent by the same side: CSeq numbers of the two directions are unrelated (section 12.2). */
  #isOfAttempt(attempt: number, id: number): boolean {
    const messages = this.#messages;
    return (
      messages.cseq.get(id) === messages.cseq.get(attempt) && messages.fromTag.get(id) === messages.fromTag.get(attempt)
    );
  }

  #isForFirstHop(attempt: number, response: number): boolean {
    const messages = this.#messages;
    return (
      messages.branch.get(response) === messages.branch.get(attempt) ||
      (messages.source.get(response) === messages.destination.get(attempt) &&
        messages.destination.get(response) === messages.source.get(attempt))
    );
  }

  #mode(row: number, attempt: number): number {
    return (
      (this.#messages.has(attempt, MESSAGE.ExpiresZero) ? LEAVES : 0) |
      (this.#table.has(row, CONVERSATION.Authorized) ? AUTHORIZED : 0)
    );
  }

  #sinceFirstRequest(row: number, id: number): number {
    const first = this.#table.firstRequest.get(row) - 1;
    return Math.min(NO_DURATION - 1, this.#messages.timeUs.get(id) - this.#messages.timeUs.get(first));
  }

  /** True where the caller sent it: the side whose tag stands in the From of the latest attempt. */
  #isFromCaller(row: number, id: number): boolean {
    const messages = this.#messages;
    const table = this.#table;
    const attempt = (table.attempt.get(row) || table.first.get(row)) - 1;
    const tag = messages.fromTag.get(attempt);
    const own = messages.fromTag.get(id);
    const byTag =
      own === tag || (messages.toTag.get(id) !== tag && messages.source.get(id) === messages.source.get(attempt));
    return tag === 0 ? messages.source.get(id) === messages.source.get(attempt) : byTag;
  }

  /** Who offers SDP, and with which software. */
  #noteSide(row: number, id: number, flags: number): void {
    const agent = this.#messages.agent.get(id);
    if (agent === 0 && (flags & MESSAGE.Sdp) === 0) return;
    const table = this.#table;
    const response = (flags & MESSAGE.Response) !== 0;
    const attempt = (table.attempt.get(row) || table.first.get(row)) - 1;
    const fromCaller = response
      ? this.#messages.fromTag.get(id) !== this.#messages.fromTag.get(attempt)
      : this.#isFromCaller(row, id);
    if ((flags & MESSAGE.Sdp) !== 0) {
      this.#set(row, fromCaller ? CONVERSATION.SdpFromCaller : CONVERSATION.SdpFromCallee);
    }
    const known = fromCaller ? CONVERSATION.CallerAgent : CONVERSATION.CalleeAgent;
    if (agent === 0 || table.has(row, known)) return;
    this.#set(row, known);
    (fromCaller ? table.callerAgent : table.calleeAgent).set(row, agent);
  }
}

/** The attempt asks that its bindings expire at once; it carried credentials. */
const LEAVES = 1;
const AUTHORIZED = 2;

/** State after a final response other than 2xx to an INVITE. */
function outcomeOfCall(status: number): number {
  if (status < 400) return STATE.Redirected;
  if (status === 487) return STATE.Cancelled;
  if (status === 486 || status === 600) return STATE.Busy;
  if (status === 408 || (status >= 500 && status < 600)) return STATE.Failed;
  return STATE.Rejected;
}

/** State after a final response to any other request. */
function outcomeOfOther(method: number, status: number, mode: number): number {
  if (method !== METHOD.REGISTER) return status < 300 ? STATE.Answered : STATE.Rejected;
  if (status < 300) return (mode & LEAVES) !== 0 ? STATE.Unregistered : STATE.Registered;
  // Credentials that are asked for again were the wrong ones.
  if (status === 401 || status === 407) return (mode & AUTHORIZED) !== 0 ? STATE.Rejected : STATE.Challenged;
  return STATE.Rejected;
}
