/** Loops, and requests that go the wrong way through a dialog. */
import type { MessageId } from '../../model/ids.js';
import { METHOD } from '../../sip/headers/methods.js';
import { parseUri } from '../../sip/headers/uri.js';
import type { Case } from '../case.js';
import { cut } from '../facts/cut.js';
import { isLost, toldTo, urisOf } from '../facts/dialog-ends.js';
import { forgotten } from '../facts/forgotten.js';
import { hopsLeft, isSentOn, passesOf } from '../facts/passes.js';
import type { Rule } from '../rule.js';
import { span } from '../sentence.js';
import type { Transaction } from '../transactions.js';

/** What is left at 483 is less than that where the sender began with too little. */
const ENOUGH_HOPS = 20;
/** Copies of a request that meet within it are one (RFC 3261 section 8.2.2.2): as long as a transaction lives. */
const LIVES_US = 32_000_000;
/** Calls forgotten within it are forgotten for one reason. */
const RESTART_US = 60_000_000;
const RESTARTED = 3;
/** As long as a client may take to call where it is sent to. */
const FOLLOWS_US = 10_000_000;
/** A request that is sent again so long after a response has not taken it. */
const IGNORED_US = 400_000;
/** Messages whose Contact is read. */
const MAX_CONTACTS = 16;

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

/** "alice@10.0.0.1:5060" of a URI, for comparing; the URI itself where it is of another kind. */
function placeOf(text: string): string {
  const uri = parseUri(text);
  if (uri === null || uri.host === null) return text;
  const port = uri.port ?? (uri.scheme === 'sips' ? 5061 : 5060);
  return `${uri.user ?? ''}@${uri.host.toLowerCase()}:${port}`;
}

/** A number sent before with a higher CSeq by the same end; undefined where there is none. */
function higherBefore(c: Case, { request, cseq }: Transaction): Transaction | undefined {
  const { messages } = c.conversations;
  const tag = messages.fromTag.get(request);
  if (tag === 0) return undefined;
  return c.transactions.find(
    each => each.cseq > cseq && messages.fromTag.get(each.request) === tag && c.elapsedUs(each.request, request) > 0,
  );
}

/** What a response says is not supported, in words: a method, an option, an event; undefined where it says nothing of that kind. */
function unsupported(c: Case, attempt: Transaction): string | undefined {
  const { status, final, request } = attempt;
  if (status === 405 || status === 501) return c.method(attempt);
  if (status === 420) {
    const options = c.headers(final, 'Unsupported').join(', ');
    return options === '' ? undefined : `option ${cut(options)}`;
  }
  const event = c.header(request, 'Event');
  return status === 489 && event !== undefined ? `event ${cut(event.replace(/;.*/s, ''))}` : undefined;
}

/** Whether a client may have sent any INVITE within 10 s after a response. */
function mayCall(c: Case, { source, final }: Transaction): boolean {
  const { hosts, callers } = c.knowledge;
  const toldUs = c.timeUs(final);
  return callers.mayHaveSent(hosts.of(source), toldUs, toldUs + FOLLOWS_US);
}

