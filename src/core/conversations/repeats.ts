/**
 * Repeated messages: a message repeats an earlier one of its conversation as a retransmission (RFC 3261 section 17:
 * same transaction, same direction) or, within milliseconds, as the same packet captured twice. Without times the order
 * tells repeats all the same, and each counts as sent again.
 */
import { Conversation, MESSAGE, Message, RSEQ_SHIFT } from '../built/tables';
import { lookBack, NO_MESSAGE } from './tables';

/** Timers B, F, G and H end a transaction's retransmissions after 32 s; some stacks take a little longer. */
const WINDOW_US: f64 = 40_000_000;
/** Messages of its conversation compared; bounds the time per message. */
const WINDOW_MESSAGES: i32 = 64;
/** Two captures of one packet are at most this far apart; the shortest retransmission timer seen is 100 ms. */
const COPY_US: f64 = 20_000;
/** Flags that must be equal in repeats. */
const IDENTITY: u32 = MESSAGE.Response | MESSAGE.Sdp | MESSAGE.Reliable | (0xf << RSEQ_SHIFT);

/**
 * The latest earlier message of its conversation that this one repeats; NO_MESSAGE if it repeats none. Most repeat none: a conversation keeps one of 64
 * bits for each message it had, and a message whose bit is not there repeats nothing.
 */
export function repeatedMessage(conversation: Conversation, message: Message): i32 {
  const bit = (<u64>1) << (hashOf(message) >>> 26);
  const seen = changetype<usize>(conversation) + offsetof<Conversation>('seenLow');
  const before = load<u64>(seen);
  if ((before & bit) === 0) {
    store<u64>(seen, before | bit);
    return NO_MESSAGE;
  }
  const oldest = message.timeUs - WINDOW_US;
  let steps = 0;
  for (let id = message.previousMessage; id >= 0; ) {
    const earlier = lookBack(id);
    if (++steps > WINDOW_MESSAGES || earlier.timeUs < oldest) return NO_MESSAGE;
    if (earlier.branch === message.branch && isSame(earlier, message)) return id;
    id = earlier.previousMessage;
  }
  return NO_MESSAGE;
}

/** True if a message, known to repeat `earlier`, is the same packet captured again rather than sent again. */
export function isCopy(earlier: Message, message: Message): bool {
  return message.timeUs - earlier.timeUs <= COPY_US && message.length === earlier.length;
}

/** The same for two that are the same. Branches are hashes with secret keys: nobody makes it the same for all. */
function hashOf(message: Message): u32 {
  const word = <u32>message.branch ^ (message.cseq * 0x9e3779b1) ^ (((<u32>message.method) << 16) | message.status);
  return word * 0x85ebca6b;
}

function isSame(a: Message, b: Message): bool {
  if (a.method !== b.method || a.cseq !== b.cseq || a.status !== b.status) return false;
  if (((a.flags ^ b.flags) & IDENTITY) !== 0) return false;
  if (a.fromTag !== b.fromTag || a.toTag !== b.toTag) return false;
  if (a.source !== b.source || a.destination !== b.destination) return false;
  // A second provisional response may differ, and a message without a branch can only be compared by size.
  const provisional = a.status > 0 && a.status < 200;
  return (!provisional && a.branch !== 0) || a.length === b.length;
}
