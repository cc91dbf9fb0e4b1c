/**
 * Looks through the text of messages in the order they arrived, which is nearly that in which they lie in their files.
 */
import { isAscii } from 'node:buffer';
import type { Conversations } from '../../conversations/conversations.js';
import type { MessageId } from '../../model/ids.js';
import { decodeText } from '../../bytes/text.js';
import type { Files } from '../sources/files.js';
import { ReadAhead } from '../sources/read-ahead.js';

/** Messages looked at in one step: about a tenth of a millisecond. */
const MESSAGES_A_STEP = 64;
/** Messages passed over in one step because they were let go. */
const PASSED_A_STEP = 4096;
/** Bytes of text searched in one step, the last message apart: a pattern may need 0.1 µs for each. */
export const BYTES_A_STEP = 64 * 1024;

/**
 * Tests messages `from` (included) to `to` (not included) and calls `found` with those that pass; yields the next one
 * to be tested. That a message is still what its file holds is for the caller to check, of those found.
 */
export function* sweepTexts(
  conversations: Conversations,
  files: Files,
  from: MessageId,
  to: number,
  test: (text: string) => boolean,
  found: (message: MessageId) => void,
): Generator<MessageId, void> {
  const { messages } = conversations;
  const ahead = new ReadAhead(messages, files);
  let inStep = 0;
  let bytesInStep = 0;
  for (let next = from; next < to; ) {
    const passed = next + PASSED_A_STEP;
    for (let full = false; next < to && next < passed && !full; next++) full = messages.isHere(next) && ahead.add(next);
    for (const { id, bytes } of ahead.take()) {
      if (inStep++ % MESSAGES_A_STEP === 0 || bytesInStep >= BYTES_A_STEP) {
        bytesInStep = 0;
        yield id;
      }
      bytesInStep += bytes.length;
      if (test(textOf(bytes))) found(id);
    }
    yield next;
  }
}

/** Like decodeText, but without its cost for ASCII, which nearly all messages are. */
function textOf(bytes: Uint8Array): string {
  if (!isAscii(bytes)) return decodeText(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
