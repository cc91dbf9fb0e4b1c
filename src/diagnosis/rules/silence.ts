/** Nobody answered: who, since when, and what is most likely in the way. */
import { MESSAGE } from '../../conversations/message-table.js';
import { quoted } from '../../format/excerpts.js';
import type { MessageId } from '../../model/ids.js';
import { transportIndex } from '../../model/transports.js';
import { METHOD, METHOD_NAMES } from '../../sip/headers/methods.js';
import { parseUri } from '../../sip/headers/uri.js';
import type { Case } from '../case.js';
import { signsOfBinding } from '../facts/binding.js';
import { isHostOf, uriIn } from '../facts/hosts-named.js';
import { areNeighbours, isIpv6, isPrivate } from '../facts/networks.js';
import { registeredAt } from '../facts/registered.js';
import {
  backFrom,
  inSilence,
  isResponse,
  missedBetween,
  sending,
  silenceSlots,
  silentHop,
} from '../facts/silent-hop.js';
import { LARGE_BYTES } from '../knowledge/peers.js';
import type { Rule } from '../rule.js';
import { span } from '../sentence.js';
import { isSilent, silentUntil, TIMEOUT_US } from '../silence.js';
import type { Transaction } from '../transactions.js';
import { CALL_END_RULES } from './silent-ends.js';

/** NAT bindings for UDP must live 2 minutes and often live 30 s (RFC 4787 REQ-5). */
const BINDING_US = 30_000_000;
/** After a longer silence nothing speaks for a NAT rather than for a host that is gone. */
const LONG_US = 3600e6;
/** A gap is as long as another that is a little longer: pings do not come on the second. */
const ALIKE = 0.9;
const SIP_PORT = 5060;
const TCP = transportIndex('TCP');
/** A user is looked for at another port so long before and after. */
const MOVED_US = 300_000_000;
/** What is answered so near shows that a host is there. */
const NEAR_US = 60_000_000;
/** Ports of one host that are looked at. */
const MAX_PORTS = 16;

