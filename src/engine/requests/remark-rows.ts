/** What a log prints near a message, as it crosses the thread. */
import { decodeText } from '../../bytes/text.js';
import type { MessageId } from '../../model/ids.js';
import type { Remark } from '../../capture/packet.js';
import type { CaptureIndex } from '../capture-index.js';
import type { MessageRequests } from '../protocol/requests.js';
import type { RemarkGap, RemarkRow } from '../protocol/rows.js';
import type { Gap } from '../sources/remarks.js';

/** The lines right before a message, and those right behind it. */
export function remarksNear(
  { conversations, remarks, sources }: CaptureIndex,
  id: MessageId,
): MessageRequests['remarks']['answer'] {
  const { messages } = conversations;
  const messageUs = messages.timeUs.get(id);
  const { before, after, mayBeGone } = remarks.near(id);
  return {
    before: before === undefined ? null : gapOf(before, messageUs),
    after: after === undefined ? null : gapOf(after, messageUs),
    mayBeGone,
    isLog: sources.get(messages.origin.get(id))?.source.remark !== undefined,
  };
}

function gapOf({ head, notKept, tail }: Gap, messageUs: number): RemarkGap {
  return {
    head: head.map(line => remarkRow(line, messageUs)),
    notKept,
    tail: tail.map(line => remarkRow(line, messageUs)),
  };
}

function remarkRow({ timeUs, text }: Remark, messageUs: number): RemarkRow {
  const afterUs = timeUs - messageUs;
  return { afterUs: Number.isNaN(afterUs) ? null : afterUs, text: decodeText(Buffer.from(text, 'latin1')) };
}
