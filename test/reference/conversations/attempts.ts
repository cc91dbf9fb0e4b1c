/**
 * How a message relates to an attempt, the request that began what a conversation is about (RFC 3261 sections 8.1.3,
 * 12.2, 17).
 */
import type { MessageId } from '../../../src/model/ids.js';
import { METHOD } from '../../../src/sip/headers/methods.js';
import { MESSAGE, type MessageTable } from './message-table.js';

/** Messages looked back at for another far end; a BYE for each of many would otherwise look at all before it. */
const MAX_STEPS = 1024;

/** Same CSeq number and same From tag: the two sides number their requests independently (section 12.2.1.1). */
export function isOfAttempt(messages: MessageTable, attempt: MessageId, id: MessageId): boolean {
  return (
    messages.cseq.get(id) === messages.cseq.get(attempt) && messages.fromTag.get(id) === messages.fromTag.get(attempt)
  );
}

/** True for the attempt itself, sent again. */
export function isAttemptAgain(messages: MessageTable, attempt: MessageId, id: MessageId): boolean {
  return (
    !messages.has(id, MESSAGE.Response) &&
    messages.method.get(id) === messages.method.get(attempt) &&
    messages.branch.get(id) === messages.branch.get(attempt) &&
    messages.cseq.get(id) === messages.cseq.get(attempt) &&
    messages.source.get(id) === messages.source.get(attempt)
  );
}

/**
 * Tells a new attempt from the same one seen at another hop, or forked.
 * @param answered The attempt has its final response.
 */
export function isRetry(messages: MessageTable, attempt: MessageId, id: MessageId, answered: boolean): boolean {
  if (messages.fromTag.get(id) !== messages.fromTag.get(attempt)) return answered;
  if (messages.cseq.get(id) !== messages.cseq.get(attempt)) return true;
  return (
    answered &&
    messages.source.get(id) === messages.source.get(attempt) &&
    messages.destination.get(id) === messages.destination.get(attempt)
  );
}

/** True for a response of the attempt to the hop where the attempt was first seen. */
export function isForFirstHop(messages: MessageTable, attempt: MessageId, response: MessageId): boolean {
  return (
    messages.branch.get(response) === messages.branch.get(attempt) ||
    (messages.source.get(response) === messages.destination.get(attempt) &&
      messages.destination.get(response) === messages.source.get(attempt))
  );
}

/** True if the caller sent it: the side whose tag is in the From of the attempt. Without tags, the address decides. */
export function isFromCaller(messages: MessageTable, attempt: MessageId, id: MessageId): boolean {
  const tag = messages.fromTag.get(attempt);
  const ownRequest = messages.fromTag.get(id) === tag;
  if (messages.has(id, MESSAGE.Response)) return !ownRequest;
  const sameAddress = messages.source.get(id) === messages.source.get(attempt);
  if (tag === 0) return sameAddress;
  return ownRequest || (messages.toTag.get(id) !== tag && sameAddress);
}

/**
 * To tag of another far end that answered the same attempt and that the caller did not hang up on before the BYE `id`, which
 * is for `tag`; 0 for none.
 */
export function otherAnsweredTag(messages: MessageTable, attempt: MessageId, id: MessageId, tag: number): number {
  const ended = new Set([tag]);
  let steps = 0;
  for (let at = messages.previousMessage.get(id); at >= 0 && at !== attempt; at = messages.previousMessage.get(at)) {
    if (++steps > MAX_STEPS) return 0;
    const status = messages.status.get(at);
    if (messages.method.get(at) === METHOD.BYE && !messages.has(at, MESSAGE.Response)) {
      ended.add(messages.toTag.get(at)).add(messages.fromTag.get(at));
    } else if (status >= 200 && status < 300 && isOfAttempt(messages, attempt, at)) {
      const far = messages.toTag.get(at);
      if (messages.method.get(at) === METHOD.INVITE && !ended.has(far)) return far;
    }
  }
  return 0;
}