export const ROUTING_RULES: readonly Rule[] = [
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
  {
    id: 'record-route-ignored',
    step: 'answered',
    of: 'any',
    sentence: '{client} sent the {method} past {proxy}, which had asked to stay in the path, to {peer}[: {status}]',
    short: '{client} sent the {method} past {proxy}',
    incident: '{client} sends requests past {proxy}',
    key: 'client',
    when: 'The message by which an end of a call learned of the other had Record-Route, and its request in the call has no Route, goes to another host than that message came from, and is not answered or not known there.',
    unless: [
      'that message had no Record-Route',
      'the request goes to the host that the message came from',
      'the request is answered all the same',
    ],
    next: 'Mend {client}: it must put Record-Route of the dialog into Route of its requests.',
    sources: ['RFC 3261 12.1', 'RFC 3261 12.2.1.1'],
    judge(c) {
      if (!c.isAnswered || !c.mightHave('Record-Route')) return undefined;
      const lost = c.transactions.find(each => isLost(c, each));
      const told = lost && toldTo(c, lost);
      if (lost === undefined || told === undefined || c.isSameHost(told.from, lost.destination)) return undefined;
      if (urisOf(c, told.message, 'Record-Route').length === 0) return undefined;
      if (c.headers(lost.request, 'Route').length > 0) return undefined;
      return {
        certainty: 'likely',
        slots: {
          client: c.peer(lost.source),
          proxy: c.peer(told.from),
          peer: c.peer(lost.destination),
          method: c.method(lost),
          status: lost.final < 0 ? 'no answer' : c.statusText(lost.final),
        },
        evidence: [
          c.shows(told.message, 'asks to stay in the path', 'Record-Route'),
          c.shows(lost.request, 'has no Route'),
          ...(lost.final < 0 ? [] : [c.shows(lost.final, 'what came of it')]),
        ],
        assumes: ['the request fails because of the way it takes'],
      };
    },
  },
  {
    id: 'route-set-order',
    step: 'answered',
    of: 'any',
    sentence: 'Route of the {method} of {client} is in the order of Record-Route; it must be reversed[: {status}]',
    short: 'Route of the {method} is in the wrong order',
    incident: '{client} sends Route in the wrong order',
    key: 'client',
    when: 'The caller got a response with two or more Record-Route, its request in the call has them as Route in the same order, and is not answered or not known.',
    unless: ['the called end sends it: it must not reverse them', 'the request is answered all the same'],
    next: 'Mend {client}: the caller takes Record-Route of the response from the last to the first.',
    sources: ['RFC 3261 12.1.2'],
    judge(c) {
      if (!c.isAnswered || !c.mightHave('Route')) return undefined;
      const lost = c.transactions.find(each => isLost(c, each));
      const told = lost && toldTo(c, lost);
      if (lost === undefined || told === undefined || !told.isCaller) return undefined;
      const recorded = urisOf(c, told.message, 'Record-Route');
      const route = urisOf(c, lost.request, 'Route');
      if (route.length !== recorded.length) return undefined;
      const isSame = route.every((uri, at) => uri === recorded[at]);
      // The same both ways tells nothing, one entry least of all.
      if (!isSame || route.every((uri, at) => uri === recorded[recorded.length - 1 - at])) return undefined;
      return {
        certainty: 'likely',
        slots: {
          client: c.peer(lost.source),
          method: c.method(lost),
          status: lost.final < 0 ? 'no answer' : c.statusText(lost.final),
        },
        evidence: [
          c.shows(told.message, 'the way, from the called end', 'Record-Route'),
          c.shows(lost.request, 'the same order', 'Route'),
          ...(lost.final < 0 ? [] : [c.shows(lost.final, 'what came of it')]),
        ],
        assumes: ['the request fails because of the way it takes'],
      };
    },
  },
  {
    id: 'remote-target-wrong',
    step: 'answered',
    of: 'any',
    sentence: '{client} sent the {method} to {uri}, the Contact was {contact}[: {status}]',
    short: '{method} to {uri} instead of the Contact',
    incident: '{client} does not send its requests to the Contact',
    key: 'client',
    when: 'A request in a call, sent by one of its ends, is addressed to none of the Contacts that the messages of the call have, and is not answered or not known.',
    unless: [
      'its URI is any Contact of the call: it may have changed',
      'its URI is one of Record-Route: a strict router',
      'the request is answered all the same',
    ],
    next: 'Mend {client}: a request in a dialog goes to the Contact of the other end.',
    sources: ['RFC 3261 12.2.1.1'],
    judge(c) {
      if (!c.isAnswered || !c.mightHave('Contact')) return undefined;
      const lost = c.transactions.find(each => isLost(c, each));
      const told = lost && toldTo(c, lost);
      const uri = lost && c.message(lost.request)?.uri;
      if (lost === undefined || told === undefined || uri == null) return undefined;
      const [contact] = urisOf(c, told.message, 'Contact');
      if (contact === undefined || parseUri(contact)?.host == null || parseUri(uri)?.host == null) return undefined;
      const { messages } = c.conversations;
      const shown = c.messages.filter(id => {
        const method = messages.method.get(id);
        return method === METHOD.INVITE || method === METHOD.UPDATE;
      });
      if (shown.length > MAX_CONTACTS) return undefined;
      const known = shown.flatMap(id => [...urisOf(c, id, 'Contact'), ...urisOf(c, id, 'Record-Route')]);
      if (known.some(each => placeOf(each) === placeOf(uri))) return undefined;
      return {
        certainty: 'likely',
        slots: {
          client: c.peer(lost.source),
          method: c.method(lost),
          uri: cut(uri),
          contact: cut(contact),
          status: lost.final < 0 ? 'no answer' : c.statusText(lost.final),
        },
        evidence: [
          c.shows(told.message, 'where requests must go', 'Contact'),
          c.shows(lost.request, 'where it goes'),
          ...(lost.final < 0 ? [] : [c.shows(lost.final, 'what came of it')]),
        ],
        assumes: ['the request fails because of its address'],
      };
    },
  },
  {
    id: 'in-dialog-order',
    step: 'answered',
    of: 'any',
    sentence: '{peer} refused the {method} with CSeq {cseq} as out of order ({status})[; {last} had come before]',
    short: '{peer} refused the {method} as out of order',
    incident: '{peer} refuses requests as out of order',
    key: 'peer',
    when: 'A request in a dialog is answered by 500 or 400, and the reason phrase says that its order or CSeq is wrong, or its sender sent a higher number before.',
    unless: ['500 with Retry-After alone: two INVITEs met'],
    next: 'Look at the CSeq numbers of both directions: each end counts its own, and each new request must have a higher one.',
    sources: ['RFC 3261 12.2.2'],
    judge(c) {
      const { messages, reasons } = c.conversations;
      for (const each of c.transactions) {
        if (!each.inDialog || (each.status !== 500 && each.status !== 400)) continue;
        const before = each.status === 500 ? higherBefore(c, each) : undefined;
        const isTold = /out of order|\bcseq\b/i.test(reasons.text(messages.reason.get(each.final)));
        if (before === undefined && !isTold) continue;
        return {
          certainty: 'certain',
          slots: {
            peer: c.peer(each.destination),
            method: c.method(each),
            cseq: each.cseq,
            status: c.statusText(each.final),
            last: before?.cseq,
          },
          evidence: [
            ...(before === undefined ? [] : [c.shows(before.request, 'a higher number before', 'CSeq')]),
            c.shows(each.request, 'its number', 'CSeq'),
            c.shows(each.final, 'refused'),
          ],
        };
      }
      return undefined;
    },
  },
  {
    id: 'peer-restarted',
    step: 'pattern',
    of: 'any',
    sentence: '{peer} had forgotten {calls} calls within a minute (481 to the {method}): it most likely restarted',
    short: '{peer} forgot {calls} calls within a minute: restarted?',
    incident: '{peer} forgot its calls: it most likely restarted',
    key: 'peer',
    when: 'A request in a call is answered by 481, and so are requests in two other calls with the same host within a minute.',
    unless: ['a BYE had ended the call, or crossed the request, or a CANCEL crossed the answer'],
    next: 'Look into the log of {peer} before that time: did it restart, or take over from another?',
    sources: ['RFC 3261 12.2.2'],
    judge(c) {
      if (!c.isAnswered) return undefined;
      const lost = forgotten(c.transactions, c.conversations.messages);
      if (lost === undefined) return undefined;
      const { table, rows } = c.conversations;
      const refusedUs = c.timeUs(lost.final);
      const others = c.knowledge.forgottenCalls
        .of(c.knowledge.hosts.of(lost.destination))
        .filter(row => row !== c.row && rows.has(row) && Math.abs(table.endUs.get(row) - refusedUs) <= RESTART_US);
      if (others.length + 1 < RESTARTED) return undefined;
      return {
        certainty: 'likely',
        slots: { peer: c.peer(lost.destination), calls: others.length + 1, method: c.method(lost) },
        evidence: [
          c.shows(lost.request, 'a request in the call'),
          c.shows(lost.final, 'the call is not known'),
          ...others.slice(0, 3).map(row => c.shows(table.lastMessage.get(row), 'another call that ended so')),
        ],
        assumes: ['the calls were forgotten for one reason'],
      };
    },
  },
  {
    id: 'dialog-unknown',
    step: 'pattern',
    of: 'any',
    isGeneral: true,
    sentence: '{peer} knew the call no more when the {method} came[, {time} after the answer] ({status})',
    short: '{peer} knew the call no more at the {method}',
    incident: '{peer} knows calls no more that go on',
    key: 'peer',
    when: 'A request in a call is answered by 481.',
    unless: [
      'a BYE had ended the call, or crossed the request, or a CANCEL crossed the answer',
      'it is a NOTIFY, which may come after the end',
      'anything narrower says why',
    ],
    next: 'Look at why {peer} had ended the call: a timer, a restart, or a BYE that took another way.',
    sources: ['RFC 3261 12.2.2', 'RFC 3261 15.1.2'],
    judge(c) {
      if (!c.isAnswered) return undefined;
      const lost = forgotten(c.transactions, c.conversations.messages);
      if (lost === undefined) return undefined;
      const time = c.elapsedUs(c.conversations.table.setUp.get(c.row), lost.request);
      const isBye = lost.method === METHOD.BYE;
      return {
        certainty: isBye ? 'likely' : 'certain',
        slots: {
          peer: c.peer(lost.destination),
          method: c.method(lost),
          time: span(time),
          status: c.statusText(lost.final),
        },
        evidence: [c.shows(lost.request, 'a request in the call'), c.shows(lost.final, 'the call is not known')],
        ...(isBye ? { assumes: ['no BYE of the other end took a way that was not captured'] } : {}),
      };
    },
  },
];
