/**
 * Messages that were scanned and are not yet in their conversations: they are taken together, so that the processor fetches the memory of one while it
 * waits for that of another. What is kept of each lies in the bytes it was scanned from, which must stay until `settleAll`.
 */
import { sameBytes } from '../bytes';
import { NUMBERS, PART_BYTES, scanned } from '../scan/scanned';
import { runHash } from '../tables/interner';

/** Most messages taken together. */
export const BATCH: i32 = 32;

/** A number of a message, and in headers of which kinds it stands. */
@unmanaged
export class WaitingNumber {
  start: usize;
  length: u32;
  hash: u32;
  kinds: i32;
}

@unmanaged
export class WaitingMessage {
  callId: usize;
  callIdLength: u32;
  callIdHash: u32;
  orderUs: f64;
  numberCount: i32;
  numbersLeft: i32;
  /** Where its conversation probably lies: entry of its Call-ID, and record; 0 where unknown. */
  entry: usize;
  conversation: usize;
  /** Where its conversation is noted among the last of a connection (recent-rows.ts); 0 for nowhere. */
  recent: usize;
}

const HEAD: usize = 48;
const SIZE: usize = 48 + 16 * 32;
const memoryOfAll: usize = memory.data((48 + 16 * 32) * 32, 8);

export function waitingAt(index: i32): WaitingMessage {
  return changetype<WaitingMessage>(memoryOfAll + <usize>index * SIZE);
}

export function numberOf(message: WaitingMessage, index: i32): WaitingNumber {
  return changetype<WaitingNumber>(changetype<usize>(message) + HEAD + index * offsetof<WaitingNumber>());
}

/** Keeps what the conversation needs of the message just scanned. */
export function keep(index: i32, orderUs: f64, recent: usize): void {
  const message = waitingAt(index);
  message.recent = recent;
  message.callId = scanned.callIdStart;
  message.callIdLength = <u32>(scanned.callIdEnd - scanned.callIdStart);
  message.callIdHash = runHash(message.callId, message.callIdLength);
  message.orderUs = orderUs;
  message.numbersLeft = scanned.numbersLeft;
  message.numberCount = keepNumbers(message);
}

/** Most messages repeat the same number: it is kept once. */
function keepNumbers(message: WaitingMessage): i32 {
  let kept = 0;
  let done: u32 = 0;
  for (let i = 0; i < scanned.numberCount; i++) {
    if ((done & (1 << i)) !== 0) continue;
    const part = NUMBERS + <usize>i * PART_BYTES;
    const start = load<usize>(part, 4);
    const length = <u32>(load<usize>(part, 8) - start);
    let kinds = 1 << load<i32>(part);
    for (let j = i + 1; j < scanned.numberCount; j++) {
      const other = NUMBERS + <usize>j * PART_BYTES;
      const otherStart = load<usize>(other, 4);
      if (<u32>(load<usize>(other, 8) - otherStart) !== length || !sameBytes(start, otherStart, length)) continue;
      kinds |= 1 << load<i32>(other);
      done |= 1 << j;
    }
    const number = numberOf(message, kept++);
    number.start = start;
    number.length = length;
    number.hash = runHash(start, length);
    number.kinds = kinds;
  }
  return kept;
}

/** Whether a number stands in a header of a kind, an index in NUMBER_KINDS. */
export function isOfKind(number: WaitingNumber, kind: i32): bool {
  return (number.kinds & (1 << kind)) !== 0;
}
