/** Nobody answered: who, since when, and what is most likely in the way. */
import type { Case } from '../case.js';
import type { Rule } from '../rule.js';
import { type Span, span } from '../sentence.js';
import { isSilent } from '../silence.js';
import type { Transaction } from '../transactions.js';

/** NAT bindings for UDP must live 2 minutes and often live 30 s (RFC 4787 REQ-5). */
const BINDING_US = 30_000_000;

/** How long a request was sent again; undefined where it was sent once. */
function sentFor(c: Case, { request, lastRequest, sent }: Transaction): Span | undefined {
  return sent === 1 ? undefined : span(c.elapsedUs(request, lastRequest));
}

export const SILENCE_RULES: readonly Rule[] = [
  {
    id: 'nat-binding-closed',
    step: 'silence',
    of: 'failed',
    sentence:
      'no reply to {requests} from {peer}[ in {time}]; it was heard last at {heard}, {gap} before: its NAT or firewall most likely closed',
    short: 'no reply from {peer}, heard last {gap} before: NAT closed?',
    incident: 'no answer from {peer} since {heard}: its NAT or firewall most likely closed',
    key: 'peer',
    when: 'A request is left without any response, its destination sent something earlier, nothing for 30 s before the request, and nothing after it.',
    unless: ['the destination sent anything while it was silent'],
    next: 'Let the phone register every 60 to 120 s, or send keep-alives every 25 to 30 s; or forward the port.',
    sources: ['RFC 4787 REQ-5', 'RFC 5626 4.4', 'RFC 3261 10.2.4'],
    judge(c) {
      const attempt = c.attempt;
      if (attempt === undefined || !isSilent(c, attempt)) return undefined;
      const heard = c.knowledge.peers.heard(attempt.destination);
      const sentUs = c.timeUs(attempt.request);
      const before = heard?.lastBefore(sentUs);
      if (heard === undefined || before === undefined) return undefined;
      const gapUs = sentUs - before.timeUs;
      if (gapUs < BINDING_US || heard.firstAfter(sentUs) !== undefined) return undefined;
      const peer = c.peer(attempt.destination);
      return {
        certainty: 'likely',
        slots: {
          peer,
          requests: c.requests(attempt),
          time: sentFor(c, attempt),
          heard: c.moment(before.timeUs),
          gap: span(gapUs),
        },
        evidence: [
          c.shows(before.message, `the last that ${peer} sent`),
          c.shows(attempt.request, 'sent first'),
          ...(attempt.sent > 1 ? [c.shows(attempt.lastRequest, 'sent last')] : []),
        ],
        assumes: ['the capture sees what the destination sends'],
      };
    },
  },
  {
    id: 'invite-never-answered',
    step: 'silence',
    of: 'failed',
    isGeneral: true,
    sentence: 'no reply to {requests} from {peer}[ in {time}]',
    short: 'no reply to {requests} from {peer}',
    incident: 'no reply from {peer}',
    key: 'peer',
    when: 'A request is left without any response until its sender gives up.',
    unless: ['anything narrower explains the silence', 'only one direction was captured'],
    next: 'Check that {peer} listens, and that a firewall lets its port through.',
    sources: ['RFC 3261 17.1.1.2', 'RFC 3261 16.6'],
    judge(c) {
      const attempt = c.attempt;
      if (attempt === undefined || !isSilent(c, attempt)) return undefined;
      return {
        certainty: 'certain',
        slots: {
          peer: c.peer(attempt.destination),
          requests: c.requests(attempt),
          time: sentFor(c, attempt),
        },
        evidence: [
          c.shows(attempt.request, 'sent first'),
          ...(attempt.sent > 1 ? [c.shows(attempt.lastRequest, 'sent last')] : []),
        ],
      };
    },
  },
];
