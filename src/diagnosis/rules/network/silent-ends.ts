/** Silence in calls that came about or were given up: a phone behind a relay, a CANCEL, a BYE, answers that go elsewhere. */
import type { MessageId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import { isAddress, isHostOf, uriIn } from '../../facts/hosts/hosts-named.js';
import { inSilence, sending, sentFor } from '../../facts/hosts/silent-hop.js';
import type { Rule } from '../../rule.js';
import { span } from '../../sentence.js';
import { isOneSided, isSentOnce } from '../../silence.js';
import type { Transaction } from '../../transactions.js';

/** A relay that answers sooner did not wait for anybody. */
const WAITED_US = 2_000_000;
/** A CANCEL that was sent so often was sent for 11.5 s and more (RFC 3261 section 17.1.2.2). */
const CANCELS = 6;
/** A BYE that is sent again for so long was sent nine times and more. */
const BYE_US = 16_000_000;
/** A retransmission sooner after a response may have crossed it on the way (timer A begins with 0.5 s). */
const CROSSED_US = 400_000;
/** Destinations that a sentence names. */
const MAX_NAMED = 3;
/** Paths of a relay that are looked at. */
const MAX_PATHS = 64;

export const CALL_END_RULES: readonly Rule[] = [
  {
    id: 'wrong-port',
    step: 'silence',
    of: 'any',
    sentence: 'the answers of {peer} go to {other}, but the {method} came from {source}: {consequence}',
    short: 'the answers of {peer} go to port {port}, not to {source}',
    incident: 'the answers of {peer} go to another port than the requests came from',
    key: 'peer',
    when: 'A response over UDP goes to another port than its request came from, and ICMP says that nothing listens there, or the request is sent again after it.',
    unless: [
      'the sender goes on as if it had the response: an ACK, a new attempt',
      'the request was sent again less than 0.4 s after the response',
    ],
    next: 'Turn on rport (RFC 3581) at {source}, and see that {peer} keeps to it.',
    sources: ['RFC 3261 18.2.2', 'RFC 3581 4'],
    judge(c) {
      for (const transaction of c.transactions) {
        const strayed = strayedResponse(c, transaction);
        if (strayed === undefined) continue;
        const { messages, endpoints } = c.conversations;
        const { response, consequence } = strayed;
        const destination = messages.destination.get(response);
        const hasPort = /;\s*rport\b/i.test(c.header(transaction.request, 'Via') ?? '');
        return {
          certainty: 'likely',
          slots: {
            peer: c.peer(messages.source.get(response)),
            other: c.peer(destination),
            port: endpoints.port(destination),
            method: c.method(transaction),
            source: c.peer(transaction.source),
            consequence,
          },
          evidence: [
            c.shows(
              transaction.request,
              hasPort ? 'asks for answers to its port' : 'does not ask for answers to its port',
              'Via',
            ),
            c.shows(response, `goes to port ${endpoints.port(destination)}`),
            ...(transaction.lastRequest === transaction.request
              ? []
              : [c.shows(transaction.lastRequest, 'sent again')]),
          ],
          assumes: ['the sender does not listen on that port'],
        };
      }
      return undefined;
    },
  },
  {
    id: 'callee-phone-down',
    step: 'silence',
    of: 'any',
    sentence: '{peer} never answered {requests}; {relay} answered itself after {time}',
    short: '{peer} never answered; {relay} answered itself',
    incident: '{peer} never answered; its relay answered itself',
    key: 'peer',
    when: 'A call is answered by the host in the middle, while every INVITE that it sent on stayed without any response.',
    unless: [
      'it answered less than 2 s after it sent the call on',
      'an INVITE was sent on only once',
      'the Contact of the answer is another host',
      'the relay reached somebody else meanwhile by a call of its own',
      'somebody goes on as if the phone had answered',
    ],
    next: 'Look at {peer}, not at the call: is it on, registered, and let through by the firewall?',
    sources: ['RFC 3261 16.7'],
    judge(c) {
      if (!c.isAnswered) return undefined;
      const { messages } = c.conversations;
      const invites = c.transactions.filter(({ method, inDialog }) => method === METHOD.INVITE && !inDialog);
      const call = invites.find(({ status }) => status >= 200 && status < 300);
      if (call === undefined || invites.length < 2) return undefined;
      const relay = messages.source.get(call.final);
      const further = invites.filter(each => each !== call && c.isSameHost(each.source, relay));
      const [first] = further;
      if (first === undefined || !c.isSameHost(relay, call.destination)) return undefined;
      if (!(c.elapsedUs(first.request, call.final) >= WAITED_US)) return undefined;
      if (!further.every(each => isLeftOut(c, each, call))) return undefined;
      const peers = [...new Set(further.map(({ destination }) => c.peer(destination)))];
      const sent = further.reduce((sum, each) => sum + each.sent, 0);
      const contact = uriIn(c, call.final, 'Contact')?.host ?? undefined;
      const isItself = contact !== undefined && isHostOf(c, contact, relay);
      if ((contact !== undefined && !isItself && isAddress(contact)) || reachesOthers(c, call)) return undefined;
      const isHeard = further.length > 1 || c.knowledge.peers.portsOf(first.destination).length > 0;
      const isSure = isItself && isHeard;
      return {
        certainty: isSure ? 'certain' : 'likely',
        slots: {
          peer: peers.slice(0, MAX_NAMED).join(', '),
          requests: `${sent} INVITEs`,
          relay: c.peer(call.destination),
          time: span(c.elapsedUs(call.request, call.final)),
        },
        evidence: [
          c.shows(call.request, 'the call'),
          ...further.slice(0, MAX_NAMED).map(each => c.shows(each.request, 'sent on')),
          c.shows(further.at(-1)!.lastRequest, 'sent on last'),
          c.shows(call.final, 'the relay answered itself', ...(isItself ? ['Contact'] : [])),
        ],
        assumes: [
          ...(isItself ? [] : ['the answer is the relay’s own']),
          ...(isHeard ? [] : ['the capture sees what the destination sends']),
        ],
      };
    },
  },
  {
    id: 'cancel-unanswered',
    step: 'answered',
    of: 'any',
    sentence: '{peer} did not answer {requests}[ in {time}]: it may go on ringing',
    short: '{peer} did not answer the CANCEL',
    incident: '{peer} does not answer CANCEL',
    key: 'peer',
    when: 'A CANCEL is sent at least 6 times and gets no response, and its INVITE has no final response either.',
    unless: ['the INVITE had no response at all: that is silence', 'the INVITE was ended by a final response'],
    next: 'See why {peer} does not answer: the CANCEL has to go where the INVITE went, with its branch.',
    sources: ['RFC 3261 9.1', 'RFC 3261 9.2'],
    judge(c) {
      for (const transaction of c.transactions) {
        if (transaction.method !== METHOD.CANCEL || transaction.answered || transaction.sent < CANCELS) continue;
        if (isOneSided(c, transaction)) continue;
        const invite = c.transactions.find(({ method, branch, destination }) => {
          return method === METHOD.INVITE && branch === transaction.branch && destination === transaction.destination;
        });
        if (invite !== undefined && (!invite.answered || invite.final >= 0)) continue;
        return inSilence(
          c,
          { transaction, isShown: true, assumes: [] },
          {
            certainty: 'certain',
            slots: {
              peer: c.peer(transaction.destination),
              requests: c.requests(transaction),
              time: sentFor(c, transaction),
            },
            evidence: [
              ...(invite === undefined ? [] : [c.shows(invite.firstResponse, 'the INVITE had reached it')]),
              ...sending(c, transaction),
            ],
          },
        );
      }
      return undefined;
    },
  },
  {
    id: 'bye-unanswered',
    step: 'answered',
    of: 'any',
    sentence: 'no reply to {requests} from {peer} in {time}: {consequence}',
    short: 'no reply to the BYE from {peer}',
    incident: 'no reply to BYE from {peer}',
    key: 'peer',
    when: 'A BYE is sent again for at least 16 s and gets no final response on any hop.',
    unless: ['a BYE of the other side was answered', 'only one direction was captured'],
    next: 'See whether {peer} was gone, or whether the BYE went to the right address: its Contact and the Record-Route of the dialog.',
    sources: ['RFC 3261 15.1.1'],
    judge(c) {
      const byes = c.transactions.filter(({ method }) => method === METHOD.BYE);
      if (byes.some(({ status }) => status >= 200 && status < 300)) return undefined;
      for (const transaction of byes) {
        if (transaction.final >= 0 || c.hops(transaction).some(({ final }) => final >= 0)) continue;
        if (!(c.elapsedUs(transaction.request, transaction.lastRequest) >= BYE_US)) continue;
        if (isOneSided(c, transaction)) continue;
        return inSilence(
          c,
          { transaction, isShown: true, assumes: [] },
          {
            certainty: 'certain',
            slots: {
              peer: c.peer(transaction.destination),
              requests: c.requests(transaction),
              time: sentFor(c, transaction),
              consequence: byes.some(({ source }) => c.isSameHost(source, transaction.destination))
                ? 'it sent a BYE, too'
                : 'it may hold on to the call',
            },
            evidence: sending(c, transaction),
          },
        );
      }
      return undefined;
    },
  },
];

/** Whether a relay's INVITE got no response until the relay answered by itself. */
function isLeftOut(c: Case, further: Transaction, call: Transaction): boolean {
  if (further.answered || isSentOnce(c, further) || isOneSided(c, further)) return false;
  if (c.isSameHost(further.destination, call.source) || c.isSameHost(further.destination, call.destination))
    return false;
  return further.cancel < 0 || c.elapsedUs(further.request, further.cancel) >= WAITED_US;
}

/** Whether a host had a call of its own accepted between the request and the answer of one it relays. */
function reachesOthers(c: Case, { request, final, destination }: Transaction): boolean {
  const { table } = c.conversations;
  const [fromUs, toUs] = [c.timeUs(request), c.timeUs(final)];
  return c.knowledge.paths
    .from(destination)
    .slice(0, MAX_PATHS)
    .some(({ admitted }) =>
      admitted.items().some(row => {
        const startUs = row === c.row ? Number.NaN : table.startUs.get(row);
        return startUs >= fromUs && startUs <= toUs;
      }),
    );
}

/** A response that went to another port of the sender than the request came from, and what came of it. */
function strayedResponse(c: Case, transaction: Transaction): { response: MessageId; consequence: string } | undefined {
  const { messages } = c.conversations;
  const { source, request, lastRequest, method } = transaction;
  if (transaction.ack >= 0) return undefined;
  for (const response of [transaction.trying, transaction.progress, transaction.final]) {
    if (response < 0) continue;
    const destination = messages.destination.get(response);
    if (destination === source || !c.isSameHost(destination, source)) continue;
    if (messages.transport.get(request) > 1 || messages.transport.get(response) > 1) continue;
    const refused = c.events.some(({ message, kind }) => message === response && kind === 'icmp-port-unreachable');
    if (refused) return { response, consequence: 'nothing listens there, says ICMP' };
    const goesOn = c.transactions.some(each => {
      return each.request > response && each.method === method && c.isSameHost(each.source, source);
    });
    if (!goesOn && c.elapsedUs(response, lastRequest) >= CROSSED_US)
      return { response, consequence: 'it is sent again as if there was none' };
  }
  return undefined;
}
