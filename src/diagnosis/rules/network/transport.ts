/** What carries messages fails: ICMP, connections, TLS, sizes, names. */
import { MESSAGE } from '../../../conversations/message-table.js';
import { quoted } from '../../../format/excerpts.js';
import type { FailureKind } from '../../../model/event-kinds.js';
import type { MessageId } from '../../../model/ids.js';
import { transportAt, transportIndex } from '../../../model/transports.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { FaultCode } from '../../../sip/message/faults.js';
import type { Case } from '../../case.js';
import { familyOf } from '../../facts/hosts/families.js';
import { type Refused, refused, sendingTo } from '../../facts/hosts/refused.js';
import type { Rule } from '../../rule.js';
import { span } from '../../sentence.js';
import type { Transaction } from '../../transactions.js';
import { SIZE_RULES } from './sizes.js';

const UNKNOWN = transportIndex('unknown');
/** Descriptions of a host that are read. */
const MAX_READ = 8;

const UNREACHABLE: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'icmp-net-unreachable',
  'icmp-host-unreachable',
  'icmp-protocol-unreachable',
  'icmp-port-unreachable',
  'icmp-admin-prohibited',
  'icmp-unreachable',
  'icmp-time-exceeded',
]);

/** A reason in which a host says that it could not find another by name. */
const UNRESOLVED =
  /\bDNS\b|\bunresolv|\b(?:unable to|cannot|can't|could not|couldn't|failed to|failure to)\s+(?:be\s+)?resolv|\b(?:name|host(?:name)?|domain) resol|resolution (?:fail|error)/i;

/** Statuses that say that a message is not well formed. */
const MALFORMED: ReadonlySet<number> = new Set([400, 414, 416, 493, 513]);
/** Faults that a server cannot overlook; others it may have overlooked. */
const FAULTS: Readonly<Partial<Record<FaultCode, string>>> = {
  'start-line': 'its first line is no request line',
  version: 'its version is not SIP/2.0',
  'missing-header': 'a header that it must have is missing',
  'repeated-header': 'a header that may appear once only is repeated',
  cseq: 'its CSeq is no number and method',
  'cseq-method': 'the method in its CSeq is another',
  'content-length': 'its Content-Length is not the length of its body',
  'header-line': 'a header line has no name',
  'header-end': 'the empty line after its headers is missing',
  'request-uri': 'its Request-URI is no URI',
  uri: 'an address has a character that it must not have',
  quote: 'a quoted text is not closed',
  brackets: 'an address lacks its angle brackets',
};

