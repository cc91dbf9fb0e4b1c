/**
 * Copies what a segment of the spool holds of a message to the spool's end, before the segment goes. The message then
 * lies there.
 */
import type { PacketRef } from '../../decode/decoded-message.js';
import type { MessageId } from '../../model/ids.js';
import type { CaptureIndex } from '../capture-index.js';

/** Where a record of the segment was written to, by its offset: a packet may carry several messages. */
export type Copied = Map<number, PacketRef>;

export function copyMessage(index: CaptureIndex, id: MessageId, segment: number, copied: Copied): void {
  const { messages } = index.conversations;
  if (messages.file.get(id) === segment) {
    const { file, recordOffset } = copy(index, segment, messages.recordOffset.get(id), copied);
    messages.file.set(id, file);
    messages.recordOffset.set(id, recordOffset);
  }
  const parts = messages.partsOf(id);
  if (!parts.some(part => part.file === segment)) return;
  const anew = parts.map(part =>
    part.file === segment ? { ...part, ...copy(index, segment, part.recordOffset, copied) } : part,
  );
  messages.parts.set(id, messages.addParts(anew));
}

function copy(index: CaptureIndex, segment: number, recordOffset: number, copied: Copied): PacketRef {
  const known = copied.get(recordOffset);
  if (known !== undefined) return known;
  const packet = index.files.packetAt(segment, recordOffset);
  const anew = packet ? index.spool.packet(packet) : { file: 0, recordOffset: 0 };
  copied.set(recordOffset, anew);
  return anew;
}
