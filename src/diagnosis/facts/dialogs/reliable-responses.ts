/** Provisional responses that want to be acknowledged (RFC 3262), with how often each was sent. */
import { MESSAGE, RSEQ_SHIFT } from '../../../conversations/message-table.js';
import type { MessageId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';

export interface ReliableResponse {
  first: MessageId;
  last: MessageId;
  sent: number;
}

/** The reliable provisional responses to INVITEs of a case, in the order in which they came. */
export function reliableResponses(c: Case): ReliableResponse[] {
  const { messages } = c.conversations;
  const known = new Map<string, ReliableResponse>();
  for (const id of c.messages) {
    if (!messages.has(id, MESSAGE.Reliable) || !messages.has(id, MESSAGE.Response)) continue;
    if (messages.method.get(id) !== METHOD.INVITE || messages.status.get(id) >= 200) continue;
    const rseq = (messages.flags.get(id) >>> RSEQ_SHIFT) & 0xf;
    const key = [messages.branch, messages.toTag, messages.source, messages.destination, messages.status]
      .map(column => column.get(id))
      .concat(rseq)
      .join(' ');
    const response = known.get(key);
    if (response === undefined) known.set(key, { first: id, last: id, sent: 1 });
    else {
      response.last = id;
      response.sent++;
    }
  }
  return [...known.values()];
}

/** The PRACK of a response; undefined where there is none. */
export function prackOf(c: Case, { first }: ReliableResponse): MessageId | undefined {
  const rseq = c.header(first, 'RSeq')?.trim();
  if (rseq === undefined) return undefined;
  return c.transactions.find(
    ({ method, request }) => method === METHOD.PRACK && c.header(request, 'RAck')?.trim().split(/\s+/)[0] === rseq,
  )?.request;
}
