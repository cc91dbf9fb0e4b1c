/**
 * How a message relates to an attempt, the request that began what a conversation is about (RFC 3261 sections 8.1.3,
 * 12.2, 17).
 */
import { MESSAGE, Message } from '../built/tables';
import { METHOD } from '../built/scan';
import { isFlagged, lookBack, messageAt } from './tables';

/** Messages looked back at for another far end; a BYE for each of many would otherwise look at all before it. */
const MAX_STEPS: i32 = 1024;
/** Far ends that were hung up on, of those looked back at. */
const MAX_ENDED: i32 = 2 * MAX_STEPS + 1;
const ended: usize = memory.data((2 * 1024 + 1) * 4, 4);

/** Same CSeq number and same From tag: the two sides number their requests independently (section 12.2.1.1). */
export function isOfAttempt(attempt: Message, message: Message): bool {
  return message.cseq === attempt.cseq && message.fromTag === attempt.fromTag;
}

/** True for the attempt itself, sent again. */
export function isAttemptAgain(attempt: Message, message: Message): bool {
  return (
    !isFlagged(message, MESSAGE.Response) &&
    message.method === attempt.method &&
    message.branch === attempt.branch &&
    message.cseq === attempt.cseq &&
    message.source === attempt.source
  );
}

/**
 * Tells a new attempt from the same one seen at another hop, or forked.
 * @param answered The attempt has its final response.
 */
export function isRetry(attempt: Message, message: Message, answered: bool): bool {
  if (message.fromTag !== attempt.fromTag) return answered;
  if (message.cseq !== attempt.cseq) return true;
  return answered && message.source === attempt.source && message.destination === attempt.destination;
}

/** True for a response of the attempt to the hop where the attempt was first seen. */
export function isForFirstHop(attempt: Message, response: Message): bool {
  return (
    response.branch === attempt.branch ||
    (response.source === attempt.destination && response.destination === attempt.source)
  );
}

/** True if the caller sent it: the side whose tag is in the From of the attempt. Without tags, the address decides. */
export function isFromCaller(attempt: Message, message: Message): bool {
  const tag = attempt.fromTag;
  const ownRequest = message.fromTag === tag;
  if (isFlagged(message, MESSAGE.Response)) return !ownRequest;
  const sameAddress = message.source === attempt.source;
  if (tag === 0) return sameAddress;
  return ownRequest || (message.toTag !== tag && sameAddress);
}

/**
 * To tag of another far end that answered the same attempt and that the caller did not hang up on before the BYE `bye`, which
 * is for `tag`; 0 for none.
 * @param attemptId Id of the attempt.
 */
export function otherAnsweredTag(attemptId: i32, bye: Message, tag: i32): i32 {
  const attempt = messageAt(attemptId);
  let count = note(0, tag);
  let steps = 0;
  for (let id = bye.previousMessage; id >= 0 && id !== attemptId; ) {
    if (++steps > MAX_STEPS) return 0;
    const message = lookBack(id);
    const status = message.status;
    if (<i32>message.method === METHOD.BYE && !isFlagged(message, MESSAGE.Response)) {
      count = note(note(count, message.toTag), message.fromTag);
    } else if (status >= 200 && status < 300 && isOfAttempt(attempt, message)) {
      const far = message.toTag;
      if (<i32>message.method === METHOD.INVITE && !isNoted(count, far)) return far;
    }
    id = message.previousMessage;
  }
  return 0;
}

function note(count: i32, tag: i32): i32 {
  if (count >= MAX_ENDED || isNoted(count, tag)) return count;
  store<i32>(ended + (count << 2), tag);
  return count + 1;
}

function isNoted(count: i32, tag: i32): bool {
  for (let at = 0; at < count; at++) if (load<i32>(ended + (at << 2)) === tag) return true;
  return false;
}
