/** What a request does to its conversation (RFC 3261 sections 9, 12 to 15); reducer.ts says which one counts. */
import { METHOD } from '../built/scan';
import { CONVERSATION, Conversation, MESSAGE, Message, STATE } from '../built/tables';
import { goOn, requestBesides } from '../host';
import { isFromCaller, isOfAttempt, isRetry, otherAnsweredTag } from './attempts';
import { decides, noteCall } from './decision';
import { isOver } from './states';
import { has, isFlagged, messageAt, NO_MESSAGE, setFlags } from './tables';

/** Flags that describe only the latest attempt; cleared when a new one begins. */
const OF_ATTEMPT: u32 =
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

export function request(row: i32, conversation: Conversation, id: i32, message: Message): void {
  const method = <i32>message.method;
  if (method === METHOD.ACK) ack(conversation, message);
  else if (method === METHOD.CANCEL) cancel(conversation, message);
  else if (method === METHOD.BYE) bye(conversation, message);
  else if (method === METHOD.PRACK) return;
  else if (message.toTag === 0 || method === METHOD.REGISTER) outsideDialog(row, conversation, id, message);
  else if (method === METHOD.INVITE) {
    noteCall(row, conversation);
    setFlags(conversation, CONVERSATION.Reinvited);
  }
}

function outsideDialog(row: i32, conversation: Conversation, id: i32, message: Message): void {
  const method = <i32>message.method;
  if (method === METHOD.INVITE) noteCall(row, conversation);
  if (!decides(conversation, method)) {
    setFlags(conversation, CONVERSATION.Mixed);
    requestBesides(row, id, isOver(conversation.state));
    return;
  }
  const attempt = conversation.latestAttempt;
  if (attempt >= 0) {
    if (!isRetry(messageAt(attempt), message, has(conversation, CONVERSATION.Final))) return;
    noteSuccess(conversation);
    if (has(conversation, CONVERSATION.Mixed)) goOn(row);
  }
  if (attempt < 0 || has(conversation, CONVERSATION.Answered)) beginTimes(conversation, id);

  conversation.latestAttempt = id;
  conversation.finalResponse = NO_MESSAGE;
  conversation.repeats = 0;
  conversation.answeredTag = 0;
  conversation.status = 0;
  conversation.reason = 0;
  conversation.state = method === METHOD.INVITE ? STATE.Calling : STATE.Pending;
  const authorized = isFlagged(message, MESSAGE.Authorization) ? CONVERSATION.Authorized : 0;
  conversation.flags = (conversation.flags & ~OF_ATTEMPT) | authorized;
}

/** Notes, before a new attempt, whether the one before it succeeded. A registration that was withdrawn is over. */
function noteSuccess(conversation: Conversation): void {
  const state = conversation.state;
  if (state === STATE.Unregistered) conversation.flags &= ~CONVERSATION.SucceededBefore;
  else if (state === STATE.Registered || state === STATE.Answered || has(conversation, CONVERSATION.Answered))
    setFlags(conversation, CONVERSATION.SucceededBefore);
}

/** After a call that was answered, another INVITE begins another call, whose times are its own. */
function beginTimes(conversation: Conversation, id: i32): void {
  conversation.firstAttempt = id;
  conversation.ringing = NO_MESSAGE;
  conversation.setUp = NO_MESSAGE;
}

function ack(conversation: Conversation, message: Message): void {
  if (conversation.latestAttempt < 0 || !has(conversation, CONVERSATION.Call)) return;
  const attempt = messageAt(conversation.latestAttempt);
  if (!isOfAttempt(attempt, message)) return;
  if (has(conversation, CONVERSATION.Answered)) {
    setFlags(conversation, CONVERSATION.Acknowledged);
    return;
  }
  // The ACK for a 2xx is a transaction of its own (section 13.2.2.4): it proves an answer that was not captured.
  if (has(conversation, CONVERSATION.Final) || message.branch === 0 || message.branch === attempt.branch) return;
  if (message.toTag === 0 || message.source !== attempt.source) return;
  setFlags(conversation, CONVERSATION.Answered | CONVERSATION.Acknowledged);
  conversation.answeredTag = message.toTag;
  conversation.state = STATE.InCall;
}

function cancel(conversation: Conversation, message: Message): void {
  if (conversation.latestAttempt < 0) return;
  const attempt = messageAt(conversation.latestAttempt);
  if (!isOfAttempt(attempt, message) || message.branch !== attempt.branch) return;
  if (has(conversation, CONVERSATION.Answered | CONVERSATION.Final)) return;
  setFlags(conversation, CONVERSATION.Cancelled);
  conversation.state = STATE.Cancelled;
}

function bye(conversation: Conversation, message: Message): void {
  const attemptId = conversation.latestAttempt;
  if (attemptId < 0) return;
  const attempt = messageAt(attemptId);
  if (<i32>attempt.method !== METHOD.INVITE) return;
  const answered = has(conversation, CONVERSATION.Answered);
  if (!answered && has(conversation, CONVERSATION.Final)) return;

  const byCaller = isFromCaller(attempt, message);
  const farTag = byCaller ? message.toTag : message.fromTag;
  if (has(conversation, CONVERSATION.Forked)) {
    if (farTag !== conversation.answeredTag) return;
    const other = otherAnsweredTag(attemptId, message, farTag);
    if (other !== 0) {
      conversation.answeredTag = other;
      return;
    }
  }
  if (!has(conversation, CONVERSATION.ByeAnswered))
    setFlags(conversation, byCaller ? CONVERSATION.ByeFromCaller : CONVERSATION.ByeFromCallee);
  // Before the answer, a caller's BYE gives up the call like a CANCEL (section 15).
  conversation.state = answered || !byCaller ? STATE.Completed : STATE.Cancelled;
}
