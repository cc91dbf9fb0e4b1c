/** Whether a user was registered at a host at a time, as the capture shows it. */
import { MESSAGE } from '../../../conversations/message-table.js';
import type { MessageId, RowId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import { transactionsOf } from '../../transactions.js';
import { expiresOf } from './expires.js';

export interface Registered {
  register: MessageId;
  answer: MessageId;
  user: string;
}

/** RFC 3261 section 10.2.1.1: where nothing says how long, an hour. */
const DEFAULT_S = 3600;

/**
 * The registration of `user` at the host of an endpoint that holds at a time. The address of record is To of REGISTER, a column of its
 * conversation; only what fits is read.
 */
export function registeredAt(c: Case, user: string, registrar: number, timeUs: number): Registered | undefined {
  if (user === '') return undefined;
  const { conversations, knowledge } = c;
  const number = conversations.numbers.find(user);
  if (number < 0) return undefined;
  let found: Registered | undefined;
  for (const row of knowledge.registrations.of(knowledge.hosts.of(registrar))) {
    if (conversations.table.to.get(row) - 1 !== number) continue;
    found = latest(c, found, registrationIn(c, row, registrar, timeUs, user));
  }
  return found;
}

function latest(c: Case, one: Registered | undefined, other: Registered | undefined): Registered | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return c.timeUs(other.answer) > c.timeUs(one.answer) ? other : one;
}

/** What a conversation registered last before a time, where it holds then. */
function registrationIn(c: Case, row: RowId, registrar: number, timeUs: number, user: string): Registered | undefined {
  const { messages } = c.conversations;
  const last = transactionsOf(c.conversations, row).transactions.findLast(
    ({ method, status, final, destination }) =>
      method === METHOD.REGISTER &&
      status >= 200 &&
      status < 300 &&
      c.timeUs(final) <= timeUs &&
      c.isSameHost(destination, registrar),
  );
  if (last === undefined || messages.has(last.request, MESSAGE.ExpiresZero)) return undefined;
  const heldUs = timeUs - c.timeUs(last.final);
  const seconds = expiresOf(c, last.final) ?? expiresOf(c, last.request) ?? DEFAULT_S;
  return heldUs < seconds * 1e6 ? { register: last.request, answer: last.final, user } : undefined;
}