export const TRANSPORT_RULES: readonly Rule[] = [
  {
    id: 'icmp-unreachable',
    step: 'transport',
    of: 'failed',
    sentence: '{reporter} says that {said} (ICMP): no reply to {requests}',
    short: '{said}, says ICMP from {reporter}',
    incident: 'ICMP says that requests do not reach {peer}',
    key: 'peer',
    when: 'An ICMP error quotes a request that has no final response: nothing listens on the port, or the host, its network or a firewall turned it away.',
    unless: [
      'a response came, or the request was tried again elsewhere',
      'what it quotes is a response: its client was gone already',
    ],
    next: 'Start the service on {peer}, or send to the port it listens on; where a router or firewall said it, look there: {reporter}.',
    sources: ['RFC 1122 4.1.3.3', 'RFC 3261 18.4'],
    judge(c) {
      const found = refused(c, UNREACHABLE);
      if (found === undefined) return undefined;
      const { event, transaction } = found;
      return {
        certainty: 'certain',
        slots: {
          ...networkSlots(c, found),
          reporter: c.host(event.source),
          said: saidBy(c, found),
        },
        evidence: sendingTo(c, found, 'the one that ICMP quotes'),
        assumes: transaction.answered ? ['nothing else ended it'] : [],
      };
    },
  },
  {
    id: 'tls-failed',
    step: 'transport',
    of: 'failed',
    sentence: '{side} broke off TLS with {peer} ("{alert}"): no final response to {requests}',
    short: 'TLS with {peer} failed: {alert}',
    incident: 'TLS with {peer} failed',
    key: 'peer',
    when: 'A TLS alert that is fatal ends the connection that carries a request without a final response.',
    unless: ['the connection was closed in order (close_notify)', 'the request was sent again on another connection'],
    next: 'Mend what the alert names: a certificate (unknown CA, expired, bad, unsupported), a common cipher (handshake failure), a version (protocol version), a server name (unrecognized name), or a certificate of the client (certificate required).',
    sources: ['RFC 8446 6', 'RFC 5630'],
    judge(c) {
      const found = refused(c, new Set<FailureKind>(['tls-alert']));
      const detail = found?.event.detail;
      if (found === undefined || !detail?.startsWith('fatal: ')) return undefined;
      return {
        certainty: 'certain',
        slots: {
          ...networkSlots(c, found),
          side: c.peer(found.event.source),
          alert: quoted(detail.slice('fatal: '.length)),
        },
        evidence: sendingTo(c, found, 'the request that was open'),
      };
    },
  },
  {
    id: 'tcp-reset',
    step: 'transport',
    of: 'failed',
    sentence: '{side} reset the connection[ {time} after the {method}]: no final response to {requests}',
    short: '{side} reset the connection before it answered',
    incident: 'connections to {peer} are reset before it answers',
    key: 'peer',
    when: 'The TCP connection that carries a request is reset before the request has a final response.',
    unless: ['the request had its final response', 'it was sent again on another connection'],
    next: 'Look in the log of {side} at that time: a crash, a limit, a proxy or firewall that ends connections.',
    sources: ['RFC 9293 3.5.3', 'RFC 3261 18.4'],
    judge(c) {
      const found = refused(c, new Set<FailureKind>(['tcp-reset']));
      if (found === undefined) return undefined;
      const { event, transaction } = found;
      const sentUs = c.timeUs(transaction.request);
      return {
        certainty: 'certain',
        slots: {
          ...networkSlots(c, found),
          side: c.peer(event.source),
          method: c.method(transaction),
          time: span(event.timeUs - sentUs),
        },
        evidence: sendingTo(c, found, 'the request that was open'),
      };
    },
  },
  ...SIZE_RULES,
  {
    id: 'dns-failed',
    step: 'told',
    of: 'failed',
    sentence: '{peer} could not resolve where to send the {method}: {status}[, {warning}]',
    short: '{peer} could not resolve the target: {status}',
    incident: '{peer} could not resolve where to send requests',
    key: 'peer',
    when: 'The reason phrase or the Warning of a final response says that a name was not resolved.',
    unless: ['neither speaks of DNS or of a name'],
    next: 'Ask the DNS server that {peer} uses for the host of the Request-URI: its NAPTR, SRV and A records.',
    sources: ['RFC 3263', 'RFC 3261 20.43'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || attempt.status < 400) return undefined;
      const { final, request } = attempt;
      const said = c.statusText(final);
      const warning = c.mightHave('Warning') ? c.header(final, 'Warning') : undefined;
      const warned = warning !== undefined && UNRESOLVED.test(warning);
      if (!warned && !UNRESOLVED.test(said)) return undefined;
      return {
        certainty: 'certain',
        slots: {
          peer: c.host(c.conversations.messages.source.get(final)),
          method: c.method(attempt),
          status: quoted(said),
          warning: warned ? `Warning ${quoted(warning)}` : undefined,
        },
        evidence: [
          c.shows(request, 'the request'),
          c.shows(final, 'says that it could not resolve', ...(warned ? ['Warning'] : [])),
        ],
      };
    },
  },
  {
    id: 'malformed-rejected',
    step: 'told',
    of: 'failed',
    sentence: '{peer} refuses the {method} as malformed ({status}): {fault}[ ({header})]',
    short: '{status}: {fault}',
    incident: '{peer} refuses requests that are malformed',
    key: 'peer',
    when: 'A request is refused with 400, 414, 416, 493 or 513, and it has a fault that the grammar of SIP does not allow.',
    unless: ['no fault is found in it', 'the capture cut it short'],
    next: 'Mend what sends the {method}, or what changes it on its way.',
    sources: ['RFC 3261 21.4.1', 'RFC 3261 25.1'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || !MALFORMED.has(attempt.status)) return undefined;
      const { request, final } = attempt;
      if (c.conversations.messages.has(request, MESSAGE.Truncated)) return undefined;
      const message = c.message(request);
      const fault = message?.faults.find(({ code }) => FAULTS[code] !== undefined);
      if (message === undefined || fault === undefined) return undefined;
      const field = message.fields.find(({ start, end }) => start <= fault.offset && fault.offset < end);
      const header = field === undefined || field.name === '' ? undefined : field.canonical;
      return {
        certainty: 'certain',
        slots: {
          peer: c.host(c.conversations.messages.source.get(final)),
          method: c.method(attempt),
          status: quoted(c.statusText(final)),
          fault: FAULTS[fault.code],
          header: header === undefined ? undefined : quoted(header),
        },
        evidence: [c.shows(request, fault.message, header), c.shows(final, 'refuses it')],
      };
    },
  },
  {
    id: 'wrong-address-family',
    step: 'told',
    of: 'failed',
    sentence: '{peer} refuses the {method}, which offers media over {family} only: {status}[, {proof}]',
    short: '{status}: the offer is {family} only',
    incident: '{peer} refuses offers of media over {family} only',
    key: 'peer',
    when: 'An offer has addresses of one family only, and is refused with Warning 300 or 301 (network protocol, network address formats), or with 488 or 606 by a host whose own media are always of the other.',
    unless: ['the host has media of the family that is offered', 'it offers both'],
    next: 'Offer both families (RFC 6157), or put a relay between the two.',
    sources: ['RFC 3261 20.43', 'RFC 6157', 'RFC 4566 5.7'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || attempt.method !== METHOD.INVITE || attempt.status < 400) return undefined;
      const { request, final } = attempt;
      const warning = c.mightHave('Warning') ? c.header(final, 'Warning') : undefined;
      const isWarned = warning !== undefined && /(?:^|,)\s*30[01]\s/.test(warning);
      if (!isWarned && attempt.status !== 488 && attempt.status !== 606) return undefined;
      const family = c.conversations.messages.has(request, MESSAGE.Sdp) ? familyOf(c, request) : undefined;
      if (family === undefined) return undefined;
      const isFormat = isWarned && /(?:^|,)\s*301\s/.test(warning);
      const own = isWarned ? undefined : describedOtherwise(c, c.conversations.messages.source.get(final), family);
      if (!isWarned && own === undefined) return undefined;
      return {
        certainty: isFormat ? 'certain' : 'likely',
        slots: {
          peer: c.host(c.conversations.messages.source.get(final)),
          method: c.method(attempt),
          family,
          status: quoted(c.statusText(final)),
          proof: isWarned
            ? `Warning ${quoted(warning)}`
            : `and its own media are ${family === 'IPv4' ? 'IPv6' : 'IPv4'}`,
        },
        evidence: [
          c.shows(request, `offers ${family} only`),
          c.shows(final, 'refuses it', ...(isWarned ? ['Warning'] : [])),
          ...(own === undefined ? [] : [c.shows(own, 'its own media')]),
        ],
        assumes: isFormat
          ? []
          : [
              isWarned
                ? 'the protocol that it does not have is that of the addresses'
                : 'it takes media of its own family only',
            ],
      };
    },
  },
  {
    id: 'transport-switch',
    step: 'pattern',
    of: 'failed',
    sentence: 'the {method} went over {transport} from {source} to {peer}, but its {what} over {other}',
    short: 'the {method} went over {transport}, its {what} over {other}',
    incident: 'requests to {peer} and what belongs to them go over different transports',
    key: 'peer',
    when: 'A response to a failed request, or its CANCEL, is carried by another transport than the request, between the same two hosts.',
    unless: ['they went between different hosts', 'a transport is not known'],
    next: 'See which transport {peer} takes from the Via, and whether a firewall lets it through.',
    sources: ['RFC 3261 18.1.1', 'RFC 3261 18.2.2'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined) return undefined;
      const { messages } = c.conversations;
      const transport = messages.transport.get(attempt.request);
      if (transport === UNKNOWN) return undefined;
      const other = c.messages.find(id => isOtherwise(c, id, attempt, transport));
      if (other === undefined) return undefined;
      return {
        certainty: 'hint',
        slots: {
          method: c.method(attempt),
          transport: transportAt(transport) ?? undefined,
          source: c.host(attempt.source),
          peer: c.host(attempt.destination),
          what: messages.has(other, MESSAGE.Response) ? 'response' : 'CANCEL',
          other: transportAt(messages.transport.get(other)) ?? undefined,
        },
        evidence: [c.shows(attempt.request, 'the request', 'Via'), c.shows(other, 'over another transport')],
      };
    },
  },
];

