/**
 * The bytes of a message from where they are: in one place, or in several packets one after the other.
 */
import type { MessageTable } from '../../conversations/message-table.js';
import type { MessageId } from '../../model/ids.js';

/**
 * Shorter than the message if bytes cannot be read. `read` returns the bytes at an offset of a file; its next call may
 * overwrite them.
 */
export function messageBytes<B extends Uint8Array>(
  messages: MessageTable,
  id: MessageId,
  read: (file: number, offset: number, length: number) => B,
): B | Buffer {
  const length = messages.length.get(id);
  const parts = messages.parts.get(id) === 0 ? [] : messages.partsOf(id);
  if (parts.length === 0 || parts[0]!.length === 0) {
    return read(messages.file.get(id), messages.recordOffset.get(id) + messages.payloadDelta.get(id), length);
  }
  const whole = Buffer.allocUnsafe(length);
  let filled = 0;
  for (const part of parts) {
    const bytes = read(part.file, part.recordOffset + part.start, Math.min(part.length, length - filled));
    whole.set(bytes, filled);
    filled += bytes.length;
    if (bytes.length < part.length) break;
  }
  return whole.subarray(0, filled);
}
