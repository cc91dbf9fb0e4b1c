/** Credentials and the challenges they answer (RFC 3261 section 22). */
import { METHOD } from '../../../sip/headers/methods.js';
import { algorithmOf } from '../../../sip/headers/digest.js';
import type { Evidence } from '../../../conversations/evidence.js';
import type { Case } from '../../case.js';
import { lastRound, type Round, roundsLike, userOf } from '../../facts/users/credentials.js';
import { cut } from '../../facts/cut.js';
import { isNonceOld, isSameChallenge, refusedFor } from '../../facts/users/refusals.js';
import { addressOfRecord } from '../../facts/users/registrations.js';
import { unknownShown } from '../../facts/users/unknown-user.js';
import type { Rule } from '../../rule.js';
import { span } from '../../sentence.js';
import { isChallenge } from '../../suspicion.js';
import type { Transaction } from '../../transactions.js';

/** 64 × T1: as long as a client may take for anything. */
const TIMEOUT_US = 32_000_000;

/** So many refusals within LOOP_US are a loop. */
const LOOP = 5;

const LOOP_US = 300_000_000;

/** How a request that is not new is refused. */
const NOT_NEW: ReadonlySet<number> = new Set([400, 482, 500]);

/** Methods by which a client wants something, and has to answer a challenge for it. A ping is answered by a challenge just as well. */
const WANTED: ReadonlySet<number> = new Set([METHOD.REGISTER, METHOD.INVITE, METHOD.SUBSCRIBE, METHOD.MESSAGE]);

/** Messages of a round: the challenge, the credentials for it, and the refusal. */
function roundShown(c: Case, { challenge, request, givenIn, askedIn, again }: Round): Evidence[] {
  return [
    c.shows(challenge.final, 'the challenge', askedIn),
    c.shows(request.request, 'the credentials', givenIn),
    again === undefined ? c.shows(request.final, 'refused') : c.shows(request.final, 'challenged again', askedIn),
  ];
}

