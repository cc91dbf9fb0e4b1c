/**
 * Reduces the messages of a conversation, in time order, to its state and figures (RFC 3261 sections 9, 12 to 15,
 * 17). It reads rows of the message table, never text, and writes a row of the conversation table.
 *
 * One method decides: INVITE if the conversation has one, else the first that was sent outside a dialog. An attempt is
 * such a request. A retry (with credentials, to another target, with another session timer) is a new attempt, and the
 * latest decides. If a request is seen at several hops, the first hop's answer counts: what a branch answers a proxy is
 * not yet what the caller gets. A 2xx counts from any hop.
 */
import { type MessageId, NO_MESSAGE, NO_ROW, type RowId } from '../../../src/model/ids.js';
import { METHOD } from '../../../src/sip/headers/methods.js';
import { isAttemptAgain, isForFirstHop, isFromCaller, isOfAttempt, isRetry, otherAnsweredTag } from './attempts.js';
import { CONVERSATION, type ConversationTable } from './conversation-table.js';
import { MESSAGE, type MessageTable } from './message-table.js';
import type { OtherRequests } from './other-requests.js';
import { isCopy, repeatedMessage } from './repeats.js';
import { noteSide } from './sides.js';
import { isOver, STATE, stateOfAnswered, stateOfRefused } from './states.js';

/** Flags that describe only the latest attempt; cleared when a new one begins. */
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

export class ConversationReducer {
  readonly #messages: MessageTable;
  readonly #table: ConversationTable;
  readonly #others: OtherRequests;
  /** The row that collects messages without a Call-ID. They are unrelated, so its state says only that. */
  looseRow: RowId = NO_ROW;

  constructor(messages: MessageTable, table: ConversationTable, others: OtherRequests) {
    this.#messages = messages;
    this.#table = table;
    this.#others = others;
  }

  /** Forgets what was derived from the messages of a row, to begin again. */
  clear(row: RowId): void {
    if (this.#table.has(row, CONVERSATION.Mixed)) this.#others.clear(row);
    this.#table.clear(row);
  }

  /** Takes the next message in time order; `previousMessage` links it to the one before. */
  add(row: RowId, id: MessageId): void {
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
        const attempt = table.latestAttempt.get(row);
        if (attempt >= 0 && isAttemptAgain(messages, attempt, id)) {
          table.repeats.set(row, Math.min(255, table.repeats.get(row) + 1));
        }
      }
      return;
    }
    messages.flags.set(id, flags);

    if (row === this.looseRow) return;
    if ((flags & MESSAGE.Response) === 0) this.#request(row, id);
    else this.#response(row, id);
    noteSide(this.#messages, this.#table, row, id);
  }

