/** What registrars take, and who is not registered or may not call. */
import { METHOD } from '../../../sip/headers/methods.js';
import { parseAddress } from '../../../sip/headers/address.js';
import { STATE } from '../../../conversations/states.js';
import type { MessageId, RowId } from '../../../model/ids.js';
import type { Case } from '../../case.js';
import { cut } from '../../facts/cut.js';
import { addressOfRecord, isAdmitted, registrationsAt } from '../../facts/users/registrations.js';
import type { Rule } from '../../rule.js';
import { span } from '../../sentence.js';
import { isChallenge } from '../../suspicion.js';
import type { Transaction } from '../../transactions.js';

/** A refusal by a table, not by a phone. */
const AT_ONCE_US = 500_000;

/** A client tries again in another conversation. */
const RETRY_US = 5_000_000;

/** So many calls are all that a path has. */
const MANY = 3;

/** Seconds that a REGISTER asks for; undefined where it says none. */
function secondsAsked(c: Case, id: MessageId): number | undefined {
  const contact = c.header(id, 'Contact');
  const parameter =
    contact === undefined
      ? undefined
      : parseAddress(contact)?.parameters.find(([name]) => name.toLowerCase() === 'expires')?.[1];
  return secondsOf(parameter ?? c.header(id, 'Expires'));
}

