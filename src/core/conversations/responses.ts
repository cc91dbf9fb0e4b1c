/** What a response does to its conversation (RFC 3261 sections 13, 15 and 17); reducer.ts says which one counts. */
import { METHOD } from '../built/scan';
import { CONVERSATION, Conversation, MESSAGE, Message, STATE } from '../built/tables';
import { responseBesides } from '../host';
import { isForFirstHop, isOfAttempt } from './attempts';
import { decides, noteCall } from './decision';
import { stateOfAnswered, stateOfRefused } from './states';
import { has, isFlagged, messageAt, setFlags } from './tables';

export function response(row: i32, conversation: Conversation, id: i32, message: Message): void {
  const status = <i32>message.status;
  const method = <i32>message.method;
  if (method === METHOD.BYE && status >= 200 && status !== 401 && status !== 407)
    setFlags(conversation, CONVERSATION.ByeAnswered);
  if (method === METHOD.INVITE) noteCall(row, conversation);
  if (!decides(conversation, method)) {
    if (has(conversation, CONVERSATION.Mixed)) responseBesides(row, id);
    return;
  }
  if (conversation.latestAttempt < 0) {
    responseWithoutRequest(conversation, message);
    return;
  }
  const attempt = messageAt(conversation.latestAttempt);
  if (!isOfAttempt(attempt, message)) return;
  setFlags(conversation, CONVERSATION.Responded);
  if (method !== METHOD.INVITE) {
    if (status < 200 || has(conversation, CONVERSATION.Final) || !isForFirstHop(attempt, message)) return;
    const leaves = isFlagged(attempt, MESSAGE.ExpiresZero);
    const authorized = has(conversation, CONVERSATION.Authorized);
    final(conversation, id, message, stateOfAnswered(method, status, leaves, authorized));
  } else if (status < 200) {
    if (status === 180 || status === 183) ringing(conversation, id, message);
  } else if (status < 300) {
    answer(conversation, id, message);
  } else if (!has(conversation, CONVERSATION.Answered | CONVERSATION.Final) && isForFirstHop(attempt, message)) {
    final(conversation, id, message, stateOfRefused(status));
  }
}

function ringing(conversation: Conversation, id: i32, message: Message): void {
  if (has(conversation, CONVERSATION.Answered)) return;
  if (conversation.ringing < 0) conversation.ringing = id;
  if (isFlagged(message, MESSAGE.Sdp)) setFlags(conversation, CONVERSATION.EarlyMedia);
  if (!has(conversation, CONVERSATION.Final | CONVERSATION.Cancelled)) conversation.state = STATE.Ringing;
}

function answer(conversation: Conversation, id: i32, message: Message): void {
  const tag = message.toTag;
  const answered = conversation.status;
  if (answered >= 200 && answered < 300) {
    if (tag !== conversation.answeredTag && tag !== 0) setFlags(conversation, CONVERSATION.Forked);
    return;
  }
  const over = has(conversation, CONVERSATION.ByeFromCaller | CONVERSATION.ByeFromCallee);
  final(conversation, id, message, over ? STATE.Completed : STATE.InCall);
  setFlags(conversation, CONVERSATION.Answered);
  conversation.answeredTag = tag;
  if (conversation.setUp < 0) conversation.setUp = id;
}

function final(conversation: Conversation, id: i32, message: Message, state: u8): void {
  conversation.status = message.status;
  conversation.reason = message.reason;
  conversation.state = state;
  conversation.finalResponse = id;
  setFlags(conversation, CONVERSATION.Final);
}

/** The request was not captured, but its response shows the outcome all the same. */
function responseWithoutRequest(conversation: Conversation, message: Message): void {
  if (message.status < 200 || conversation.status !== 0) return;
  const first = messageAt(conversation.firstMessage);
  const isOfFirst =
    isFlagged(first, MESSAGE.Response) && message.method === first.method && isOfAttempt(first, message);
  // In a mixed conversation the call begins somewhere behind the first message.
  const isOfCall = has(conversation, CONVERSATION.Mixed) && !has(conversation, CONVERSATION.Reinvited);
  if (!isOfFirst && !isOfCall) return;
  conversation.status = message.status;
  conversation.reason = message.reason;
}
