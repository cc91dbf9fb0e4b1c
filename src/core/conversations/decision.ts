/** Which method decides what becomes of a conversation. */
import { METHOD } from '../built/scan';
import { CONVERSATION, Conversation, STATE } from '../built/tables';
import { putBefore } from '../host';
import { has, messageAt, NO_MESSAGE, setFlags } from './tables';

/** INVITE decides where there is one, else the first method. */
export function decides(conversation: Conversation, method: i32): bool {
  if (has(conversation, CONVERSATION.Call)) return method === METHOD.INVITE;
  const attempt = conversation.latestAttempt;
  return attempt < 0 || messageAt(attempt).method === method;
}

/** From the first message of an INVITE on, the call decides, and what did so before it is one of the others. */
export function noteCall(row: i32, conversation: Conversation): void {
  if (has(conversation, CONVERSATION.Call)) return;
  const attempt = conversation.latestAttempt;
  const isMixed = attempt >= 0 || conversation.status !== 0;
  if (attempt >= 0) putBefore(row, attempt, conversation.finalResponse);
  if (isMixed) clearAttempts(conversation);
  setFlags(conversation, CONVERSATION.Call | (isMixed ? CONVERSATION.Mixed : 0));
}

/** Clears what was derived for the method that decided so far; what was counted stays. */
export function clearAttempts(conversation: Conversation): void {
  conversation.status = 0;
  conversation.reason = 0;
  conversation.state = STATE.Partial;
  conversation.repeats = 0;
  conversation.flags = 0;
  conversation.firstAttempt = NO_MESSAGE;
  conversation.latestAttempt = NO_MESSAGE;
  conversation.answeredTag = 0;
  conversation.ringing = NO_MESSAGE;
  conversation.setUp = NO_MESSAGE;
  conversation.finalResponse = NO_MESSAGE;
  conversation.callerAgent = 0;
  conversation.calleeAgent = 0;
}