  #set(row: RowId, flag: number): void {
    this.#table.flags.set(row, this.#table.flags.get(row) | flag);
  }

  #request(row: RowId, id: MessageId): void {
    const messages = this.#messages;
    const method = messages.method.get(id);
    if (method === METHOD.ACK) this.#ack(row, id);
    else if (method === METHOD.CANCEL) this.#cancel(row, id);
    else if (method === METHOD.BYE) this.#bye(row, id);
    else if (method === METHOD.PRACK) return;
    else if (messages.toTag.get(id) === 0 || method === METHOD.REGISTER) this.#outsideDialog(row, id, method);
    else if (method === METHOD.INVITE) {
      this.#noteCall(row);
      this.#set(row, CONVERSATION.Reinvited);
    }
  }

  /** INVITE decides where there is one, else the first method. */
  #decides(row: RowId, method: number): boolean {
    if (this.#table.has(row, CONVERSATION.Call)) return method === METHOD.INVITE;
    const attempt = this.#table.latestAttempt.get(row);
    return attempt < 0 || this.#messages.method.get(attempt) === method;
  }

  /** From the first message of an INVITE on, the call decides, and what did so before it is one of the others. */
  #noteCall(row: RowId): void {
    const table = this.#table;
    if (table.has(row, CONVERSATION.Call)) return;
    const attempt = table.latestAttempt.get(row);
    const isMixed = attempt >= 0 || table.status.get(row) !== 0;
    if (attempt >= 0) this.#others.putBefore(row, attempt, table.finalResponse.get(row));
    if (isMixed) table.clearAttempts(row);
    this.#set(row, CONVERSATION.Call | (isMixed ? CONVERSATION.Mixed : 0));
  }

  #outsideDialog(row: RowId, id: MessageId, method: number): void {
    const table = this.#table;
    const messages = this.#messages;
    if (method === METHOD.INVITE) this.#noteCall(row);
    if (!this.#decides(row, method)) {
      this.#set(row, CONVERSATION.Mixed);
      this.#others.request(row, id, isOver(table.state.get(row)) ? 'after' : 'meanwhile');
      return;
    }
    const attempt = table.latestAttempt.get(row);
    if (attempt >= 0) {
      if (!isRetry(messages, attempt, id, table.has(row, CONVERSATION.Final))) return;
      this.#noteSuccess(row);
      if (table.has(row, CONVERSATION.Mixed)) this.#others.goOn(row);
    }
    if (attempt < 0 || table.has(row, CONVERSATION.Answered)) this.#beginTimes(row, id);

    table.latestAttempt.set(row, id);
    table.finalResponse.set(row, NO_MESSAGE);
    table.repeats.set(row, 0);
    table.answeredTag.set(row, 0);
    table.status.set(row, 0);
    table.reason.set(row, 0);
    table.state.set(row, method === METHOD.INVITE ? STATE.Calling : STATE.Pending);
    const authorized = messages.has(id, MESSAGE.Authorization) ? CONVERSATION.Authorized : 0;
    table.flags.set(row, (table.flags.get(row) & ~OF_ATTEMPT) | authorized);
  }

  /** Notes, before a new attempt, whether the one before it succeeded. A registration that was withdrawn is over. */
  #noteSuccess(row: RowId): void {
    const table = this.#table;
    const state = table.state.get(row);
    if (state === STATE.Unregistered) table.flags.set(row, table.flags.get(row) & ~CONVERSATION.SucceededBefore);
    else if (state === STATE.Registered || state === STATE.Answered || table.has(row, CONVERSATION.Answered))
      this.#set(row, CONVERSATION.SucceededBefore);
  }

  /** After a call that was answered, another INVITE begins another call, whose times are its own. */
  #beginTimes(row: RowId, id: MessageId): void {
    const table = this.#table;
    table.firstAttempt.set(row, id);
    table.ringing.set(row, NO_MESSAGE);
    table.setUp.set(row, NO_MESSAGE);
  }

  #ack(row: RowId, id: MessageId): void {
    const table = this.#table;
    const messages = this.#messages;
    const attempt = table.latestAttempt.get(row);
    if (attempt < 0 || !table.has(row, CONVERSATION.Call) || !isOfAttempt(messages, attempt, id)) return;
    if (table.has(row, CONVERSATION.Answered)) {
      this.#set(row, CONVERSATION.Acknowledged);
      return;
    }
    // The ACK for a 2xx is a transaction of its own (section 13.2.2.4): it proves an answer that was not captured.
    const branch = messages.branch.get(id);
    if (table.has(row, CONVERSATION.Final) || branch === 0 || branch === messages.branch.get(attempt)) return;
    if (messages.toTag.get(id) === 0 || messages.source.get(id) !== messages.source.get(attempt)) return;
    this.#set(row, CONVERSATION.Answered | CONVERSATION.Acknowledged);
    table.answeredTag.set(row, messages.toTag.get(id));
    table.state.set(row, STATE.InCall);
  }

  #cancel(row: RowId, id: MessageId): void {
    const table = this.#table;
    const messages = this.#messages;
    const attempt = table.latestAttempt.get(row);
    if (attempt < 0 || !isOfAttempt(messages, attempt, id)) return;
    if (messages.branch.get(id) !== messages.branch.get(attempt)) return;
    if (table.has(row, CONVERSATION.Answered | CONVERSATION.Final)) return;
    this.#set(row, CONVERSATION.Cancelled);
    table.state.set(row, STATE.Cancelled);
  }

  #bye(row: RowId, id: MessageId): void {
    const table = this.#table;
    const messages = this.#messages;
    const attempt = table.latestAttempt.get(row);
    if (attempt < 0 || messages.method.get(attempt) !== METHOD.INVITE) return;
    const answered = table.has(row, CONVERSATION.Answered);
    if (!answered && table.has(row, CONVERSATION.Final)) return;

    const byCaller = isFromCaller(messages, attempt, id);
    const farTag = byCaller ? messages.toTag.get(id) : messages.fromTag.get(id);
    if (table.has(row, CONVERSATION.Forked)) {
      if (farTag !== table.answeredTag.get(row)) return;
      const other = otherAnsweredTag(messages, attempt, id, farTag);
      if (other !== 0) {
        table.answeredTag.set(row, other);
        return;
      }
    }
    if (!table.has(row, CONVERSATION.ByeAnswered)) {
      this.#set(row, byCaller ? CONVERSATION.ByeFromCaller : CONVERSATION.ByeFromCallee);
    }
    // Before the answer, a caller's BYE gives up the call like a CANCEL (section 15).
    table.state.set(row, answered || !byCaller ? STATE.Completed : STATE.Cancelled);
  }

  #response(row: RowId, id: MessageId): void {
    const table = this.#table;
    const messages = this.#messages;
    const status = messages.status.get(id);
    const method = messages.method.get(id);
    if (method === METHOD.BYE && status >= 200 && status !== 401 && status !== 407) {
      this.#set(row, CONVERSATION.ByeAnswered);
    }
    if (method === METHOD.INVITE) this.#noteCall(row);
    if (!this.#decides(row, method)) {
      if (table.has(row, CONVERSATION.Mixed)) this.#others.response(row, id);
      return;
    }
    const attempt = table.latestAttempt.get(row);
    if (attempt < 0) {
      this.#responseWithoutRequest(row, id, status);
      return;
    }
    if (!isOfAttempt(messages, attempt, id)) return;
    this.#set(row, CONVERSATION.Responded);
    if (method !== METHOD.INVITE) {
      if (status >= 200 && !table.has(row, CONVERSATION.Final) && isForFirstHop(messages, attempt, id)) {
        const leaves = messages.has(attempt, MESSAGE.ExpiresZero);
        const authorized = table.has(row, CONVERSATION.Authorized);
        this.#final(row, id, status, stateOfAnswered(method, status, leaves, authorized));
      }
    } else if (status < 200) {
      if (status === 180 || status === 183) this.#ringing(row, id);
    } else if (status < 300) {
      this.#answer(row, id, status);
    } else if (!table.has(row, CONVERSATION.Answered | CONVERSATION.Final) && isForFirstHop(messages, attempt, id)) {
      this.#final(row, id, status, stateOfRefused(status));
    }
  }

  #ringing(row: RowId, id: MessageId): void {
    const table = this.#table;
    if (table.has(row, CONVERSATION.Answered)) return;
    if (table.ringing.get(row) < 0) table.ringing.set(row, id);
    if (this.#messages.has(id, MESSAGE.Sdp)) this.#set(row, CONVERSATION.EarlyMedia);
    if (!table.has(row, CONVERSATION.Final | CONVERSATION.Cancelled)) table.state.set(row, STATE.Ringing);
  }

  #answer(row: RowId, id: MessageId, status: number): void {
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
    if (table.setUp.get(row) < 0) table.setUp.set(row, id);
  }

  #final(row: RowId, id: MessageId, status: number, state: number): void {
    const table = this.#table;
    table.status.set(row, status);
    table.reason.set(row, this.#messages.reason.get(id));
    table.state.set(row, state);
    table.finalResponse.set(row, id);
    this.#set(row, CONVERSATION.Final);
  }

  /** The request was not captured, but its response shows the outcome all the same. */
  #responseWithoutRequest(row: RowId, id: MessageId, status: number): void {
    const table = this.#table;
    const messages = this.#messages;
    if (status < 200 || table.status.get(row) !== 0) return;
    const first = table.firstMessage.get(row);
    const isOfFirst =
      messages.has(first, MESSAGE.Response) &&
      messages.method.get(id) === messages.method.get(first) &&
      isOfAttempt(messages, first, id);
    // In a mixed conversation the call begins somewhere behind the first message.
    const isOfCall = table.has(row, CONVERSATION.Mixed) && !table.has(row, CONVERSATION.Reinvited);
    if (!isOfFirst && !isOfCall) return;
    table.status.set(row, status);
    table.reason.set(row, messages.reason.get(id));
  }
}
