/** What crosses on the way: an answer and its CANCEL, two changes of a call; and hosts that give up waiting for others. */
import type { Case } from '../../case.js';
import { branchesOf, destinationsOf } from '../../facts/dialogs/branches.js';
import { byeAfter, changesOf } from '../../facts/dialogs/dialog.js';
import type { Found, Rule } from '../../rule.js';
import { span } from '../../sentence.js';
import { isSuccess, type Transaction } from '../../transactions.js';

/** An answer so long before the CANCEL was not on its way. */
const CROSSED_US = 1_000_000;
/** A call that goes on so long was not hung up (64 × T1). */
const GOES_ON_US = 32_000_000;
/** A call that ends so soon after something failed in it ends because of it. */
const ENDS_US = 10_000_000;
/** A host that answers sooner did not wait. */
const WAITED_US = 5_000_000;

/** The answer that came although the caller gave up; -1 where none did. */
function answerOfCancelled({ status, final, otherAnswer }: Transaction) {
  return isSuccess(status) ? final : otherAnswer;
}

/** A change of the call by the other side that was under way at the same time. */
function crossing(c: Case, change: Transaction): Transaction | undefined {
  const [fromUs, toUs] = [c.timeUs(change.request), c.timeUs(change.final)];
  return changesOf(c).find(
    other =>
      c.isSameHost(other.source, change.destination) &&
      c.isSameHost(other.destination, change.source) &&
      c.timeUs(other.request) <= toUs &&
      (other.final < 0 || c.timeUs(other.final) >= fromUs),
  );
}

