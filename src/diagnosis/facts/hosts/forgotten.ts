/** Requests in a call that the far end does not know any more (481, RFC 3261 section 12.2.2). */
import type { MessageTable } from '../../../conversations/message-table.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Transaction } from '../../transactions.js';

const METHODS: ReadonlySet<number> = new Set([METHOD.INVITE, METHOD.BYE, METHOD.UPDATE, METHOD.INFO, METHOD.REFER]);

/**
 * The first request of a call that was answered by 481; undefined where there is none, or where a BYE went before it or crossed it,
 * or the call was cancelled: then it may have ended.
 */
export function forgotten(transactions: readonly Transaction[], messages: MessageTable): Transaction | undefined {
  const refused = transactions.find(each => each.status === 481 && each.inDialog && METHODS.has(each.method));
  if (refused === undefined || transactions.some(({ cancel }) => cancel >= 0)) return undefined;
  const hasEnded = transactions.some(
    each =>
      each.method === METHOD.BYE &&
      (each.cseq !== refused.cseq || refused.method !== METHOD.BYE) &&
      !(messages.elapsedUs(refused.final, each.request) >= 0),
  );
  return hasEnded ? undefined : refused;
}