function secondsOf(text: string | null | undefined): number | undefined {
  return text != null && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** The host challenged a request, or admitted it. */
function isKnownBy({ status, method }: Transaction): boolean {
  return isChallenge(status) || (method !== METHOD.OPTIONS && status >= 200 && status < 300);
}

/** The response by which a registration was admitted first. */
function admittedBy({ conversations }: Case, row: RowId): MessageId {
  const { messages, table } = conversations;
  for (const id of conversations.messagesOf(row)) {
    const status = messages.status.get(id);
    if (status >= 200 && status < 300) return id;
  }
  return table.finalResponse.get(row);
}

export const REGISTRARS: readonly Rule[] = [
  {
    id: 'register-interval',
    step: 'told',
    of: 'failed',
    sentence: '{peer} registers for {least} s at least, {user} asks for {asked} s',
    short: '{peer} wants {least} s at least, {user} asks for {asked}',
    incident: '{peer} registers for {least} s at least, {user} asks for less',
    key: 'user',
    when: 'A REGISTER is answered by 423, which names a longer time than the one it asks for, and the user does not register for longer.',
    unless: ['the user registers within 5 s after it, in whatever conversation'],
    next: 'Let {user} register for {least} s or more, or allow less at {peer}.',
    sources: ['RFC 3261 10.2.8', 'RFC 3261 21.4.17'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || attempt.status !== 423 || attempt.method !== METHOD.REGISTER) return undefined;
      const least = secondsOf(c.header(attempt.final, 'Min-Expires'));
      const asked = secondsAsked(c, attempt.request);
      if (least === undefined || asked === undefined || asked >= least) return undefined;
      const { table } = c.conversations;
      const refusedUs = c.timeUs(attempt.final);
      const isRepaired = registrationsAt(c, attempt.destination, table.to.get(c.row)).some(row => {
        const sinceUs = table.startUs.get(row) - refusedUs;
        return isAdmitted(c, row) && sinceUs >= 0 && sinceUs <= RETRY_US;
      });
      if (isRepaired) return undefined;
      return {
        certainty: 'certain',
        slots: { peer: c.peer(attempt.destination), user: addressOfRecord(c, c.row), least, asked },
        evidence: [
          c.shows(
            attempt.request,
            'asks for too little',
            c.header(attempt.request, 'Expires') === undefined ? 'Contact' : 'Expires',
          ),
          c.shows(attempt.final, 'what it must be at least', 'Min-Expires'),
        ],
      };
    },
  },
  {
    id: 'not-registered',
    step: 'compared',
    of: 'failed',
    sentence:
      '{number} was not registered at {peer} ({status} after {time})[; it registered {later} later][; it had withdrawn {before} before]',
    short: '{number} was not registered at {peer}',
    incident: '{number} was not registered at {peer}',
    key: 'number',
    when: 'A call is answered by 480 within 0.5 s without ringing, by a host where the called number registers later, or withdrew its registration before.',
    unless: [
      'a registration of the number that was not withdrawn began before the call',
      'the number never registers at that host',
    ],
    next: 'Look at why {number} was not registered then: its phone, or the time between its registrations.',
    sources: ['RFC 3261 21.4.18', 'RFC 3261 10.3'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || attempt.status !== 480 || attempt.method !== METHOD.INVITE) return undefined;
      if (attempt.progress >= 0 || !(c.elapsedUs(attempt.request, attempt.final) < AT_ONCE_US)) return undefined;
      const { table, numbers } = c.conversations;
      const sentUs = c.timeUs(attempt.request);
      const admitted = registrationsAt(c, attempt.destination, table.to.get(c.row)).filter(row => isAdmitted(c, row));
      const isWithdrawn = (row: RowId) => table.state.get(row) === STATE.Unregistered && table.endUs.get(row) <= sentUs;
      if (admitted.some(row => !(table.startUs.get(row) > sentUs) && !isWithdrawn(row))) return undefined;
      const withdrawn = admitted.findLast(isWithdrawn);
      const later = admitted.find(row => table.state.get(row) === STATE.Registered);
      const shown = withdrawn ?? later;
      if (shown === undefined) return undefined;
      const at = withdrawn === undefined ? admittedBy(c, shown) : table.finalResponse.get(shown);
      return {
        certainty: 'likely',
        slots: {
          number: cut(numbers.text(table.to.get(c.row) - 1)),
          peer: c.peer(attempt.destination),
          status: c.statusText(attempt.final),
          time: span(c.elapsedUs(attempt.request, attempt.final)),
          later: withdrawn === undefined ? span(c.elapsedUs(attempt.request, at)) : undefined,
          before: withdrawn === undefined ? undefined : span(c.elapsedUs(at, attempt.request)),
        },
        evidence: [
          c.shows(attempt.final, 'refused at once'),
          c.shows(at, withdrawn === undefined ? 'the called number registers' : 'the called number had withdrawn'),
        ],
        assumes: ['the host registers for the domain that was called, and no registration began before the capture'],
      };
    },
  },
  {
    id: 'ip-not-allowed',
    step: 'pattern',
    of: 'failed',
    sentence:
      '{peer} forbids all that comes from {client}: {calls} of {calls} calls, unasked for credentials ({status})',
    short: '{peer} forbids all calls from {client}',
    incident: '{peer} forbids all calls from {client}',
    key: 'client',
    when: 'A call without credentials is answered by 403, and so are two or more others on its path, all that there are.',
    unless: ['any call on the path was admitted', 'the host challenges the caller, or registers it'],
    next: 'Ask whether {peer} has the address of {client} among those that may call.',
    sources: ['RFC 3261 21.4.4'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || attempt.status !== 403 || attempt.method !== METHOD.INVITE) return undefined;
      if (attempt.authorized || attempt.progress >= 0) return undefined;
      // Anything else it was asked for or admitted tells that the address is not at fault.
      if (c.transactions.some(each => each.source === attempt.source && isKnownBy(each))) return undefined;
      const path = c.knowledge.paths.of(attempt);
      if (path === undefined || path.admitted.size > 0 || path.rejected.size < MANY) return undefined;
      const { table, rows, messages } = c.conversations;
      const { hosts, registrations } = c.knowledge;
      const rejected = path.rejected.items().filter(row => rows.has(row));
      if (rejected.some(row => table.status.get(row) !== 403)) return undefined;
      const source = hosts.of(attempt.source);
      const registers = registrations
        .of(hosts.of(attempt.destination))
        .some(row => rows.has(row) && hosts.of(messages.source.get(table.firstMessage.get(row))) === source);
      if (registers) return undefined;
      const others = rejected.filter(row => row !== c.row).slice(0, 2);
      return {
        certainty: 'hint',
        slots: {
          peer: c.peer(attempt.destination),
          client: c.host(attempt.source),
          calls: rejected.length,
          status: c.statusText(attempt.final),
        },
        evidence: [
          c.shows(attempt.final, 'forbidden'),
          ...others.map(row => c.shows(table.finalResponse.get(row), 'another call that is forbidden')),
        ],
      };
    },
  },
];
