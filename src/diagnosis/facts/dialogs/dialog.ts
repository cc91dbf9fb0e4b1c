/** What happened inside the dialog of a call, by its transactions. */
import type { MessageId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import type { Transaction } from '../../transactions.js';

/** The hops of one request, in the order in which they were sent: those with its method, number and From tag. */
export function hopsOf(c: Case, { method, cseq, request }: Transaction): Transaction[] {
  const { fromTag } = c.conversations.messages;
  const tag = fromTag.get(request);
  return c.transactions.filter(
    each => each.method === method && each.cseq === cseq && fromTag.get(each.request) === tag,
  );
}

/** The first BYE that was sent after a message; undefined where none was. */
export function byeAfter(c: Case, id: MessageId): Transaction | undefined {
  const afterUs = c.timeUs(id);
  return c.transactions.find(({ method, request }) => method === METHOD.BYE && c.timeUs(request) >= afterUs);
}

/** Changes of a call inside its dialog: re-INVITEs and UPDATEs. */
export function changesOf(c: Case): Transaction[] {
  return c.transactions.filter(
    ({ method, inDialog }) => inDialog && (method === METHOD.INVITE || method === METHOD.UPDATE),
  );
}

/** Whether a value of a list header has an option tag: "100rel" of "Supported: timer, 100rel". */
export function hasOption(c: Case, id: MessageId, header: string, option: string): boolean {
  return c.headers(id, header).some(value => value.split(',').some(each => each.trim().toLowerCase() === option));
}
