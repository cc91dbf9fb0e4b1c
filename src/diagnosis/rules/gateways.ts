/** What gateways and servers say of why they failed: causes of the telephone network, statuses passed on, errors of their own. */
import { quoted } from '../../format/excerpts.js';
import type { Case } from '../case.js';
import { causeWords, WHERE } from '../facts/limits/cause-words.js';
import { q850Of, type Reason, reasonsOf } from '../facts/limits/reasons.js';
import { failedHop } from '../facts/limits/refused-call.js';
import type { Rule } from '../rule.js';
import type { Transaction } from '../transactions.js';

const RINGING = 180;
/** Statuses by which people decline. */
const DECLINED: ReadonlySet<number> = new Set([486, 487, 600, 603]);
/** Statuses of a server that failed. */
const FAILED: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** The cause of the telephone network by which a call failed that says more than the status; undefined where there is none. */
function tellingCause(c: Case, hop: Transaction): Reason | undefined {
  const reason = q850Of(c, hop.final);
  if (reason === undefined) return undefined;
  const known = causeWords(reason.cause);
  if (known === undefined || known.kind === 'none' || known.kind === 'outcome') return undefined;
  // People reject calls, too.
  if (known.kind === 'rejected' && (DECLINED.has(hop.status) || hasRung(c))) return undefined;
  return reason;
}

function hasRung(c: Case): boolean {
  return c.messages.some(id => c.conversations.messages.status.get(id) === RINGING);
}

export const GATEWAY_RULES: readonly Rule[] = [
  {
    id: 'reason-q850',
    step: 'status',
    of: 'failed',
    isGeneral: true,
    sentence: '{status} from {peer}; the network says: {reason} (Q.850 {cause})[, "{text}"]',
    short: '{reason} (Q.850 {cause})',
    incident: '{peer} says: {reason} (Q.850 {cause})',
    key: 'path',
    when: 'The final response of a call has a Reason header (or X-Asterisk-HangupCauseCode) with a cause of Q.850 that names a fault.',
    unless: [
      'the cause is an outcome (17 busy, 19 no answer) or says nothing (16, 26, 31, 127)',
      'the cause is 21, and the call rang or was declined: its user rejected it',
      'the call was cancelled',
      'something proves more, or the response says it in other words',
    ],
    next: 'The cause names where to look. {where}',
    sources: ['RFC 3326 2', 'RFC 6432', 'RFC 3398 8.2.6.1', 'Q.850 table 1'],
    judge(c) {
      if (!c.isCall) return undefined;
      const hop = failedHop(c);
      if (hop === undefined) return undefined;
      const reason = tellingCause(c, hop);
      if (reason === undefined) return undefined;
      const known = causeWords(reason.cause)!;
      const peer = c.host(hop.destination);
      return {
        certainty: 'certain',
        slots: {
          peer,
          status: hop.status,
          reason: known.words,
          cause: reason.cause,
          text: reason.text === '' ? undefined : reason.text,
          where: WHERE[known.kind],
          path: `${peer}: ${reason.cause}`,
        },
        evidence: [c.shows(hop.request, 'sent'), c.shows(hop.final, 'says why', reason.header)],
      };
    },
  },
  {
    id: 'reason-sip',
    step: 'status',
    of: 'failed',
    isGeneral: true,
    sentence: '{status} from {peer}, which passes on what happened behind it: {cause}[ {text}]',
    short: '{status}: behind it {cause}[ {text}]',
    incident: '{peer} passes on: {cause}',
    key: 'path',
    when: 'The final response has a Reason header with a SIP status of 400 and more that is not its own.',
    unless: [
      'the status in it is that of the response, or an outcome (486, 487, 600, 603)',
      'the request was cancelled',
    ],
    next: 'Look at the leg behind {peer}: there it failed with {cause}.',
    sources: ['RFC 3326 2'],
    judge(c) {
      const hop = failedHop(c);
      if (hop === undefined || !c.mightHave('Reason')) return undefined;
      const reason = reasonsOf(c, hop.final).find(({ protocol }) => protocol === 'SIP');
      if (reason === undefined || reason.cause < 400 || reason.cause === hop.status) return undefined;
      if (DECLINED.has(reason.cause)) return undefined;
      const peer = c.host(hop.destination);
      return {
        certainty: 'certain',
        slots: {
          peer,
          status: hop.status,
          cause: reason.cause,
          text: reason.text === '' ? undefined : reason.text,
          path: `${peer}: ${reason.cause}`,
        },
        evidence: [c.shows(hop.request, 'sent'), c.shows(hop.final, 'says why', reason.header)],
      };
    },
  },
  {
    id: 'server-error',
    step: 'status',
    of: 'failed',
    isGeneral: true,
    sentence: '{peer} failed: {text}[ ({warning})]',
    short: '{peer} failed: {text}',
    incident: '{peer} failed: {text}',
    key: 'path',
    when: 'The final response is 500, 502, 503 or 504.',
    unless: [
      'anything else explains it',
      'it is 504 or 503 and the same request went on to a host that did not answer',
      'the request was cancelled',
    ],
    next: 'Look into the log of {peer} at that time, and at what it called behind it.',
    sources: ['RFC 3261 21.5'],
    judge(c) {
      const hop = failedHop(c);
      if (hop === undefined || !FAILED.has(hop.status)) return undefined;
      const wentOn = c.hops(hop).find(each => each !== hop && c.isSameHost(each.source, hop.destination));
      if (wentOn !== undefined && !wentOn.answered) return undefined;
      const peer = c.host(hop.destination);
      const warning = c.mightHave('Warning') ? c.header(hop.final, 'Warning') : undefined;
      return {
        certainty: 'certain',
        slots: {
          peer,
          status: hop.status,
          text: quoted(c.statusText(hop.final)),
          warning: warning === undefined ? undefined : quoted(warning),
          path: `${peer}: ${hop.status}`,
        },
        evidence: [
          c.shows(hop.request, 'sent'),
          c.shows(hop.final, 'says so', warning === undefined ? undefined : 'Warning'),
        ],
      };
    },
  },
];
