/** Requests in a dialog that go the wrong way (RFC 3261 section 12.2), or to who does not know it. */
import { METHOD } from '../../../sip/headers/methods.js';
import { parseUri } from '../../../sip/headers/uri.js';
import type { Case } from '../../case.js';
import { cut } from '../../facts/cut.js';
import { isLost, toldTo, urisOf } from '../../facts/dialogs/dialog-ends.js';
import { forgotten } from '../../facts/hosts/forgotten.js';
import type { Rule } from '../../rule.js';
import { span } from '../../sentence.js';
import type { Transaction } from '../../transactions.js';

/** Calls forgotten within it are forgotten for one reason. */
const RESTART_US = 60_000_000;

const RESTARTED = 3;

/** Messages whose Contact is read. */
const MAX_CONTACTS = 16;

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

export const DIALOG_PATHS: readonly Rule[] = [
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
