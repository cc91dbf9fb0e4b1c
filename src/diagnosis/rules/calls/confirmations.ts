/** Final responses that are sent again and again, because nobody confirms them: ACK. */
import { MESSAGE } from '../../../conversations/message-table.js';
import type { MessageId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import { firstUri } from '../../../sip/headers/address.js';
import { parseUri } from '../../../sip/headers/uri.js';
import type { Case } from '../../case.js';
import { byeAfter, hopsOf } from '../../facts/dialogs/dialog.js';
import { cut } from '../../facts/cut.js';
import { isPrivateAddress } from '../../facts/hosts/networks.js';
import type { Found, Rule } from '../../rule.js';
import { span } from '../../sentence.js';
import { isSuccess, type Transaction } from '../../transactions.js';

/** Sent so often, nobody confirmed it: loss of single packets does not explain it. */
const FEWEST = 3;
/** A server repeats a final response until 64 × T1 (RFC 3261 timers G and H); one that stops sooner got its ACK, which the capture lacks. */
const MANY = 7;
const LONG_US = 16_000_000;
/** Or it hangs up: repeats are 4 s apart at most (T2). */
const SOON_US = 8_000_000;
/** Repeats after an ACK went another way. */
const ASTRAY_US = 2_000_000;

/** Whether a final response was repeated as one is that is never confirmed. */
function isRepeatedToTheEnd(c: Case, sent: number, first: MessageId, last: MessageId): boolean {
  return sent >= MANY || (sent >= FEWEST && c.elapsedUs(first, last) >= LONG_US);
}

/** The first hop of an answered INVITE that nobody confirmed. */
function unconfirmed(c: Case): { hop: Transaction; hops: Transaction[]; bye: Transaction | undefined } | undefined {
  for (const hop of c.transactions) {
    if (hop.method !== METHOD.INVITE || !isSuccess(hop.status) || hop.finals < FEWEST) continue;
    const hops = hopsOf(c, hop).filter(({ status }) => isSuccess(status));
    const answerer = hops.at(-1)!.destination;
    if (hop.ack >= 0 && !isAstray(c, hop, answerer)) continue;
    const bye = byeAfter(c, hop.lastFinal);
    const hungUp =
      bye !== undefined &&
      c.elapsedUs(hop.lastFinal, bye.request) <= SOON_US &&
      (c.isSameHost(bye.source, hop.destination) || c.isSameHost(bye.source, answerer));
    if (hungUp || isRepeatedToTheEnd(c, hop.finals, hop.final, hop.lastFinal))
      return { hop, hops, bye: hungUp ? bye : undefined };
  }
  return undefined;
}

/** The ACK went to another host than any that the INVITE went to, and the answer was repeated after it. */
function isAstray(c: Case, { ack, lastFinal, destination }: Transaction, answerer: number): boolean {
  const to = c.conversations.messages.destination.get(ack);
  if (c.isSameHost(to, destination) || c.isSameHost(to, answerer)) return false;
  return c.elapsedUs(ack, lastFinal) >= ASTRAY_US;
}

/** The address that an ACK has to reach, where nobody outside a network can: the Contact of the answer. */
function privateContact(c: Case, { final, ack, source, destination }: Transaction): string | undefined {
  if (ack >= 0 || isPrivateAddress(c.host(source)) || isPrivateAddress(c.host(destination))) return undefined;
  if (c.header(final, 'Record-Route') !== undefined) return undefined;
  const host = parseUri(firstUri(c.header(final, 'Contact') ?? '') ?? '')?.host ?? '';
  return isPrivateAddress(host) ? cut(host) : undefined;
}

/** An ACK of any transaction of an INVITE with this number, sent by the host that should confirm it. */
function anyAck(c: Case, cseq: number, client: number): boolean {
  const { messages } = c.conversations;
  return c.messages.some(
    id =>
      messages.method.get(id) === METHOD.ACK &&
      !messages.has(id, MESSAGE.Response) &&
      messages.cseq.get(id) === cseq &&
      c.isSameHost(messages.source.get(id), client),
  );
}

interface Repeated {
  first: MessageId;
  last: MessageId;
  sent: number;
}

/** A refusal of an INVITE that was never confirmed, and whose request may not have been captured. */
function unconfirmedRefusal(c: Case): Repeated | undefined {
  const { messages } = c.conversations;
  const refused = c.transactions
    .filter(({ method, status, ack }) => method === METHOD.INVITE && status >= 300 && ack < 0)
    .map(({ final, lastFinal, finals }) => ({ first: final, last: lastFinal, sent: finals }));
  const found = [...refused, ...strayRefusals(c)].find(({ first, last, sent }) =>
    isRepeatedToTheEnd(c, sent, first, last),
  );
  if (found === undefined) return undefined;
  const { first } = found;
  return anyAck(c, messages.cseq.get(first), messages.destination.get(first)) ? undefined : found;
}

function strayRefusals(c: Case): Repeated[] {
  const { messages } = c.conversations;
  const known = new Map<string, Repeated>();
  for (const id of c.strays) {
    if (messages.method.get(id) !== METHOD.INVITE || messages.status.get(id) < 300) continue;
    const key = [messages.status, messages.branch, messages.cseq, messages.source, messages.destination]
      .map(column => column.get(id))
      .join(' ');
    const before = known.get(key);
    if (before === undefined) known.set(key, { first: id, last: id, sent: 1 });
    else {
      before.last = id;
      before.sent++;
    }
  }
  return [...known.values()];
}

export const CONFIRMATION_RULES: readonly Rule[] = [
  {
    id: 'ack-missing',
    step: 'answered',
    of: 'any',
    sentence:
      '{caller} never confirmed the answer (ACK): {peer} sent {status} {count} times in {time}[ and hung up {ended} after the first][; the ACK went to {elsewhere}][; its Contact is {contact}, a private address]',
    short: 'answer never confirmed by {caller} (ACK)',
    incident: '{caller} does not confirm answers (ACK)',
    key: 'caller',
    when: 'The 2xx of an INVITE is sent three times or more, no ACK reaches the host that sends it, and it repeats the 2xx until it gives up (7 times, or for 16 s), or hangs up within 8 s of the last one.',
    unless: [
      'an ACK reached it, however late',
      'it stopped repeating the 2xx: the ACK arrived and was not captured',
      'the capture ends before',
      'the call merely ends near 32 s after the answer',
    ],
    next: 'Find where the ACK goes: it must follow the Record-Route and the Contact of the answer. If {caller} sends none, the answer did not arrive there: check NAT and firewall on the way back.',
    sources: ['RFC 3261 13.3.1.4', 'RFC 3261 13.2.2.4', 'RFC 3261 12.2.1.1'],
    judge(c): Found | undefined {
      const missing = unconfirmed(c);
      if (missing === undefined) return undefined;
      const { hop, hops, bye } = missing;
      const caller = c.peer(hop.source);
      const peer = c.peer(hops.at(-1)!.destination);
      const { messages } = c.conversations;
      const elsewhere = hop.ack < 0 ? undefined : c.peer(messages.destination.get(hop.ack));
      const contact = privateContact(c, hop);
      return {
        certainty: contact === undefined ? 'certain' : 'likely',
        slots: {
          caller,
          peer,
          status: c.statusText(hop.final),
          count: hop.finals,
          time: span(c.elapsedUs(hop.final, hop.lastFinal)),
          ended: bye && span(c.elapsedUs(hop.final, bye.request)),
          elsewhere,
          contact,
        },
        evidence: [
          c.shows(hop.request, 'the call'),
          c.shows(hop.final, 'answered', contact === undefined ? undefined : 'Contact'),
          ...(hop.ack < 0 ? [] : [c.shows(hop.ack, `sent to ${elsewhere}`)]),
          c.shows(hop.lastFinal, 'answered the last time'),
          ...(bye === undefined ? [] : [c.shows(bye.request, 'and hung up')]),
        ],
        assumes: contact === undefined ? [] : ['assuming that the ACK was sent to the Contact'],
      };
    },
  },
  {
    id: 'final-not-acknowledged',
    step: 'answered',
    of: 'any',
    sentence: '{caller} did not confirm {status} (ACK): {peer} sent it {count} times in {time}',
    short: '{status} never confirmed by {caller} (ACK)',
    incident: '{caller} does not confirm refusals (ACK)',
    key: 'caller',
    when: 'A refusal of an INVITE is sent 7 times, or three times over 16 s, and its client sends no ACK.',
    unless: ['the client sent any ACK of that INVITE', 'it stopped sooner: the ACK was not captured'],
    next: 'Look whether {caller} still runs, and whether what {peer} sends arrives there.',
    sources: ['RFC 3261 17.1.1.3', 'RFC 3261 17.2.1'],
    judge(c): Found | undefined {
      const repeated = unconfirmedRefusal(c);
      if (repeated === undefined) return undefined;
      const { first, last, sent } = repeated;
      const { messages } = c.conversations;
      return {
        certainty: 'certain',
        slots: {
          caller: c.peer(messages.destination.get(first)),
          peer: c.peer(messages.source.get(first)),
          status: c.statusText(first),
          count: sent,
          time: span(c.elapsedUs(first, last)),
        },
        evidence: [c.shows(first, 'sent first'), c.shows(last, 'sent last')],
      };
    },
  },
];
