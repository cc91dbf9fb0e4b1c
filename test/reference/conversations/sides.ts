/** Which side of a conversation offers SDP, and the software of each. */
import type { MessageId, RowId } from '../../../src/model/ids.js';
import { isFromCaller } from './attempts.js';
import { CONVERSATION, type ConversationTable } from './conversation-table.js';
import { MESSAGE, type MessageTable } from './message-table.js';

/** Notes what message `id` tells of the side that sent it. */
export function noteSide(messages: MessageTable, table: ConversationTable, row: RowId, id: MessageId): void {
  const agent = messages.agent.get(id);
  const hasSdp = messages.has(id, MESSAGE.Sdp);
  if (agent === 0 && !hasSdp) return;
  const attempt = table.latestAttempt.get(row);
  const first = attempt < 0 ? table.firstMessage.get(row) : attempt;
  const fromCaller = isFromCaller(messages, first, id);
  let noted = table.flags.get(row);
  if (hasSdp) noted |= fromCaller ? CONVERSATION.SdpFromCaller : CONVERSATION.SdpFromCallee;
  const known = fromCaller ? CONVERSATION.CallerAgent : CONVERSATION.CalleeAgent;
  if (agent !== 0 && (noted & known) === 0) {
    noted |= known;
    (fromCaller ? table.callerAgent : table.calleeAgent).set(row, agent);
  }
  table.flags.set(row, noted);
}
