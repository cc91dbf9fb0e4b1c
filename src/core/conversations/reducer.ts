/**
 * Reduces the messages of a conversation, in time order, to its state and figures (RFC 3261 sections 9, 12 to 15,
 * 17). It reads rows of the message table, never text, and writes a row of the conversation table.
 *
 * One method decides: INVITE if the conversation has one, else the first that was sent outside a dialog. An attempt is
 * such a request. A retry (with credentials, to another target, with another session timer) is a new attempt, and the
 * latest decides. If a request is seen at several hops, the first hop's answer counts: what a branch answers a proxy is
 * not yet what the caller gets. A 2xx counts from any hop.
 */
import { CONVERSATION, Conversation, MESSAGE, Message } from '../built/tables';
import { clearBesides } from '../host';
import { isAttemptAgain } from './attempts';
import { clearAttempts } from './decision';
import { isCopy, repeatedMessage } from './repeats';
import { request } from './requests';
import { response } from './responses';
import { noteSide } from './sides';
import { has, isFlagged, messageAt } from './tables';

/** The row that collects messages without a Call-ID. They are unrelated, so its state says only that. */
export let looseRow: i32 = -1;

export function setLooseRow(row: i32): void {
  looseRow = row;
}

/** Messages reduced so far. */
export let reductions: i32 = 0;

/** Forgets what was derived from the messages of a row, to begin again. */
export function clearReduction(row: i32, conversation: Conversation): void {
  if (has(conversation, CONVERSATION.Mixed)) clearBesides(row);
  conversation.messages = 0;
  conversation.retransmissions = 0;
  conversation.copies = 0;
  conversation.seenLow = 0;
  conversation.seenHigh = 0;
  clearAttempts(conversation);
}

/** Takes the next message in time order; `previousMessage` links it to the one before. */
export function reduce(row: i32, conversation: Conversation, id: i32, message: Message): void {
  reductions++;
  conversation.messages++;
  message.flags &= ~(MESSAGE.Retransmission | MESSAGE.Copy);
  const repeated = repeatedMessage(conversation, message);
  if (repeated >= 0) {
    noteRepeat(conversation, messageAt(repeated), message);
    return;
  }
  if (row === looseRow) return;
  if (isFlagged(message, MESSAGE.Response)) response(row, conversation, id, message);
  else request(row, conversation, id, message);
  noteSide(conversation, message);
}

function noteRepeat(conversation: Conversation, earlier: Message, message: Message): void {
  if (isCopy(earlier, message)) {
    message.flags |= MESSAGE.Copy;
    conversation.copies++;
    return;
  }
  message.flags |= MESSAGE.Retransmission;
  conversation.retransmissions++;
  const attempt = conversation.latestAttempt;
  if (attempt >= 0 && conversation.repeats < 255 && isAttemptAgain(messageAt(attempt), message)) conversation.repeats++;
}
