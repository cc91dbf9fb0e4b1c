/**
 * Looks through the text of messages in the order they arrived, which is nearly that in which they lie in their files.
 */
import { isAscii } from 'node:buffer';
import type { Conversations } from '../../conversations/conversations.js';
import type { MessageId } from '../../model/ids.js';
import { decodeText } from '../../bytes/text.js';
import type { Files } from '../sources/files.js';
import { messageBytes } from '../sources/message-bytes.js';
import { ReadAhead } from '../sources/read-ahead.js';

/** Messages looked at in one step: about a tenth of a millisecond. */
const MESSAGES_A_STEP = 64;
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
  const ahead = new ReadAhead(files);
  const read = ahead.bytes.bind(ahead);
  let bytesInStep = 0;
  for (let id = from; id < to; id++) {
    if ((id - from) % MESSAGES_A_STEP === 0 || bytesInStep >= BYTES_A_STEP) {
      bytesInStep = 0;
      yield id;
    }
    if (!messages.isHere(id)) continue;
    const bytes = messageBytes(messages, id, read);
    bytesInStep += bytes.length;
    if (test(textOf(bytes))) found(id);
  }
}

/** Like decodeText, but without its cost for ASCII, which nearly all messages are. */
function textOf(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : decodeText(bytes);
}
