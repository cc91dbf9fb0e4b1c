/** What the far end does not take: another place to call, a method, a tag. */
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import { cut } from '../../facts/cut.js';
import { urisOf } from '../../facts/dialogs/dialog-ends.js';
import type { Rule } from '../../rule.js';
import type { Transaction } from '../../transactions.js';

/** As long as a client may take to call where it is sent to. */
const FOLLOWS_US = 10_000_000;

/** A request that is sent again so long after a response has not taken it. */
const IGNORED_US = 400_000;

/** What a response says is not supported, in words: a method, an option, an event; undefined where it says nothing of that kind. */
function unsupported(c: Case, attempt: Transaction): string | undefined {
  const { status, final, request } = attempt;
  if (status === 405 || status === 501) return c.method(attempt);
  if (status === 420) {
    const options = c.headers(final, 'Unsupported').join(', ');
    return options === '' ? undefined : `option ${cut(options)}`;
  }
  const event = status === 489 ? c.header(request, 'Event') : undefined;
  return event !== undefined ? `event ${cut(event.replace(/;.*/s, ''))}` : undefined;
}

/** Whether a client may have sent any INVITE within 10 s after a response. */
function mayCall(c: Case, { source, final }: Transaction): boolean {
  const { hosts, callers } = c.knowledge;
  const toldUs = c.timeUs(final);
  return callers.mayHaveSent(hosts.of(source), toldUs, toldUs + FOLLOWS_US);
}

export const WAYS: readonly Rule[] = [
  {
    id: 'tag-mismatch',
    step: 'told',
    of: 'any',
    sentence:
      '{peer} answered the {method} with another From tag than it had ({status}): {client} does not take it for an answer',
    short: '{peer} answers with another From tag',
    incident: '{peer} answers with another From tag than the request has',
    key: 'peer',
    when: 'A response has the branch and the CSeq of a request but another From tag, and its sender goes on sending the request.',
    unless: ['the request has no From tag', 'its sender takes the response'],
    next: 'Mend {peer}, or what is before it: From of a response must be that of its request.',
    sources: ['RFC 3261 8.2.6.2', 'RFC 3261 12'],
    judge(c) {
      const { messages } = c.conversations;
      for (const each of c.transactions) {
        if (each.sent < 2) continue;
        const response = each.firstResponse;
        const tag = messages.fromTag.get(each.request);
        if (response < 0 || tag === 0 || messages.fromTag.get(response) === tag) continue;
        if (!(c.elapsedUs(response, each.lastRequest) >= IGNORED_US)) continue;
        return {
          certainty: 'certain',
          slots: {
            peer: c.peer(each.destination),
            client: c.peer(each.source),
            method: c.method(each),
            status: c.statusText(response),
          },
          evidence: [
            c.shows(each.request, 'the request', 'From'),
            c.shows(response, 'its response', 'From'),
            c.shows(each.lastRequest, 'sent again all the same'),
          ],
        };
      }
      return undefined;
    },
  },
  {
    id: 'redirect-not-followed',
    step: 'told',
    of: 'failed',
    sentence: '{peer} says to call {contact} instead ({status}), and {client} did not',
    short: '{client} does not follow {status} to {contact}',
    incident: '{client} does not follow the redirections of {peer}',
    key: 'peer',
    when: '301, 302 or 305 with a Contact, and the caller sends no INVITE within 10 s.',
    unless: ['it sends any INVITE within 10 s', 'the capture ends before'],
    next: 'Let {client} follow redirections, or let {peer} send the call on by itself.',
    sources: ['RFC 3261 8.1.3.4', 'RFC 3261 21.3'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || attempt.method !== METHOD.INVITE || attempt.inDialog) return undefined;
      if (attempt.status !== 301 && attempt.status !== 302 && attempt.status !== 305) return undefined;
      const told = c.hops(attempt)[0]!;
      if (told.final < 0 || !(c.nowUs - c.timeUs(told.final) >= FOLLOWS_US) || mayCall(c, told)) return undefined;
      const [contact] = urisOf(c, told.final, 'Contact');
      if (contact === undefined) return undefined;
      return {
        certainty: 'likely',
        slots: {
          peer: c.peer(told.destination),
          client: c.peer(told.source),
          contact: cut(contact),
          status: c.statusText(told.final),
        },
        evidence: [c.shows(told.request, 'the call'), c.shows(told.final, 'where to call instead', 'Contact')],
        assumes: ['the capture sees all calls of the caller'],
      };
    },
  },
  {
    id: 'method-not-allowed',
    step: 'told',
    of: 'failed',
    isGeneral: true,
    sentence: '{peer} does not support {what} ({status})',
    short: '{peer} does not support {what}',
    incident: '{peer} does not support what it is asked for, {what} first',
    key: 'peer',
    when: '405, 501, 420 with Unsupported, or 489 to the request that decides. Of anything but calls and registrations it is said in the incident only, not in the row.',
    unless: ['it is a request within a call that goes on'],
    next: 'Turn {what} on at {peer}, or off where it is asked for; a phone works without presence and the like.',
    sources: ['RFC 3261 21.4.6', 'RFC 3261 21.5.2', 'RFC 3261 21.4.15', 'RFC 6665 8.3.2'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || attempt.final < 0) return undefined;
      const what = unsupported(c, attempt);
      if (what === undefined) return undefined;
      const isPlain = attempt.method === METHOD.INVITE || attempt.method === METHOD.REGISTER;
      const says = attempt.status === 420 ? 'Unsupported' : 'Allow';
      const isSaid = c.header(attempt.final, says) !== undefined;
      return {
        certainty: 'certain',
        slots: { peer: c.peer(attempt.destination), what, status: c.statusText(attempt.final) },
        evidence: [
          c.shows(attempt.request, 'what is asked for', attempt.status === 489 ? 'Event' : undefined),
          c.shows(attempt.final, 'refused', isSaid ? says : undefined),
        ],
        ...(isPlain ? {} : { isFolded: true as const }),
      };
    },
  },
];