/** The slots that all have of which the network speaks. */
function networkSlots(c: Case, { transaction }: Refused) {
  return { peer: c.peer(transaction.destination), requests: c.requests(transaction) };
}

/** What an ICMP error says. */
function saidBy(c: Case, { event, transaction }: Refused): string {
  const { destination } = transaction;
  switch (event.kind) {
    case 'icmp-port-unreachable':
      return `nothing listens on ${c.peer(destination)}`;
    case 'icmp-net-unreachable':
      return `there is no route to ${c.host(destination)}`;
    case 'icmp-host-unreachable':
      return `${c.host(destination)} is not there`;
    case 'icmp-protocol-unreachable':
      return `${c.host(destination)} does not take this transport protocol`;
    case 'icmp-admin-prohibited':
      return `a firewall rejects what goes to ${c.peer(destination)}`;
    case 'icmp-time-exceeded':
      return `packets to ${c.host(destination)} are forwarded too often`;
    default:
      return `${c.peer(destination)} cannot be reached`;
  }
}

/** A description of a host's own media, if all that are looked at are of the other family; undefined where one is not. */
function describedOtherwise(c: Case, endpoint: number, family: string): MessageId | undefined {
  let found: MessageId | undefined;
  const { hosts, described } = c.knowledge;
  for (const id of described.of(hosts.of(endpoint)).slice(0, MAX_READ)) {
    if (!c.conversations.hasMessage(id)) continue;
    const own = familyOf(c, id);
    if (own === undefined || own === family) return undefined;
    found ??= id;
  }
  return found;
}

/** Whether a message is a response to a request, or its CANCEL, between the same hosts over another transport. */
function isOtherwise(
  { conversations, knowledge }: Case,
  id: MessageId,
  attempt: Transaction,
  transport: number,
): boolean {
  const { messages } = conversations;
  const other = messages.transport.get(id);
  if (other === transport || other === UNKNOWN || messages.cseq.get(id) !== attempt.cseq) return false;
  if (messages.branch.get(id) !== attempt.branch) return false;
  const method = messages.method.get(id);
  const isResponse = messages.has(id, MESSAGE.Response);
  if (isResponse ? method !== attempt.method : method !== METHOD.CANCEL) return false;
  const { hosts } = knowledge;
  const ends = [messages.source.get(id), messages.destination.get(id)].map(each => hosts.of(each));
  const [from, to] = isResponse ? ends.reverse() : ends;
  return from === hosts.of(attempt.source) && to === hosts.of(attempt.destination);
}
