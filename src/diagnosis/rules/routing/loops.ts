/** A request that comes round again, or was sent on too often. */
import type { MessageId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import { parseUri } from '../../../sip/headers/uri.js';
import type { Case } from '../../case.js';
import { cut } from '../../facts/cut.js';
import { hopsLeft, isSentOn, passesOf } from '../../facts/dialogs/passes.js';
import type { Rule } from '../../rule.js';
import type { Transaction } from '../../transactions.js';

/** What is left at 483 is less than that where the sender began with too little. */
const ENOUGH_HOPS = 20;

/** Copies of a request that meet within it are one (RFC 3261 section 8.2.2.2): as long as a transaction lives. */
const LIVES_US = 32_000_000;

/** Whose answer to a challenge of hops is a fault: a ping may count its hops on purpose. */
const COUNTED: ReadonlySet<number> = new Set([METHOD.INVITE, METHOD.REGISTER, METHOD.SUBSCRIBE, METHOD.MESSAGE]);

/** The hop whose receiver answered by a status by itself; undefined where none did. */
function answeredBy(c: Case, attempt: Transaction, status: number): Transaction | undefined {
  const hops = c.hops(attempt);
  return hops.findLast(hop => hop.status === status && !isSentOn(c, hop, hops));
}

/** "sip.example.com" of the URI a request is sent to. */
function domainOf(c: Case, id: MessageId): string | undefined {
  const uri = c.message(id)?.uri;
  const host = uri == null ? null : (parseUri(uri)?.host ?? null);
  return host === null ? undefined : cut(host);
}

export const LOOPS: readonly Rule[] = [
  {
    id: 'loop',
    step: 'told',
    of: 'failed',
    sentence:
      '{method} went round: it came to {peer} {times} times, Max-Forwards fell from {most} to {least}[ ({status})]',
    short: '{method} loops: {times} times at {peer}',
    incident: 'requests go round at {peer}',
    key: 'peer',
    when: 'One request comes to the same address and port three times or more, with fewer hops left each time, and to a URI to which it had come before.',
    unless: [
      'its URI is another at each pass: that is a spiral, and allowed',
      'the branches were made by a fork: as many hops are left to them',
    ],
    next: 'Look at the routes of {peer} for {domain}: one of them leads back to it.',
    sources: ['RFC 3261 16.3', 'RFC 3261 21.4.19', 'RFC 3261 21.4.20'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined) return undefined;
      const passes = passesOf(c, attempt);
      if (passes === undefined) return undefined;
      const [first, last] = [passes[0]!, passes.at(-1)!];
      const final = passes.find(each => each.status === 482 || each.status === 483)?.final;
      return {
        certainty: 'certain',
        slots: {
          method: c.method(first),
          peer: c.peer(first.destination),
          times: passes.length,
          most: hopsLeft(c, first.request),
          least: hopsLeft(c, last.request),
          domain: domainOf(c, first.request),
          status: final === undefined ? undefined : c.statusText(final),
        },
        evidence: [
          c.shows(first.request, 'the first time', 'Max-Forwards'),
          c.shows(passes[1]!.request, 'the second time', 'Max-Forwards'),
          c.shows(last.request, 'the last time', 'Max-Forwards'),
          ...(final === undefined ? [] : [c.shows(final, 'what ended it')]),
        ],
      };
    },
  },
  {
    id: 'merged-request',
    step: 'told',
    of: 'failed',
    sentence: '{peer} got the same {method} twice, by {first} and by {second}, and refused one of them ({status})',
    short: '{peer} got the same {method} by two ways',
    incident: '{peer} gets the same request by two ways',
    key: 'peer',
    when: '482, and within 32 s two requests with one Call-ID, From tag and CSeq number but with two branches came to the host that answered it.',
    unless: ['that host sent the request on in between: it is a loop', 'the call was answered on the other way'],
    next: 'Look at the proxy that forks: two of its targets are {peer}.',
    sources: ['RFC 3261 8.2.2.2', 'RFC 3261 21.4.19'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined) return undefined;
      const refused = answeredBy(c, attempt, 482);
      if (refused === undefined || refused.inDialog) return undefined;
      const { messages } = c.conversations;
      const tag = messages.fromTag.get(refused.request);
      const other = c
        .hops(attempt)
        .find(
          each =>
            each.destination === refused.destination &&
            each.branch !== refused.branch &&
            tag !== 0 &&
            messages.fromTag.get(each.request) === tag &&
            Math.abs(c.elapsedUs(each.request, refused.request)) <= LIVES_US,
        );
      if (other === undefined) return undefined;
      return {
        certainty: 'certain',
        slots: {
          peer: c.peer(refused.destination),
          method: c.method(refused),
          first: c.peer(other.source),
          second: c.peer(refused.source),
          status: c.statusText(refused.final),
        },
        evidence: [
          c.shows(other.request, 'came by one way', 'Via'),
          c.shows(refused.request, 'came by another', 'Via'),
          c.shows(refused.final, 'refused'),
        ],
      };
    },
  },
  {
    id: 'max-forwards-low',
    step: 'told',
    of: 'failed',
    sentence: '{client} begins with Max-Forwards {hops}, which is too little for the way: {peer} answered {status}',
    short: '{client} begins with Max-Forwards {hops}',
    incident: '{client} begins with too small a Max-Forwards',
    key: 'client',
    when: '483 to a request that its sender, as the only Via shows, began with less than 20 hops.',
    unless: ['it had 20 hops or more', 'it came through a proxy before it was captured', 'it is a ping'],
    next: 'Set Max-Forwards of {client} to 70.',
    sources: ['RFC 3261 8.1.1.6', 'RFC 3261 21.4.20'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || attempt.status !== 483 || !COUNTED.has(attempt.method)) return undefined;
      const first = c.hops(attempt)[0]!;
      const hops = hopsLeft(c, first.request);
      const vias = c.headers(first.request, 'Via');
      if (hops === undefined || hops >= ENOUGH_HOPS || vias.length !== 1 || vias[0]!.includes(',')) return undefined;
      const refused = answeredBy(c, attempt, 483) ?? first;
      return {
        certainty: 'certain',
        slots: {
          client: c.peer(first.source),
          hops,
          peer: c.peer(refused.destination),
          status: c.statusText(refused.final),
        },
        evidence: [
          c.shows(first.request, 'the hops it begins with', 'Max-Forwards'),
          c.shows(refused.final, 'they are used up'),
        ],
      };
    },
  },
  {
    id: 'loop-behind',
    step: 'told',
    of: 'failed',
    sentence:
      '{peer} answered {status} although the {method}[ for {domain}] had {hops} hops left: it loops inside {peer} or behind it',
    short: '{method} with {hops} hops left loops at {peer}',
    incident: 'requests loop inside {peer} or behind it, one for {domain} first',
    key: 'peer',
    when: '483 to a request that had 20 hops or more left, by a host that is not seen to send it on.',
    unless: ['it had less than 20 hops', 'the capture shows the loop', 'the host is seen to send the request on'],
    next: 'Check whether {domain} is one of the domains that {peer} takes for its own: if not, it may send the request to itself.',
    sources: ['RFC 3261 16.3', 'RFC 3261 8.1.1.6'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || attempt.status !== 483) return undefined;
      const refused = answeredBy(c, attempt, 483);
      const hops = refused && hopsLeft(c, refused.request);
      if (refused === undefined || hops === undefined || hops < ENOUGH_HOPS) return undefined;
      return {
        certainty: 'likely',
        slots: {
          peer: c.peer(refused.destination),
          status: c.statusText(refused.final),
          method: c.method(refused),
          domain: domainOf(c, refused.request),
          hops,
        },
        evidence: [
          c.shows(refused.request, 'has enough hops left', 'Max-Forwards'),
          c.shows(refused.final, 'they are used up'),
        ],
        assumes: ['the host counts hops as it should'],
      };
    },
  },
];