export const SILENCE_RULES: readonly Rule[] = [
  {
    id: 'register-contact-unreachable',
    step: 'silence',
    of: 'failed',
    sentence:
      'no reply to {requests}[ ({copies})] from {peer}[ in {time}]: {user} registered that private address from {source}',
    short: 'no reply from {peer}, a private address that {user} registered',
    incident: 'no reply from {peer}, a private address that was registered from elsewhere',
    key: 'peer',
    when: 'A request is left without any response, its destination is a private address that never sent anything, and a REGISTER that was accepted named it in its Contact but came from another address.',
    unless: ['the requests go to the address the REGISTER came from', 'the private address was heard'],
    next: 'Turn on NAT handling for {user} at the registrar, so that requests go to {source}.',
    sources: ['RFC 3261 10.2.1', 'RFC 3327'],
    judge(c) {
      const hop = silentHop(c);
      if (hop === undefined) return undefined;
      const { transaction } = hop;
      const { source, destination, request } = transaction;
      if (!isPrivate(c, destination) || c.knowledge.peers.portsOf(destination).length > 0) return undefined;
      const { messages } = c.conversations;
      for (const registered of registeredAt(c, source, c.timeUs(request))) {
        const from = messages.source.get(registered.request);
        if (c.isSameHost(from, destination)) continue;
        const contact = uriIn(c, registered.request, 'Contact');
        if (contact?.host == null || !isHostOf(c, contact.host, destination)) continue;
        return inSilence(c, hop, {
          certainty: 'likely',
          slots: {
            ...silenceSlots(c, transaction),
            user: quoted(uriIn(c, registered.request, 'To')?.user ?? contact.user ?? '?'),
            source: c.peer(from),
          },
          evidence: [
            c.shows(registered.request, 'registers a private address', 'Contact'),
            c.shows(registered.response, 'it was accepted'),
            ...sending(c, transaction),
          ],
          assumes: ['the private address cannot be reached from the registrar'],
        });
      }
      return undefined;
    },
  },
  {
    id: 'nat-port-changed',
    step: 'silence',
    of: 'failed',
    sentence: 'no reply to {requests}[ ({copies})] from {peer}[ in {time}]: {user} is now at {other}',
    short: 'no reply from {peer}: {user} is now at {other}',
    incident: 'no reply from {peer}: its user is now at another port',
    key: 'peer',
    when: 'A request is left without any response, and within 5 minutes the user it is for sends requests from the same address, but from another port.',
    unless: [
      'the old port is heard again',
      'the requests from the other port are those of another user',
      'the other port was heard before the old one fell silent: two devices',
    ],
    next: 'Let the registrar put the new address of {user} in the place of the old one (RFC 5626), or remove the old one.',
    sources: ['RFC 5626 4.1', 'RFC 3581 4'],
    judge(c) {
      const hop = silentHop(c);
      if (hop === undefined) return undefined;
      const { transaction } = hop;
      const { destination, request } = transaction;
      const { peers } = c.knowledge;
      const ports = peers.portsOf(destination);
      if (ports.length === 0 || ports.every(each => each === destination)) return undefined;
      const user = calledUser(c, request);
      const sentUs = c.timeUs(request);
      const old = peers.heard(destination);
      if (user === undefined || old?.firstAfter(sentUs) !== undefined) return undefined;
      const oldUs = old?.lastBefore(sentUs)?.timeUs ?? Number.NEGATIVE_INFINITY;
      for (const other of ports.slice(0, MAX_PORTS)) {
        // Two devices of one user behind one NAT: the other was there before.
        if (other === destination || peers.heard(other)?.lastBefore(oldUs) !== undefined) continue;
        const from = requestOf(c, other, user, {
          fromUs: Math.max(oldUs, sentUs - MOVED_US),
          toUs: silentUntil(c, transaction) + MOVED_US,
        });
        if (from === undefined) continue;
        return inSilence(c, hop, {
          certainty: 'likely',
          slots: { ...silenceSlots(c, transaction), user: quoted(user), other: c.peer(other) },
          evidence: [c.shows(from, `sent from ${c.peer(other)}`, 'From'), ...sending(c, transaction)],
          assumes: ['one device has this user at this address'],
        });
      }
      return undefined;
    },
  },
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
        id => messages.method.get(id) === METHOD.OPTIONS && messages.length.get(id) <= LARGE_BYTES,
      );
      if (!missed.includes(request) || missed.length < 2) return undefined;
      const last = missed.at(-1)!;
      const waitedUs = Math.min(after?.timeUs ?? c.nowUs, c.nowUs) - c.timeUs(last);
      if (!isSilent(c, attempt) && last === request && !(waitedUs >= TIMEOUT_US)) return undefined;
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
  {
    id: 'nat-binding-closed',
    step: 'silence',
    of: 'failed',
    sentence:
      'no reply to {requests}[ ({copies})] from {peer}[ in {time}]; it was heard last at {heard}, {gap} before: its {barrier} most likely closed',
    short: 'no reply from {peer}, heard last {gap} before: {barrier} closed?',
    incident: 'no reply from {peer}: its {barrier} most likely closed',
    key: 'peer',
    when: 'A request over UDP is left without any response, its destination sent requests of its own earlier, nothing for 30 s before the request, and nothing until its sender gave up. Where the two are in one network, or more than an hour passed, something else has to speak for a NAT or firewall, too: an address behind it in Via, a registration that still lasted, a request from there afterwards, or another port.',
    unless: [
      'the destination sent anything while it was silent',
      'it answered a request after a gap as long before',
      'it never sent a request, but only answered: it was reached without a binding of its own',
      'the request is a REGISTER: registrars are reached by everybody',
      'it answers again without having sent anything of its own',
      'fewer than 30 s passed since it was heard',
      'the two are neighbours in one network and nothing else speaks for a NAT',
    ],
    next: 'Let the phone register every 60 to 120 s, or send keep-alives every 25 to 30 s; or forward the port.',
    sources: ['RFC 4787 REQ-5', 'RFC 5626 4.4', 'RFC 3261 10.2.4'],
    judge(c) {
      const hop = silentHop(c);
      if (hop === undefined) return undefined;
      const { transaction } = hop;
      const { source, destination, request } = transaction;
      if (c.conversations.messages.transport.get(request) >= TCP || transaction.method === METHOD.REGISTER)
        return undefined;
      if (!c.knowledge.peers.asks(destination)) return undefined;
      const heard = c.knowledge.peers.heard(destination);
      const sentUs = c.timeUs(request);
      const before = heard?.lastBefore(sentUs);
      if (heard === undefined || before === undefined || before.message < 0) return undefined;
      const gapUs = sentUs - before.timeUs;
      const untilUs = silentUntil(c, transaction);
      if (!(gapUs >= BINDING_US) || heard.within(sentUs, untilUs)) return undefined;
      if (isResponse(c, heard.firstAfter(untilUs)?.message ?? (-1 as MessageId))) return undefined;
      if (heard.cameBackAfter(ALIKE * gapUs, sentUs, id => isResponse(c, id))) return undefined;
      const signs = signsOfBinding(c, transaction, before.message, untilUs);
      if (signs.length === 0 && areNeighbours(c, source, destination)) return undefined;
      const port = c.conversations.endpoints.port(destination);
      return inSilence(c, hop, {
        certainty: signs.length === 0 && gapUs > LONG_US ? 'hint' : 'likely',
        slots: {
          ...silenceSlots(c, transaction),
          heard: c.moment(before.timeUs),
          gap: span(gapUs),
          barrier: isIpv6(c, destination) ? 'firewall' : 'NAT or firewall',
        },
        evidence: [
          c.shows(before.message, `the last that ${c.peer(destination)} sent`),
          ...sending(c, transaction),
          ...(port === SIP_PORT || signs.length === 0 ? [] : [c.shows(request, `port ${port} may be one of a NAT`)]),
          ...signs,
        ],
        assumes: [
          'the capture sees what the destination sends',
          'it sent no keep-alive that is not SIP: those are not looked at',
        ],
      });
    },
  },
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
        id => messages.length.get(id) <= LARGE_BYTES,
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

/** The user that a request is for: of its Request-URI, or else of its To. */
function calledUser(c: Case, request: MessageId): string | undefined {
  const uri = c.message(request)?.uri;
  return (uri == null ? undefined : parseUri(uri)?.user) ?? uriIn(c, request, 'To')?.user ?? undefined;
}

/** A request that an endpoint sent for a user in a time; undefined where none is known. */
function requestOf(
  c: Case,
  endpoint: number,
  user: string,
  { fromUs, toUs }: { fromUs: number; toUs: number },
): MessageId | undefined {
  const { messages } = c.conversations;
  const heard = c.knowledge.peers.heard(endpoint);
  for (const seen of [heard?.firstAfter(fromUs), heard?.lastBefore(toUs)]) {
    if (seen === undefined || seen.message < 0 || !(seen.timeUs > fromUs && seen.timeUs <= toUs)) continue;
    const sent = [...backFrom(c, seen.message)].find(
      id =>
        messages.source.get(id) === endpoint && !messages.has(id, MESSAGE.Response) && messages.timeUs.get(id) > fromUs,
    );
    if (sent !== undefined && uriIn(c, sent, 'From')?.user === user) return sent;
  }
  return undefined;
}

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
