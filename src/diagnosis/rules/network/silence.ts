/** Nobody answered: who, since when, and what is most likely in the way. */
import type { MessageId } from '../../../model/ids.js';
import { METHOD, METHOD_NAMES } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import { inSilence, missedBetween, sending, silenceSlots, silentHop } from '../../facts/hosts/silent-hop.js';
import { LARGE_BYTES } from '../../knowledge/peers.js';
import type { Rule } from '../../rule.js';
import { silentUntil, TIMEOUT_US } from '../../silence.js';
import type { Transaction } from '../../transactions.js';
import { ADDRESS_RULES, BINDING_RULES, BINDING_US } from './nat.js';
import { CALL_END_RULES } from './silent-ends.js';

/** What is answered so near shows that a host is there. */
const NEAR_US = 60_000_000;

export const SILENCE_RULES: readonly Rule[] = [
  ...ADDRESS_RULES,
  {
    id: 'options-peer-down',
    step: 'silence',
    of: 'failed',
    sentence: '{peer} answers no OPTIONS since {since}[ until {back}] ({missed} left without a reply)',
    short: '{peer} answers no OPTIONS since {since}',
    incident: '{peer} answers no OPTIONS',
    key: 'peer',
    when: 'At least two OPTIONS in a row are left without any response by a host that answered one before, and it sends nothing meanwhile.',
    unless: ['the host was heard between them', 'fewer than two are left without a response'],
    next: 'See whether the host or its service was down at {since}, and whether a firewall changed.',
    sources: ['RFC 3261 11'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || attempt.method !== METHOD.OPTIONS || attempt.answered) return undefined;
      const { destination, request } = attempt;
      const { peers } = c.knowledge;
      const heard = peers.heard(destination);
      const sentUs = c.timeUs(request);
      const before = heard?.lastBefore(sentUs);
      if (before === undefined || before.message < 0) return undefined;
      const answered = peers.answeredBy(destination, METHOD.OPTIONS, false);
      if (answered?.lastBefore(before.timeUs) === undefined) return undefined;
      const after = heard?.firstAfter(sentUs);
      const { messages } = c.conversations;
      const missed = missedBetween(c, destination, before.timeUs, after?.timeUs ?? Number.POSITIVE_INFINITY).filter(
        id =>
          messages.method.get(id) === METHOD.OPTIONS &&
          messages.length.get(id) <= LARGE_BYTES &&
          (after !== undefined || c.nowUs - c.timeUs(id) >= TIMEOUT_US),
      );
      if (!missed.includes(request) || missed.length < 2) return undefined;
      const last = missed.at(-1)!;
      return inSilence(
        c,
        { transaction: attempt, isShown: true, assumes: [] },
        {
          certainty: 'likely',
          slots: {
            peer: c.peer(destination),
            since: c.moment(c.timeUs(missed[0]!)),
            back: after === undefined ? undefined : c.moment(after.timeUs),
            missed: missed.length,
          },
          evidence: [
            c.shows(before.message, 'the last that it sent'),
            c.shows(missed[0]!, 'the first without a reply'),
            c.shows(last, 'the last without a reply'),
          ],
          assumes: ['the capture sees what the destination sends'],
        },
      );
    },
  },
  {
    id: 'method-ignored',
    step: 'silence',
    of: 'failed',
    sentence: '{peer} answers {methods}, but never {method}: no reply to {missed} of them',
    short: '{peer} answers {methods}, but never {method}',
    incident: '{peer} answers other requests, but never this method',
    key: 'peer',
    when: 'At least two requests of one method are left without any response by a host that never answers this method, and that answers another one of the same sender within a minute.',
    unless: [
      'the host answered this method once',
      'the requests are too large for one packet',
      'it was sent once only',
    ],
    next: 'See whether the host, or a firewall before it, filters {method}.',
    sources: ['RFC 3261 8.2.1'],
    judge(c) {
      const hop = silentHop(c);
      if (hop === undefined) return undefined;
      const { transaction } = hop;
      const { method, destination, request } = transaction;
      const { messages } = c.conversations;
      const { peers } = c.knowledge;
      if (messages.length.get(request) > LARGE_BYTES) return undefined;
      if (peers.answeredBy(destination, method, false) ?? peers.answeredBy(destination, method, true)) return undefined;
      const sentUs = c.timeUs(request);
      const until = silentUntil(c, transaction) + NEAR_US;
      const others = answeredMethods(c, transaction, sentUs, until);
      if (others.length === 0) return undefined;
      const missed = peers
        .unansweredBy(destination)
        .filter(id => messages.method.get(id) === method && messages.length.get(id) <= LARGE_BYTES);
      if (missed.length < 2) return undefined;
      return inSilence(c, hop, {
        certainty: 'likely',
        slots: {
          peer: c.peer(destination),
          methods: others.map(({ name }) => name).join(', '),
          method: c.method(transaction),
          missed: missed.length,
        },
        evidence: [
          ...sending(c, transaction),
          ...others.map(({ name, message }) => c.shows(message, `this ${name} was answered`)),
          ...missed
            .filter(id => id !== request)
            .slice(0, 3)
            .map(id => c.shows(id, 'not answered either')),
        ],
        assumes: ['the capture sees what the destination sends'],
      });
    },
  },
  ...BINDING_RULES,
  {
    id: 'peer-died',
    step: 'silence',
    of: 'failed',
    sentence: '{peer} was heard until {heard}, then nothing[ until {back}]: {missed} requests without a reply',
    short: 'no reply from {peer}, silent since {heard}',
    incident: '{peer} fell silent at {heard}',
    key: 'peer',
    when: 'Requests of at least two conversations are left without any response by a host that answered less than 30 s before the first of them, and it sends nothing meanwhile.',
    unless: [
      'it was heard between them',
      'only one conversation is left without a response',
      'only requests of a method that it never answered, or that are too large for one packet, are left so',
    ],
    next: 'See whether the host or its service went down at {heard}.',
    sources: ['RFC 3261 17'],
    judge(c) {
      const hop = silentHop(c);
      if (hop === undefined) return undefined;
      const { transaction } = hop;
      const { destination, request } = transaction;
      const { messages } = c.conversations;
      const { peers } = c.knowledge;
      const heard = peers.heard(destination);
      const sentUs = c.timeUs(request);
      const before = heard?.lastBefore(sentUs);
      if (before === undefined || before.message < 0 || heard?.within(sentUs, silentUntil(c, transaction)))
        return undefined;
      const after = heard?.firstAfter(sentUs);
      const missed = missedBetween(c, destination, before.timeUs, after?.timeUs ?? Number.POSITIVE_INFINITY).filter(
        id =>
          messages.length.get(id) <= LARGE_BYTES &&
          (id === request || after !== undefined || c.nowUs - c.timeUs(id) >= TIMEOUT_US),
      );
      const [first] = missed;
      if (first === undefined || !missed.includes(request)) return undefined;
      if (!(c.timeUs(first) - before.timeUs < BINDING_US)) return undefined;
      if (new Set(missed.map(id => messages.conversation.get(id))).size < 2) return undefined;
      const isAnswered = missed.some(id => peers.answeredBy(destination, messages.method.get(id), false) !== undefined);
      if (!isAnswered) return undefined;
      return inSilence(c, hop, {
        certainty: 'likely',
        slots: {
          peer: c.peer(destination),
          heard: c.moment(before.timeUs),
          back: after === undefined ? undefined : c.moment(after.timeUs),
          missed: missed.length,
        },
        evidence: [
          c.shows(before.message, 'the last that it sent'),
          c.shows(first, 'the first without a reply'),
          ...sending(c, transaction),
        ],
        assumes: ['the capture sees what the destination sends'],
      });
    },
  },
  ...CALL_END_RULES,
  {
    id: 'peer-never-seen',
    step: 'silence',
    of: 'failed',
    isGeneral: true,
    sentence:
      'no reply to {requests}[ ({copies})] from {peer}[ in {time}], which sent no message in the whole capture[, nor to {others} other {others|conversation|conversations}]',
    short: 'no reply to {requests} from {peer}, which is never heard',
    incident: 'no reply from {peer}, which sent no message in the whole capture',
    key: 'peer',
    when: 'A request is left without any response, and its destination sends no SIP message in the whole capture, while others do.',
    unless: ['only one host sends anything in the capture', 'somebody goes on as if the destination had answered'],
    next: 'See whether {peer} is the right address, and whether the host is up: sipvestigator ping {peer}.',
    sources: ['RFC 3261 18.1'],
    judge(c) {
      const hop = silentHop(c);
      if (hop === undefined) return undefined;
      const { transaction } = hop;
      const { source, destination } = transaction;
      const { peers } = c.knowledge;
      if (peers.portsOf(destination).length > 0 || !peers.hearsOthers(source)) return undefined;
      const missed = missedBetween(c, destination, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
      const { messages } = c.conversations;
      const others = new Set(missed.map(id => messages.conversation.get(id)).filter(row => row !== c.row)).size;
      return inSilence(c, hop, {
        certainty: 'likely',
        slots: { ...silenceSlots(c, transaction), others: others === 0 ? undefined : others },
        evidence: sending(c, transaction),
        assumes: ['the capture would see what the destination sends'],
      });
    },
  },
  {
    id: 'invite-never-answered',
    step: 'silence',
    of: 'failed',
    isGeneral: true,
    sentence: 'no reply to {requests}[ ({copies})] from {peer}[ in {time}]',
    short: 'no reply to {requests} from {peer}',
    incident: 'no reply from {peer}',
    key: 'peer',
    when: 'A request is left without any response until its sender gives up.',
    unless: [
      'anything narrower explains the silence',
      'only one direction was captured',
      'the capture ends while a response is awaited',
      'it was sent only once over UDP: its sender would have sent it again without an answer',
      'it went to a multicast or broadcast address',
    ],
    next: 'Check that {peer} listens, and that a firewall lets its port through.',
    sources: ['RFC 3261 17.1.1.2', 'RFC 3261 16.6'],
    judge(c) {
      const hop = silentHop(c);
      if (hop === undefined) return undefined;
      return inSilence(c, hop, {
        certainty: 'certain',
        slots: silenceSlots(c, hop.transaction),
        evidence: sending(c, hop.transaction),
      });
    },
  },
];

/** Methods that the destination of a request answered its sender between two times, each with one such request. */
function answeredMethods(
  c: Case,
  { source, destination }: Transaction,
  fromUs: number,
  toUs: number,
): { name: string; message: MessageId }[] {
  const { messages } = c.conversations;
  const found: { name: string; message: MessageId }[] = [];
  for (const [method, name] of METHOD_NAMES.entries()) {
    if (method === 0 || method === METHOD.ACK || method === METHOD.CANCEL) continue;
    const answered = c.knowledge.peers.answeredBy(destination, method, false);
    const seen = answered?.firstAfter(fromUs);
    if (seen === undefined || seen.timeUs > toUs) continue;
    const message = [seen, answered!.lastBefore(toUs)!].find(
      each => each.message >= 0 && each.timeUs >= fromUs,
    )?.message;
    if (message !== undefined && c.isSameHost(messages.source.get(message), source)) found.push({ name, message });
  }
  return found;
}
