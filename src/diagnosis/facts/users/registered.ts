/** Registrations that were accepted, as the rules of silence need them: from where, with which Contact, for how long. */
import { MESSAGE } from '../../../conversations/message-table.js';
import { type MessageId, NO_MESSAGE } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import { expiresOf } from './expires.js';
import { backFrom } from '../hosts/silent-hop.js';

/** Expiry times that are believed, in seconds. */
const MAX_EXPIRES = 10 * 86400;

export interface Registered {
  request: MessageId;
  /** The 2xx. */
  response: MessageId;
}

/** The latest registration of each conversation that registers at a host, accepted before a time. */
export function* registeredAt(c: Case, registrar: number, beforeUs: number): Generator<Registered> {
  const { conversations, knowledge } = c;
  const { messages } = conversations;
  for (const row of knowledge.registrations.of(knowledge.hosts.of(registrar))) {
    if (!conversations.rows.has(row)) continue;
    let response: MessageId = NO_MESSAGE;
    for (const id of backFrom(c, conversations.table.lastMessage.get(row))) {
      if (messages.method.get(id) !== METHOD.REGISTER || !(messages.timeUs.get(id) <= beforeUs)) continue;
      const status = messages.status.get(id);
      if (messages.has(id, MESSAGE.Response)) {
        if (response < 0 && status >= 200 && status < 300) response = id;
      } else if (response >= 0 && messages.cseq.get(id) === messages.cseq.get(response)) {
        yield { request: id, response };
        break;
      }
    }
  }
}

/** Seconds a registration lasts, as the registrar says (RFC 3261 section 10.2.4), or else as it was asked for. */
export function lastsFor(c: Case, { request, response }: Registered): number | undefined {
  const seconds = expiresOf(c, response) ?? expiresOf(c, request);
  return seconds === undefined ? undefined : Math.min(seconds, MAX_EXPIRES);
}