export const CREDENTIALS: readonly Rule[] = [
  {
    id: 'cseq-not-raised',
    step: 'told',
    of: 'failed',
    sentence:
      '{client} sent the {method} again after {status} with the same CSeq number {cseq}; {peer} answered {result}',
    short: '{method} sent again after {status} kept its CSeq',
    incident: '{client} keeps the CSeq number when it answers a challenge',
    key: 'client',
    when: 'A request was answered by 401 or 407, its sender sent it again with credentials, a new branch and the same CSeq number, and got no answer, 400, 482 or 500; or a challenge again, which makes it likely.',
    unless: [
      'it is a retransmission: the branch is the same',
      'it succeeded, or got any other answer: it was taken for a new request',
    ],
    next: 'Mend the client: a request with credentials is a new one, and its CSeq number must be higher.',
    sources: ['RFC 3261 22.2', 'RFC 3261 8.1.3.5'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || !attempt.authorized) return undefined;
      const before = c
        .hops(attempt)
        .find(
          each =>
            isChallenge(each.status) &&
            !each.authorized &&
            each.source === attempt.source &&
            each.destination === attempt.destination &&
            c.elapsedUs(each.final, attempt.request) >= 0,
        );
      if (before === undefined) return undefined;
      const isAsked = isChallenge(attempt.status);
      if (!isAsked && attempt.status !== 0 && !NOT_NEW.has(attempt.status)) return undefined;
      return {
        certainty: isAsked ? 'likely' : 'certain',
        slots: {
          client: c.peer(attempt.source),
          peer: c.peer(attempt.destination),
          method: c.method(attempt),
          status: before.status,
          cseq: attempt.cseq,
          result: attempt.final < 0 ? 'nothing' : c.statusText(attempt.final),
        },
        evidence: [
          c.shows(before.request, 'sent first', 'CSeq'),
          c.shows(before.final, 'the challenge'),
          c.shows(attempt.request, 'sent with credentials', 'CSeq'),
          ...(attempt.final < 0 ? [] : [c.shows(attempt.final, 'what came of it')]),
        ],
        ...(isAsked ? { assumes: ['the host does not take it for a new request'] } : {}),
      };
    },
  },
  {
    id: 'realm-or-uri-mismatch',
    step: 'told',
    of: 'failed',
    sentence: 'credentials of {user} are for {part} {given}, {peer} had asked for {asked}',
    short: 'credentials for {part} {given}, asked was {asked}',
    incident: '{peer} gets credentials for another {part} than it asks for',
    key: 'peer',
    when: 'Credentials are refused, and none of them is for a realm and an algorithm that the challenge named.',
    unless: [
      'any of the credentials fits any challenge',
      'only the uri parameter differs from the Request-URI: many servers do not mind',
    ],
    next: 'Set the realm of the account to the one the server asks for, or leave it open; check that the client can do the algorithm.',
    sources: ['RFC 3261 22.1', 'RFC 3261 22.4', 'RFC 7616 3.4'],
    judge(c) {
      const round = lastRound(c);
      if (round === undefined) return undefined;
      const [asked, given] = [round.asked.get('realm'), round.given.get('realm')];
      if (asked === undefined || given === undefined) return undefined;
      const isRealm = asked !== given;
      if (!isRealm && algorithmOf(round.asked) === algorithmOf(round.given)) return undefined;
      return {
        certainty: 'certain',
        slots: {
          user: userOf(round),
          peer: c.peer(round.request.destination),
          part: isRealm ? 'realm' : 'algorithm',
          given: cut(isRealm ? given : algorithmOf(round.given)),
          asked: cut(isRealm ? asked : algorithmOf(round.asked)),
        },
        evidence: roundShown(c, round),
      };
    },
  },
  {
    id: 'nonce-old',
    step: 'told',
    of: 'failed',
    sentence:
      '{peer} refused the credentials of {user} {times} {times|time|times} because its nonce had expired: they came {time} after the challenge',
    short: 'credentials of {user} came {time} after the challenge, too late',
    incident: 'credentials of {user} come too late: the nonce of {peer} has expired',
    key: 'user',
    when: 'Credentials came more than 5 s after the challenge they answer, the server says that the nonce is at fault (stale=true, or its reason phrase), and the registration or call failed.',
    unless: [
      'it succeeded in the end',
      'it happened once, and the capture ends less than 32 s later: the client may try again',
      'the nonce was used for another request in between',
    ],
    next: 'Find out why {user} takes {time} to answer a challenge, or let the server keep its nonces longer.',
    sources: ['RFC 3261 22.4', 'RFC 7616 3.3'],
    judge(c) {
      const last = lastRound(c);
      if (last === undefined || !isNonceOld(c, last)) return undefined;
      const all = roundsLike(c, last, each => isNonceOld(c, each));
      if (all.length === 1 && !(c.nowUs - c.timeUs(last.request.final) >= TIMEOUT_US)) return undefined;
      return {
        certainty: 'certain',
        slots: {
          peer: c.peer(last.request.destination),
          user: userOf(last),
          time: span(last.waitedUs),
          times: all.length,
        },
        evidence: all.slice(-3).flatMap(each => roundShown(c, each)),
      };
    },
  },
  {
    id: 'same-challenge-repeats',
    step: 'told',
    of: 'failed',
    sentence: '{peer} sent the same challenge again although {user} had answered it[, {times} times]',
    short: '{peer} repeats its challenge although {user} answered it',
    incident: '{peer} repeats its challenges although they are answered',
    key: 'peer',
    when: 'A request with credentials for the realm and the nonce of a challenge is answered by the same challenge, with the same nonce.',
    unless: ['the nonce is another, or stale=true', 'it succeeded in the end'],
    next: 'Look at the server before the password: does it read Authorization or Proxy-Authorization for this method, and does it know the realm and the user?',
    sources: ['RFC 3261 22.2', 'RFC 3261 22.3'],
    judge(c) {
      const last = lastRound(c);
      if (last === undefined || !isSameChallenge(last)) return undefined;
      const all = roundsLike(c, last, isSameChallenge);
      return {
        certainty: 'likely',
        slots: {
          peer: c.peer(last.request.destination),
          user: userOf(last),
          times: all.length > 1 ? all.length : undefined,
        },
        evidence: roundShown(c, last),
        assumes: ['the server answers a wrong password by a new nonce or by 403'],
      };
    },
  },
  {
    id: 'user-unknown',
    step: 'told',
    of: 'failed',
    sentence: '{peer} does not know {user} ({status})',
    short: '{peer} does not know {user}',
    incident: '{peer} does not know who registers, {user} first',
    key: 'peer',
    when: 'A REGISTER is answered by 404; or it is answered by 403 after credentials, and another request of the same user to the same host by 404.',
    unless: ['the same host registered that address', 'only the SUBSCRIBE is answered by 404: there is no mailbox'],
    next: 'Check the user name and the domain: {user} must be an address of {peer} as it stands.',
    sources: ['RFC 3261 10.3', 'RFC 3261 21.4.5'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || (attempt.status !== 404 && attempt.status !== 403)) return undefined;
      const evidence = unknownShown(c, attempt);
      if (evidence === undefined) return undefined;
      return {
        certainty: 'likely',
        slots: {
          peer: c.peer(attempt.destination),
          user: addressOfRecord(c, c.row),
          status: c.statusText(attempt.final),
        },
        evidence,
        assumes: ['the host refuses a user it knows by another status'],
      };
    },
  },
  {
    id: 'credentials-wrong',
    step: 'told',
    of: 'failed',
    sentence: '{peer} rejects the credentials of {user}: {status}[ ({times} times)]',
    short: '{peer} rejects the credentials of {user}',
    incident: '{peer} rejects the credentials of {user}',
    key: 'user',
    when: 'Credentials for the realm and the nonce of a challenge, sent within 5 s, are answered by a challenge with a new nonce; or a REGISTER with them is answered by 403; or the reason phrase says that they are wrong, which makes it certain.',
    unless: [
      'stale=true, or the phrase names the nonce: the nonce is at fault',
      'the nonce, the realm or the algorithm is not the one of the challenge',
      'the user is not known',
      '403 to a call without such a phrase: it may be refused for anything',
    ],
    next: 'Check the user name and the password of {user} at both ends.',
    sources: ['RFC 3261 22.2', 'RFC 3261 22.4', 'RFC 8760'],
    judge(c) {
      const last = lastRound(c);
      if (last === undefined) return undefined;
      const how = refusedFor(c, last);
      if (how === undefined || (how === 'shown' && unknownShown(c, last.request) !== undefined)) return undefined;
      const all = roundsLike(c, last, each => refusedFor(c, each) !== undefined);
      return {
        certainty: how === 'told' ? 'certain' : 'likely',
        slots: {
          peer: c.peer(last.request.destination),
          user: userOf(last),
          status: c.statusText(last.request.final),
          times: all.length > 1 ? all.length : undefined,
        },
        evidence: roundShown(c, last),
        ...(how === 'told'
          ? {}
          : {
              assumes: [
                last.again === undefined
                  ? 'the server refuses the credentials, and not the request'
                  : 'the server knows the nonce that it gave',
              ],
            }),
      };
    },
  },
  {
    id: 'auth-loop',
    step: 'told',
    of: 'failed',
    isGeneral: true,
    sentence: '{client} sent credentials to {peer} {times} times in {time}, and was challenged again each time',
    short: '{times} challenges in {time}, each answered',
    incident: '{client} repeats credentials that fail at {peer}',
    key: 'client',
    when: 'Five or more requests of one conversation with credentials were challenged again within 5 minutes, and none succeeded in between.',
    unless: ['anything narrower says why'],
    next: 'Stop the client, and look at its account: it tries what failed before.',
    sources: ['RFC 3261 22.3'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || !attempt.authorized || !isChallenge(attempt.status)) return undefined;
      const refused: Transaction[] = [];
      for (const each of c.transactions) {
        if (each.method !== attempt.method || each.source !== attempt.source) continue;
        if (each.destination !== attempt.destination) continue;
        if (each.status >= 200 && each.status < 300) refused.length = 0;
        else if (each.authorized && isChallenge(each.status)) refused.push(each);
      }
      const recent = refused.filter(each => c.elapsedUs(each.request, attempt.final) <= LOOP_US);
      const first = recent[0];
      if (first === undefined || recent.length < LOOP) return undefined;
      return {
        certainty: 'certain',
        slots: {
          client: c.peer(attempt.source),
          peer: c.peer(attempt.destination),
          times: recent.length,
          time: span(c.elapsedUs(first.request, attempt.final)),
        },
        evidence: [
          c.shows(first.request, 'the first credentials'),
          c.shows(first.final, 'challenged again'),
          c.shows(attempt.request, 'the last credentials'),
          c.shows(attempt.final, 'challenged again'),
        ],
      };
    },
  },
  {
    id: 'auth-never-tried',
    step: 'status',
    of: 'failed',
    sentence: '{client} was challenged by {peer} ({status}) and sent no credentials',
    short: '{client} sent no credentials to {peer}',
    incident: '{client} sends no credentials to {peer}',
    key: 'client',
    when: 'A REGISTER, INVITE, SUBSCRIBE or MESSAGE is challenged, and its sender sends no request with credentials within 32 s, in this conversation or another.',
    unless: ['the capture ends within 32 s', 'it is a ping: OPTIONS is answered by a challenge just as well'],
    next: 'Give {client} a user name and a password for {peer}, or let {peer} admit it without.',
    sources: ['RFC 3261 22.2'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || attempt.authorized || !isChallenge(attempt.status)) return undefined;
      if (!WANTED.has(attempt.method) || attempt.cancel >= 0) return undefined;
      const [challenged] = c.hops(attempt);
      if (challenged === undefined || !isChallenge(challenged.status)) return undefined;
      if (c.transactions.some(each => each.authorized)) return undefined;
      const sinceUs = c.timeUs(challenged.final);
      if (!(c.nowUs - sinceUs >= TIMEOUT_US)) return undefined;
      const { hosts, credentials } = c.knowledge;
      if (credentials.mayHaveSent(hosts.of(challenged.source), sinceUs, sinceUs + TIMEOUT_US)) return undefined;
      return {
        certainty: 'likely',
        slots: {
          client: c.peer(challenged.source),
          peer: c.peer(challenged.destination),
          status: challenged.status,
        },
        evidence: [c.shows(challenged.request, 'sent without credentials'), c.shows(challenged.final, 'challenged')],
        assumes: ['the capture sees all that the client sends'],
      };
    },
  },
];
