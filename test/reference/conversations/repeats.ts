/**
 * Repeated messages: a message repeats an earlier one of its conversation as a retransmission (RFC 3261 section 17:
 * same transaction, same direction) or, within milliseconds, as the same packet captured twice. Without times the order
 * tells repeats all the same, and each counts as sent again.
 */
import { type MessageId, NO_MESSAGE } from '../../../src/model/ids.js';
import { MESSAGE, type MessageTable, RSEQ_SHIFT } from './message-table.js';

/** Timers B, F, G and H end a transaction's retransmissions after 32 s; some stacks take a little longer. */
const WINDOW_US = 40_000_000;
/** Messages of its conversation compared; bounds the time per message. */
const WINDOW_MESSAGES = 64;
/** Two captures of one packet are at most this far apart; the shortest retransmission timer seen is 100 ms. */
const COPY_US = 20_000;
/** Flags that must be equal in repeats. */
const IDENTITY = MESSAGE.Response | MESSAGE.Sdp | MESSAGE.Reliable | (0xf << RSEQ_SHIFT);

/** The latest earlier message of its conversation that `id` repeats; NO_MESSAGE if it repeats none. */
export function repeatedMessage(messages: MessageTable, id: MessageId): MessageId {
  const oldest = messages.timeUs.get(id) - WINDOW_US;
  let steps = 0;
  for (let at = messages.previousMessage.get(id); at >= 0; at = messages.previousMessage.get(at)) {
    if (++steps > WINDOW_MESSAGES || messages.timeUs.get(at) < oldest) return NO_MESSAGE;
    if (messages.branch.get(at) === messages.branch.get(id) && isSame(messages, at, id)) return at;
  }
  return NO_MESSAGE;
}

/** True if `id`, known to repeat `earlier`, is the same packet captured again rather than sent again. */
export function isCopy(messages: MessageTable, earlier: MessageId, id: MessageId): boolean {
  return (
    messages.timeUs.get(id) - messages.timeUs.get(earlier) <= COPY_US &&
    messages.length.get(id) === messages.length.get(earlier)
  );
}

function isSame(messages: MessageTable, a: MessageId, b: MessageId): boolean {
  const { method, cseq, status, fromTag, toTag, source, destination, length, flags } = messages;
  if (method.get(a) !== method.get(b) || cseq.get(a) !== cseq.get(b) || status.get(a) !== status.get(b)) return false;
  if (((flags.get(a) ^ flags.get(b)) & IDENTITY) !== 0) return false;
  if (fromTag.get(a) !== fromTag.get(b) || toTag.get(a) !== toTag.get(b)) return false;
  if (source.get(a) !== source.get(b) || destination.get(a) !== destination.get(b)) return false;
  // A second provisional response may differ, and a message without a branch can only be compared by size.
  const provisional = status.get(a) > 0 && status.get(a) < 200;
  return (!provisional && messages.branch.get(a) !== 0) || length.get(a) === length.get(b);
}
