/** Ringing tone, and calls to several destinations. What the caller heard, only RTP tells: no-ringback and mixed early media need it. */
import type { MessageId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import { firstUri } from '../../../sip/headers/address.js';
import { parseUri } from '../../../sip/headers/uri.js';
import type { Case } from '../../case.js';
import { branchesOf, destinationsOf } from '../../facts/dialogs/branches.js';
import { cut } from '../../facts/cut.js';

import type { Found, Rule } from '../../rule.js';
import { span } from '../../sentence.js';
import { isChallenge } from '../../suspicion.js';
import { isSuccess, type Transaction } from '../../transactions.js';

/** Who answers second is hung up at once: a call that goes on so long was kept (64 × T1). */
const KEPT_US = 32_000_000;
/** A caller that hears nothing so long thinks that the line is dead. */
const NOTHING_US = 6_000_000;
/** Destinations named in a sentence. */
const NAMED = 4;
/** Statuses that say little of why a destination failed: others are named before them. */
const VAGUE: ReadonlySet<number> = new Set([0, 408, 480, 487, 500, 503]);
/** Refusals that are the same by whatever way the call comes: of the person, or of the number. */
const FINAL: ReadonlySet<number> = new Set([410, 484, 486, 600, 603, 604]);
/** Attempts of one call that are a storm. */
const STORM = 3;
/** What people do is no fault. */
const BY_PEOPLE: ReadonlySet<number> = new Set([486, 600, 603]);

/** Who answered, by the Contact of a 2xx; undefined where it names none. */
function answererOf(c: Case, answer: MessageId): string | undefined {
  return firstUri(c.header(answer, 'Contact') ?? '') ?? undefined;
}

/** The first BYE of a dialog that an answer set up, by its tag. */
function byeOf(c: Case, answer: MessageId): Transaction | undefined {
  const { toTag, fromTag } = c.conversations.messages;
  const tag = toTag.get(answer);
  return c.transactions.find(
    ({ method, request }) => method === METHOD.BYE && (toTag.get(request) === tag || fromTag.get(request) === tag),
  );
}

/** The destinations that a host tried, none of which took the call; none where one may have. */
function failedBranches(c: Case): Transaction[] {
  const { attempt } = c;
  if (attempt === undefined || attempt.status < 300 || attempt.cancel >= 0) return [];
  const branches = branchesOf(c, attempt);
  const failed = ({ status, answered, cancel }: Transaction) => status >= 300 || !answered || cancel >= 0;
  return destinationsOf(branches) > 1 && branches.every(failed) ? branches : [];
}

function outcomeOf(c: Case, { destination, final, answered }: Transaction): string {
  const what = final >= 0 ? c.statusText(final) : answered ? 'cancelled' : 'no reply';
  return `${c.host(destination)} ${cut(what)}`;
}

/** "10.0.0.2 486 Busy Here, 10.0.0.3 no reply", what says most first. */
function outcomesOf(c: Case, branches: readonly Transaction[]): string {
  const known = branches.toSorted((a, b) => Number(VAGUE.has(a.status)) - Number(VAGUE.has(b.status)));
  const named = known.slice(0, NAMED).map(branch => outcomeOf(c, branch));
  const left = known.length - named.length;
  return [...named, ...(left > 0 ? [`${left} more`] : [])].join(', ');
}

/** Who an INVITE calls. */
function calledBy(c: Case, { request }: Transaction): string | undefined {
  return parseUri(c.message(request)?.uri ?? '')?.user ?? undefined;
}

/** Attempts to call the same number that a host made one after the other, each after the same final refusal. */
function storm(c: Case): Transaction[] {
  const refused = c.transactions.filter(
    ({ method, inDialog, status }) => method === METHOD.INVITE && !inDialog && FINAL.has(status),
  );
  if (refused.length < STORM) return [];
  for (const first of refused) {
    const attempts = [first];
    for (const next of refused) {
      const last = attempts.at(-1)!;
      const isNext =
        next.status === first.status &&
        c.isSameHost(next.source, first.source) &&
        c.timeUs(next.request) >= c.timeUs(last.final);
      if (isNext) attempts.push(next);
    }
    if (attempts.length < STORM) continue;
    const called = calledBy(c, first);
    if (called !== undefined && attempts.every(each => calledBy(c, each) === called)) return attempts;
  }
  return [];
}

/** When the attempt ended without anybody taking the call, and how: at its refusal, or when the caller gave up. */
function endOf({ status, final, cancel }: Transaction): MessageId | undefined {
  if (cancel >= 0) return cancel;
  return status >= 400 && !isChallenge(status) && !BY_PEOPLE.has(status) ? final : undefined;
}

export const FORKING_RULES: readonly Rule[] = [
  {
    id: 'fork-second-answer',
    step: 'answered',
    of: 'any',
    sentence: 'answered twice, by {first} and by {second}, and {caller} hung up on neither for {time}',
    short: 'answered twice, {caller} kept both',
    incident: '{caller} keeps calls that are answered twice',
    key: 'caller',
    when: 'An INVITE gets 2xx with two To tags and two Contacts, and neither of the two dialogs ends within 32 s.',
    unless: ['one of the two is hung up', 'both are from one Contact', 'the capture ends before'],
    next: 'A caller keeps one of the answers, confirms the other (ACK) and hangs up on it (BYE): look for that in {caller}.',
    sources: ['RFC 3261 13.2.2.4', 'RFC 3261 19.3'],
    judge(c): Found | undefined {
      const { attempt } = c;
      if (attempt === undefined || !isSuccess(attempt.status) || attempt.otherAnswer < 0) return undefined;
      const { final, otherAnswer } = attempt;
      if (!isSuccess(c.conversations.messages.status.get(otherAnswer))) return undefined;
      const byes = [byeOf(c, final), byeOf(c, otherAnswer)].filter(bye => bye !== undefined);
      const untilUs = Math.min(c.nowUs, ...byes.map(({ request }) => c.timeUs(request)));
      const keptUs = untilUs - c.timeUs(otherAnswer);
      if (!(keptUs >= KEPT_US)) return undefined;
      const [first, second] = [answererOf(c, final), answererOf(c, otherAnswer)];
      if (first === undefined || second === undefined || first === second) return undefined;
      return {
        certainty: 'certain',
        slots: { caller: c.peer(attempt.source), first: cut(first), second: cut(second), time: span(keptUs) },
        evidence: [
          c.shows(final, 'answered', 'Contact'),
          c.shows(otherAnswer, 'answered again', 'Contact'),
          ...byes.map(bye => c.shows(bye.request, 'hung up')),
        ],
      };
    },
  },
  {
    id: 'retry-storm',
    step: 'status',
    of: 'any',
    sentence: 'one call became {count} attempts of {relay} over {gateways} {gateways|gateway|gateways} ({status} each)',
    short: 'one call became {count} attempts ({status} each)',
    incident: '{relay} repeats calls that were refused for good',
    key: 'relay',
    when: 'A host sends three INVITEs or more with one Call-ID for the same number, each after the same refusal of the one before: 410, 484, 486, 600, 603 or 604.',
    unless: ['they were sent at once, to several destinations', 'they call different numbers: a hunt group'],
    next: 'Tell {relay} not to try another way after a status that says that the person or the number is the reason.',
    sources: ['RFC 3261 16.7', 'RFC 5390'],
    judge(c): Found | undefined {
      const attempts = storm(c);
      const [first] = attempts;
      if (first === undefined) return undefined;
      return {
        certainty: 'certain',
        slots: {
          relay: c.peer(first.source),
          count: attempts.length,
          gateways: destinationsOf(attempts),
          status: c.statusText(first.final),
        },
        evidence: attempts
          .flatMap(({ request, final }) => [c.shows(request, 'an attempt'), c.shows(final, 'refused')])
          .slice(0, 16),
      };
    },
  },
  {
    id: 'all-branches-failed',
    step: 'status',
    of: 'failed',
    sentence: '{relay} tried {count} destinations: {branches}; it returned {status}',
    short: '{count} destinations failed: {branches}',
    incident: '{relay} finds no destination that takes the call',
    key: 'relay',
    when: 'A host sends a request on to two destinations or more, none of them takes it, and it refuses the request.',
    unless: ['one of them may have taken it', 'the caller gave up', 'somebody is busy: that is no failure'],
    next: 'Look at each destination: the one with the plainest refusal is named first.',
    sources: ['RFC 3261 16.7'],
    judge(c): Found | undefined {
      const branches = failedBranches(c);
      const { attempt } = c;
      if (branches.length === 0 || attempt === undefined) return undefined;
      return {
        certainty: 'certain',
        slots: {
          relay: c.peer(attempt.destination),
          count: destinationsOf(branches),
          branches: outcomesOf(c, branches),
          status: c.statusText(attempt.final),
        },
        evidence: [
          ...branches
            .slice(0, 8)
            .map(branch =>
              branch.final < 0
                ? c.shows(branch.lastRequest, 'tried')
                : c.shows(branch.final, `the answer of ${c.host(branch.destination)}`),
            ),
          c.shows(attempt.final, 'returned'),
        ],
      };
    },
  },
  {
    id: 'no-progress',
    step: 'status',
    of: 'any',
    isGeneral: true,
    sentence:
      'nothing rang: {peer} took the call and told nothing more for {time}, until {end}[; {next} does not answer it]',
    short: 'nothing rang for {time}, until {end}',
    incident: 'calls to {peer} do not ring',
    key: 'peer',
    when: 'An INVITE gets 100 and no other provisional response, and 6 s or more later it is refused (400 or more), or the caller gives up.',
    unless: [
      'it rang, or was answered',
      'it is challenged',
      'somebody is busy or declined',
      'another status rule explains it',
    ],
    next: 'Look behind {peer} for who lets the call wait: a name that is resolved slowly, a trunk that does not answer, a phone that is gone.',
    sources: ['RFC 3261 13.3.1.1', 'RFC 3261 16.2'],
    judge(c): Found | undefined {
      const { attempt } = c;
      if (attempt === undefined || attempt.method !== METHOD.INVITE) return undefined;
      if (attempt.trying < 0 || attempt.progress >= 0 || isSuccess(attempt.status) || c.isAnswered) return undefined;
      const end = endOf(attempt);
      const tookUs = end === undefined ? 0 : c.elapsedUs(attempt.trying, end);
      if (end === undefined || !(tookUs >= NOTHING_US)) return undefined;
      const hop = branchesOf(c, attempt).find(({ answered }) => !answered);
      return {
        certainty: 'likely',
        slots: {
          peer: c.peer(attempt.destination),
          time: span(tookUs),
          end: attempt.cancel >= 0 ? 'the caller gave up' : c.statusText(attempt.final),
          next: hop && c.peer(hop.destination),
        },
        evidence: [
          c.shows(attempt.request, 'the call'),
          c.shows(attempt.trying, 'taken'),
          ...(hop === undefined ? [] : [c.shows(hop.request, 'sent on')]),
          c.shows(end, attempt.cancel >= 0 ? 'the caller gave up' : 'refused'),
        ],
        assumes: ['assuming that the capture has all that it sent'],
      };
    },
  },
];
