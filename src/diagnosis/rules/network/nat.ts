/** Silence of hosts behind a NAT or a firewall: a binding that closed, a port that changed, an address that only they know. */
import { MESSAGE } from '../../../conversations/message-table.js';
import { quoted } from '../../../format/excerpts.js';
import type { MessageId } from '../../../model/ids.js';
import { transportIndex } from '../../../model/transports.js';
import { METHOD } from '../../../sip/headers/methods.js';
import { parseUri } from '../../../sip/headers/uri.js';
import type { Case } from '../../case.js';
import { signsOfBinding } from '../../facts/hosts/binding.js';
import { isHostOf, uriIn } from '../../facts/hosts/hosts-named.js';
import { areNeighbours, isIpv6, isPrivate } from '../../facts/hosts/networks.js';
import { registeredAt } from '../../facts/users/registered.js';
import { backFrom, inSilence, isResponse, sending, silenceSlots, silentHop } from '../../facts/hosts/silent-hop.js';
import type { Rule } from '../../rule.js';
import { span } from '../../sentence.js';
import { silentUntil } from '../../silence.js';

/** NAT bindings for UDP must live 2 minutes and often live 30 s (RFC 4787 REQ-5). */
export const BINDING_US = 30_000_000;
/** After a longer silence nothing speaks for a NAT rather than for a host that is gone. */
const LONG_US = 3600e6;
/** A gap is as long as another that is a little longer: pings do not come on the second. */
const ALIKE = 0.9;
const SIP_PORT = 5060;
const TCP = transportIndex('TCP');
/** A user is looked for at another port so long before and after. */
const MOVED_US = 300_000_000;
/** Ports of one host that are looked at. */
const MAX_PORTS = 16;

/** Addresses that requests should not go to. */
export const ADDRESS_RULES: readonly Rule[] = [
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
];

/** Addresses that nothing gets to any more. */
export const BINDING_RULES: readonly Rule[] = [
  {
    id: 'nat-binding-closed',
    step: 'silence',
    of: 'failed',
    sentence:
      'no reply to {requests}[ ({copies})] from {peer}[ in {time}]; it was heard last at {heard}, {gap} before: its {barrier} most likely closed',
    short: 'no reply, {barrier} closed? last heard {gap} before',
    incident: 'no answer from {peer} since {heard}: its {barrier} most likely closed',
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
