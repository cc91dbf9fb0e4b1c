/** Requests over UDP that are too large for one packet: fragments are what firewalls and NATs lose first. */
import type { FailureKind } from '../../../model/event-kinds.js';
import type { MessageId } from '../../../model/ids.js';
import { transportIndex } from '../../../model/transports.js';
import { METHOD_NAMES } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import { refused, sendingTo } from '../../facts/hosts/refused.js';
import { inSilence, sending, silenceSlots, silentHop } from '../../facts/hosts/silent-hop.js';
import { LARGE_BYTES } from '../../knowledge/peers.js';
import type { Rule } from '../../rule.js';
import type { Transaction } from '../../transactions.js';

const TCP = transportIndex('TCP');
/** Requests so long before and after one show what the path carries. */
const NEAR_US = 600_000_000;

const TOO_BIG: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'icmp-fragmentation-needed',
  'icmp-reassembly-timeout',
]);

export const SIZE_RULES: readonly Rule[] = [
  {
    id: 'auth-retry-too-big',
    step: 'silence',
    of: 'failed',
    sentence:
      'no reply to {requests}[ ({copies})] from {peer}[ in {time}]: with credentials the {method} has {bytes} bytes, without them {small} and was answered',
    short: 'no reply to the {method} with credentials: {bytes} bytes over UDP',
    incident: 'no reply from {peer} to requests with credentials, too large for one packet',
    key: 'peer',
    when: 'A request was challenged; sent again with credentials over UDP it has more than 1300 bytes, which it had not before, and is left without any response.',
    unless: ['a larger request to the same address was answered', 'the request without credentials was as large'],
    next: 'Make the {method} smaller (fewer codecs and headers), send it over TCP, or let fragments pass.',
    sources: ['RFC 3261 18.1.1'],
    judge(c) {
      const hop = silentHop(c);
      if (hop === undefined || !hop.transaction.authorized || !isLargeUdp(c, hop.transaction)) return undefined;
      const { transaction } = hop;
      const { messages } = c.conversations;
      const challenged = c.transactions.find(
        each =>
          (each.status === 401 || each.status === 407) &&
          each.method === transaction.method &&
          each.source === transaction.source &&
          each.destination === transaction.destination &&
          messages.length.get(each.request) <= LARGE_BYTES,
      );
      if (challenged === undefined || carriesLarge(c, transaction)) return undefined;
      return inSilence(c, hop, {
        certainty: 'likely',
        slots: {
          ...silenceSlots(c, transaction),
          method: c.method(transaction),
          bytes: messages.length.get(transaction.request),
          small: messages.length.get(challenged.request),
        },
        evidence: [
          c.shows(challenged.request, `${messages.length.get(challenged.request)} bytes`),
          c.shows(challenged.final, 'it was answered'),
          ...sending(c, transaction),
        ],
        assumes: ['what is on the way does not carry fragments'],
      });
    },
  },
  {
    id: 'udp-too-big',
    step: 'silence',
    of: 'failed',
    sentence: 'no reply to {requests}[ ({copies})] from {peer}[ in {time}]: the {method} has {bytes} bytes, {proof}',
    short: 'no reply to a {method} of {bytes} bytes over UDP',
    incident: 'no reply from {peer} to requests too large for one packet',
    key: 'peer',
    when: 'A request of more than 1300 bytes over UDP is left without any response, while smaller ones to the same address are answered within 10 minutes and it is heard afterwards; or ICMP says that it was too large, or that fragments of it were lost.',
    unless: ['a request as large was answered', 'the address is not heard any more'],
    next: 'Make the {method} smaller (fewer codecs and headers), send it over TCP, or let fragments pass.',
    sources: ['RFC 3261 18.1.1', 'RFC 1191'],
    judge(c) {
      const { messages } = c.conversations;
      const told = refused(c, TOO_BIG);
      if (told !== undefined && !told.transaction.answered) {
        const { transaction, event } = told;
        return {
          certainty: 'certain',
          slots: {
            ...silenceSlots(c, transaction),
            method: c.method(transaction),
            bytes: messages.length.get(transaction.request),
            proof: `${event.kind === 'icmp-reassembly-timeout' ? 'and fragments of it were lost' : 'too large for a link on its way'}, says ICMP from ${c.host(event.source)}`,
          },
          evidence: sendingTo(c, told, 'the one that ICMP quotes'),
        };
      }
      const hop = silentHop(c);
      if (hop === undefined || !isLargeUdp(c, hop.transaction)) return undefined;
      const { transaction } = hop;
      const { destination, request } = transaction;
      if (carriesLarge(c, transaction)) return undefined;
      // One that is not heard any more may be gone.
      if (c.knowledge.peers.heard(destination)?.firstAfter(c.timeUs(request)) === undefined) return undefined;
      const small = smallAnswered(c, transaction);
      if (small === undefined) return undefined;
      const smallBytes = messages.length.get(small);
      return inSilence(c, hop, {
        certainty: 'likely',
        slots: {
          ...silenceSlots(c, transaction),
          method: c.method(transaction),
          bytes: messages.length.get(request),
          proof: `one of ${smallBytes} bytes was answered`,
        },
        evidence: [c.shows(small, `${smallBytes} bytes, answered`), ...sending(c, transaction)],
        assumes: ['what is on the way does not carry fragments'],
      });
    },
  },
];

function isLargeUdp({ conversations }: Case, { request }: Transaction): boolean {
  const { messages } = conversations;
  return messages.length.get(request) > LARGE_BYTES && messages.transport.get(request) < TCP;
}

/** Whether a large request to the same address was answered: the way carries them. */
function carriesLarge(c: Case, { destination }: Transaction): boolean {
  return METHOD_NAMES.some((_, method) => c.knowledge.peers.answeredBy(destination, method, true) !== undefined);
}

/** A request to the same address that was small enough and answered, near in time; one of the same method before others. */
function smallAnswered(c: Case, { destination, request, method }: Transaction): MessageId | undefined {
  const sentUs = c.timeUs(request);
  const methods = [method, ...METHOD_NAMES.keys()];
  for (const each of methods) {
    const answered = c.knowledge.peers.answeredBy(destination, each, false);
    for (const seen of [answered?.lastBefore(sentUs), answered?.firstAfter(sentUs)])
      if (seen !== undefined && seen.message >= 0 && Math.abs(seen.timeUs - sentUs) <= NEAR_US) return seen.message;
  }
  return undefined;
}
