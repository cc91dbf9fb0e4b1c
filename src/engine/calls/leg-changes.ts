/** What became of the request of one leg in the next: the last one that began the first leg by then, and the first of the other. */
import { MESSAGE } from '../../conversations/message-table.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { legChanges } from '../../sip/view/leg-changes.js';
import type { CaptureIndex } from '../capture-index.js';
import type { LegChanges } from '../protocol/rows.js';

/** Null where a leg has no request that began it, or one cannot be read any more. */
export function changesBetween(index: CaptureIndex, a: RowId, b: RowId): LegChanges | null {
  const { messages } = index.conversations;
  const begins = (row: RowId) => index.conversations.messagesOf(row).filter(id => beginsLeg(index, id));
  const after = begins(b)[0];
  if (after === undefined) return null;
  const sent = begins(a);
  // A request that was refused for want of a password was not sent on.
  const before = sent.findLast(id => messages.orderUs.get(id) <= messages.orderUs.get(after)) ?? sent[0];
  if (before === undefined) return null;
  const [received, sentOn] = [index.reader.bytes(before), index.reader.bytes(after)];
  if ('gone' in received || 'gone' in sentOn) return null;
  return { a, b, before, after, changes: legChanges(received, sentOn) };
}

/** A request outside a dialog, not sent again (RFC 3261 section 12). */
function beginsLeg({ conversations: { messages, methods } }: CaptureIndex, id: MessageId): boolean {
  if (messages.has(id, MESSAGE.Response) || messages.toTag.get(id) !== 0) return false;
  const method = methods.text(messages.method.get(id));
  return method !== 'ACK' && method !== 'CANCEL' && !messages.has(id, MESSAGE.Copy);
}
