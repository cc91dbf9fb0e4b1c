/** Packets that were captured more than once: they are no retransmissions, and are named so that figures can be counted after. */
import { MESSAGE } from '../../../conversations/message-table.js';
import type { Case } from '../../case.js';
import type { Transaction } from '../../transactions.js';

/** Messages looked at. */
const MAX_STEPS = 1024;

/** "each captured twice" of the requests of a transaction; undefined where none was captured more than once. */
export function copiesOf({ conversations, row }: Case, transaction: Transaction): string | undefined {
  const { messages } = conversations;
  let copies = 0;
  for (const id of conversations.messagesOf(row).slice(0, MAX_STEPS)) {
    if (!messages.has(id, MESSAGE.Copy) || messages.has(id, MESSAGE.Response)) continue;
    const isOfIt =
      messages.method.get(id) === transaction.method &&
      messages.cseq.get(id) === transaction.cseq &&
      messages.branch.get(id) === transaction.branch;
    if (isOfIt) copies++;
  }
  if (copies === 0) return undefined;
  const { sent } = transaction;
  if (copies !== sent) return `${copies} more ${copies === 1 ? 'is a copy' : 'are copies'}`;
  return sent === 1 ? 'captured twice' : 'each captured twice';
}