export const RACE_RULES: readonly Rule[] = [
  {
    id: 'cancel-race',
    step: 'answered',
    of: 'any',
    sentence:
      '{peer} answered although {caller} had given up (CANCEL), and {caller} never hung up: {peer} thinks the call goes on',
    short: 'answered after CANCEL, never hung up by {caller}',
    incident: '{caller} does not hang up calls that are answered after CANCEL',
    key: 'caller',
    when: 'A 2xx comes after the CANCEL of its INVITE, or at most 1 s before it, and nothing more is sent in the dialog: no BYE within 32 s.',
    unless: [
      'a BYE follows',
      'the caller keeps the call: anything else is sent in it',
      'the capture ends before',
      'the CANCEL is that of a proxy, for another branch',
    ],
    next: 'A caller whose CANCEL comes too late has to confirm the answer and send BYE: look for that in {caller}.',
    sources: ['RFC 3261 9.1', 'RFC 3261 15'],
    judge(c): Found | undefined {
      const { attempt } = c;
      if (attempt === undefined || attempt.cancel < 0) return undefined;
      const answer = answerOfCancelled(attempt);
      if (answer < 0 || !(c.elapsedUs(attempt.cancel, answer) >= -CROSSED_US)) return undefined;
      if (c.transactions.some(({ inDialog }) => inDialog)) return undefined;
      if (!(c.nowUs - c.timeUs(answer) >= GOES_ON_US)) return undefined;
      return {
        certainty: 'certain',
        slots: { caller: c.peer(attempt.source), peer: c.peer(attempt.destination) },
        evidence: [
          c.shows(attempt.cancel, 'gave up'),
          c.shows(answer, 'answered'),
          ...(attempt.ack < 0 ? [] : [c.shows(attempt.ack, 'confirmed, without a BYE')]),
        ],
      };
    },
  },
  {
    id: 'glare',
    step: 'answered',
    of: 'any',
    sentence:
      'both sides changed the call at once: {peer} refused the {method} of {caller} (491)[, and {side} hung up {time} later][, and neither tried again for {idle}]',
    short: 'both sides changed the call at once (491)',
    incident: '{peer} and others change calls at once (491)',
    key: 'peer',
    when: 'A re-INVITE or UPDATE is refused with 491 while one of the other side is under way, neither side changes the call with success afterwards, and it ends within 10 s, or goes on without another try for 32 s.',
    unless: ['any change succeeded afterwards', 'the other change was not seen', 'the capture ends before'],
    next: 'Who made the call tries again after 2.1 to 4 s, the other side after 0 to 2 s: look for the side that does not.',
    sources: ['RFC 3261 14.1', 'RFC 3261 14.2', 'RFC 3311 5.2'],
    judge(c): Found | undefined {
      const changes = changesOf(c);
      const refused = changes.findLast(({ status }) => status === 491);
      const other = refused && crossing(c, refused);
      if (refused === undefined || other === undefined) return undefined;
      const sinceUs = c.timeUs(refused.request);
      const isRepaired = changes.some(({ status, final }) => isSuccess(status) && c.timeUs(final) >= sinceUs);
      if (isRepaired) return undefined;
      const bye = byeAfter(c, refused.final);
      const ended = bye && c.elapsedUs(refused.final, bye.request);
      const ends = ended !== undefined && ended <= ENDS_US;
      const retried = changes.some(({ request }) => c.timeUs(request) > c.timeUs(refused.final));
      const idleUs = ended ?? c.nowUs - c.timeUs(refused.final);
      if (!ends && (retried || !(idleUs >= GOES_ON_US))) return undefined;
      return {
        certainty: 'certain',
        slots: {
          peer: c.peer(refused.destination),
          caller: c.peer(refused.source),
          method: c.method(refused),
          side: ends ? c.peer(bye!.source) : undefined,
          time: ends ? span(ended) : undefined,
          idle: ends ? undefined : span(idleUs),
        },
        evidence: [
          c.shows(other.request, 'a change by one side'),
          c.shows(refused.request, 'a change by the other'),
          c.shows(refused.final, 'refused'),
          ...(ends ? [c.shows(bye!.request, 'hung up')] : []),
        ],
      };
    },
  },
  {
    id: 'timeout-upstream',
    step: 'status',
    of: 'failed',
    sentence: '{relay} gave up waiting after {time} ({status})[: no answer from {next}]',
    short: '{relay} gave up waiting after {time} ({status})',
    incident: '{relay} gives up waiting for others (408, 504)',
    key: 'relay',
    when: 'A request is refused with 408 or 504 more than 5 s after it was sent, before anything rang.',
    unless: [
      'several destinations were tried',
      'the far end rang: nobody took the call',
      'the refusal came sooner: it is no timeout',
    ],
    next: 'Look behind {relay} for the host that does not answer, from a capture that sees what {relay} sends on.',
    sources: ['RFC 3261 16.6', 'RFC 3261 16.8', 'RFC 3261 21.4.9', 'RFC 3261 21.5.5'],
    judge(c): Found | undefined {
      const { attempt } = c;
      if (attempt === undefined || (attempt.status !== 408 && attempt.status !== 504)) return undefined;
      if (attempt.progress >= 0) return undefined;
      const tookUs = c.elapsedUs(attempt.request, attempt.final);
      if (!(tookUs >= WAITED_US)) return undefined;
      const branches = branchesOf(c, attempt);
      // Several destinations failed, each in its own way.
      if (destinationsOf(branches) > 1) return undefined;
      const hop = branches.find(({ final }) => final < 0);
      return {
        certainty: 'likely',
        slots: {
          relay: c.peer(c.conversations.messages.source.get(attempt.final)),
          time: span(tookUs),
          status: c.statusText(attempt.final),
          next: hop && c.peer(hop.destination),
        },
        evidence: [
          c.shows(attempt.request, 'the request'),
          ...(hop === undefined ? [] : [c.shows(hop.lastRequest, 'sent on, without an answer')]),
          ...(attempt.cancel < 0 ? [] : [c.shows(attempt.cancel, 'the caller gave up')]),
          c.shows(attempt.final, 'gave up'),
        ],
        assumes: hop === undefined ? ['assuming that it waited for a host behind it'] : [],
      };
    },
  },
];
