/** Calls that were answered and cleared at once: what is wrong with an answer shows in that. */
import type { Conversations } from '../../../conversations/conversations.js';
import type { MessageId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Transaction } from '../../transactions.js';

/** A caller that cannot take an answer confirms it and hangs up (RFC 3261 section 13.2.2.4). */
export const CLEARED_AT_ONCE_US = 2_000_000;

export interface Cleared {
  /** The INVITE with its answer, and the BYE. */
  invite: Transaction;
  bye: MessageId;
  /** From the answer to the BYE, in µs. */
  afterUs: number;
}

/** The answered INVITE outside a dialog whose caller hung up at once; undefined where there is none. */
export function clearedAtOnce({ messages }: Conversations, transactions: readonly Transaction[]): Cleared | undefined {
  const invite = transactions.find(
    ({ method, inDialog, status }) => method === METHOD.INVITE && !inDialog && status >= 200 && status < 300,
  );
  const bye = transactions.find(({ method, source }) => method === METHOD.BYE && source === invite?.source);
  if (invite === undefined || bye === undefined) return undefined;
  const afterUs = messages.elapsedUs(invite.final, bye.request);
  return afterUs >= 0 && afterUs <= CLEARED_AT_ONCE_US ? { invite, bye: bye.request, afterUs } : undefined;
}
