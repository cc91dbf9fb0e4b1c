/** Reliable provisional responses (RFC 3262) that are not acknowledged, and extensions that one side wants and the other has not. */
import type { Case } from '../../case.js';
import { hasOption } from '../../facts/dialogs/dialog.js';
import { prackOf, type ReliableResponse, reliableResponses } from '../../facts/dialogs/reliable-responses.js';
import type { Found, Rule } from '../../rule.js';
import { type Slots, span } from '../../sentence.js';
import { isSuccess, type Transaction } from '../../transactions.js';

/** Sent so often over so long, nobody acknowledged it: it is repeated as a 2xx is, and given up after 32 s. */
const FEWEST = 4;
const LONG_US = 3_000_000;
/** What people do is no fault. */
const BY_PEOPLE: ReadonlySet<number> = new Set([486, 487, 600, 603]);

/** The call did not come about, and not because somebody wished so; the transaction that shows it. */
function failed(c: Case, { first }: ReliableResponse): Transaction | undefined {
  const { messages } = c.conversations;
  const invite = c.transactions.find(
    ({ branch, cseq, source }) =>
      branch === messages.branch.get(first) &&
      cseq === messages.cseq.get(first) &&
      source === messages.destination.get(first),
  );
  if (invite === undefined || c.isAnswered) return undefined;
  const isOver = invite.final >= 0 ? !isSuccess(invite.status) : c.nowUs - c.timeUs(first) >= 32_000_000;
  return isOver && !BY_PEOPLE.has(invite.status) && invite.cancel < 0 ? invite : undefined;
}

/** A response that was sent again and again, and the INVITE it answers. */
interface Repeated {
  response: ReliableResponse;
  invite: Transaction;
}

/** A reliable response that was repeated, and the INVITE it is for, which failed. */
function repeated(c: Case): Repeated | undefined {
  if (!c.mightHave('RSeq')) return undefined;
  for (const response of reliableResponses(c)) {
    if (response.sent < FEWEST || !(c.elapsedUs(response.first, response.last) >= LONG_US)) continue;
    if (!hasOption(c, response.first, 'Require', '100rel')) continue;
    const invite = failed(c, response);
    if (invite !== undefined) return { response, invite };
  }
  return undefined;
}

function slotsOf(c: Case, { response, invite }: Repeated): Slots {
  return {
    caller: c.peer(invite.source),
    peer: c.peer(invite.destination),
    response: c.statusText(response.first),
    count: response.sent,
    time: span(c.elapsedUs(response.first, response.last)),
    status: invite.final < 0 ? undefined : c.statusText(invite.final),
  };
}

export const PROVISIONAL_RULES: readonly Rule[] = [
  {
    id: 'prack-missing',
    step: 'silence',
    of: 'any',
    sentence:
      '{caller} never acknowledged {response} (PRACK): {peer} sent it {count} times in {time}[, then refused the call: {status}]',
    short: '{response} never acknowledged by {caller} (PRACK)',
    incident: '{caller} does not acknowledge provisional responses (PRACK)',
    key: 'caller',
    when: 'A provisional response with RSeq and Require: 100rel is sent four times or more, over 3 s or more, no PRACK for it was seen, and the call fails.',
    unless: [
      'a PRACK for it was seen',
      'the call was answered, cancelled, busy or declined',
      'the INVITE did not offer 100rel',
      'the capture ends before',
    ],
    next: 'Look whether the response arrives at {caller}, and whether PRACK is sent past a proxy or firewall that drops it. Else switch 100rel off at one side.',
    sources: ['RFC 3262 3'],
    judge(c): Found | undefined {
      const found = repeated(c);
      if (found === undefined || prackOf(c, found.response) !== undefined) return undefined;
      const { response, invite } = found;
      const offers = ['Supported', 'Require'].some(name => hasOption(c, invite.request, name, '100rel'));
      if (!offers) return undefined;
      return {
        certainty: 'certain',
        slots: slotsOf(c, found),
        evidence: [
          c.shows(invite.request, 'the call'),
          c.shows(response.first, 'wants to be acknowledged', 'RSeq'),
          c.shows(response.last, 'sent the last time', 'RSeq'),
          ...(invite.final < 0 ? [] : [c.shows(invite.final, 'refused')]),
        ],
      };
    },
  },
  {
    id: 'prack-ignored',
    step: 'silence',
    of: 'any',
    sentence:
      '{peer} went on sending {response} after {caller} had acknowledged it (PRACK): {count} times in {time}[, then refused the call: {status}]',
    short: '{peer} ignores the PRACK for {response}',
    incident: '{peer} ignores PRACK',
    key: 'peer',
    when: 'A provisional response with RSeq and Require: 100rel is sent four times or more, and still 3 s after the PRACK with its number in RAck, and the call fails.',
    unless: [
      'the PRACK came late, and the response was not sent after it',
      'the call was answered, cancelled, busy or declined',
    ],
    next: 'Compare RSeq with RAck, and the dialog of the PRACK with that of the response: {peer} does not match them, or did not get the PRACK.',
    sources: ['RFC 3262 3'],
    judge(c): Found | undefined {
      const found = repeated(c);
      const prack = found && prackOf(c, found.response);
      if (found === undefined || prack === undefined) return undefined;
      const { response, invite } = found;
      if (!(c.elapsedUs(prack, response.last) >= LONG_US)) return undefined;
      return {
        certainty: 'certain',
        slots: slotsOf(c, found),
        evidence: [
          c.shows(response.first, 'wants to be acknowledged', 'RSeq'),
          c.shows(prack, 'acknowledges it', 'RAck'),
          c.shows(response.last, 'sent the last time', 'RSeq'),
          ...(invite.final < 0 ? [] : [c.shows(invite.final, 'refused')]),
        ],
      };
    },
  },
  {
    id: '100rel-refused',
    step: 'told',
    of: 'failed',
    sentence: '{peer} and {caller} do not agree on reliable provisional responses (100rel): {demand} ({status})',
    short: '100rel refused: {demand} ({status})',
    incident: '{peer} and its callers do not agree on 100rel',
    key: 'peer',
    when: 'An INVITE is refused with 421 and Require: 100rel, or with 420 and Unsupported: 100rel, and is not sent again with success.',
    unless: ['it was sent again otherwise', '420 or 421 is for another extension'],
    next: 'Set 100rel (PRACK) alike at both sides: supported, neither required nor switched off.',
    sources: ['RFC 3262 3', 'RFC 3262 4', 'RFC 3261 21.4.15', 'RFC 3261 21.4.16'],
    judge(c): Found | undefined {
      const { attempt } = c;
      if (attempt === undefined || (attempt.status !== 420 && attempt.status !== 421)) return undefined;
      const header = attempt.status === 421 ? 'Require' : 'Unsupported';
      if (!hasOption(c, attempt.final, header, '100rel')) return undefined;
      return {
        certainty: 'certain',
        slots: {
          peer: c.peer(attempt.destination),
          caller: c.peer(attempt.source),
          demand: attempt.status === 421 ? 'the callee requires them' : 'only the caller requires them',
          status: c.statusText(attempt.final),
        },
        evidence: [
          c.shows(attempt.request, 'the call', attempt.status === 421 ? 'Supported' : 'Require'),
          c.shows(attempt.final, 'refused', header),
        ],
      };
    },
  },
];
