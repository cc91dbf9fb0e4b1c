/** Session timers (RFC 4028): calls that end because nobody refreshed them, or could not. */
import type { Case } from '../../case.js';
import { byeAfter, changesOf } from '../../facts/dialogs/dialog.js';
import { secondsOf, type SessionTimer, sessionTimer } from '../../facts/dialogs/session-timer.js';
import type { Found, Rule } from '../../rule.js';
import { span } from '../../sentence.js';
import { isChallenge } from '../../suspicion.js';
import { isSuccess, type Transaction } from '../../transactions.js';

const SECOND_US = 1_000_000;
/** Who does not refresh has to hang up that long before the session runs out (section 10), or a third of the interval. */
const BEFORE_SECONDS = 32;
const NEAR_SECONDS = 5;
/** A refresh is due after half the interval (section 7.2): what is sent sooner is for something else. */
const DUE = 0.4;
/** After a refresh that failed, a side hangs up at once, or when the timers of the transaction and of the session say so. */
const CLEARED_SECONDS = 40;

/** Whether a session that was not refreshed would be cleared so long after it was set. */
function isRunOut({ seconds }: SessionTimer, afterUs: number): boolean {
  const after = afterUs / SECOND_US;
  const early = seconds - Math.min(BEFORE_SECONDS, seconds / 3);
  return Math.abs(after - early) <= NEAR_SECONDS || Math.abs(after - seconds) <= NEAR_SECONDS;
}

/** The BYE of a call whose messages have session timers, and the timer that it may have run out of. */
function ended(c: Case): { bye: Transaction; timer: SessionTimer } | undefined {
  if (!c.isAnswered || !c.mightHave('Session-Expires')) return undefined;
  const { setUp } = c.conversations.table;
  const answer = setUp.get(c.row);
  const bye = answer < 0 ? undefined : byeAfter(c, answer);
  const timer = bye && sessionTimer(c, bye.request);
  return timer && { bye: bye!, timer };
}

/** A refresh by the side that has to, which failed: refused and not tried again with success, or not answered. */
function failedRefresh(c: Case, bye: Transaction, timer: SessionTimer): Transaction | undefined {
  const dueUs = c.timeUs(timer.since) + timer.seconds * SECOND_US * DUE;
  const byeUs = c.timeUs(bye.request);
  return changesOf(c).findLast(
    change =>
      c.timeUs(change.request) >= dueUs &&
      c.timeUs(change.request) < byeUs &&
      c.isSameHost(change.source, timer.refresher) &&
      !isSuccess(change.status) &&
      !isChallenge(change.status) &&
      c.header(change.request, 'Session-Expires') !== undefined,
  );
}

/** When a refresh was over: at its final response, or at its last request. */
function overAt(c: Case, { final, lastRequest }: Transaction, bye: Transaction): number {
  return c.elapsedUs(final >= 0 ? final : lastRequest, bye.request) / SECOND_US;
}

export const TIMER_RULES: readonly Rule[] = [
  {
    id: 'session-refresh-failed',
    step: 'answered',
    of: 'any',
    sentence:
      'the session refresh of {refresher} ({method}, {after} after the answer) got {status}, and {side} hung up {time} later',
    short: 'session refresh got {status}, {side} hung up {time} later',
    incident: 'session refreshes of {refresher} fail',
    key: 'refresher',
    when: 'The side that has to refresh the session sends a re-INVITE or UPDATE with Session-Expires when it is due, this is refused or not answered, no other succeeds, and a side hangs up within 40 s.',
    unless: ['a later refresh succeeded', 'it was only challenged', 'the capture ends while an answer is awaited'],
    next: 'Only 408 and 481 end a call (RFC 3261 12.2.1.2): with another status ask why {side} hung up. Else find who lost the request, or the call.',
    sources: ['RFC 4028 7.4', 'RFC 4028 10', 'RFC 3261 12.2.1.2'],
    judge(c): Found | undefined {
      const call = ended(c);
      if (call === undefined) return undefined;
      const { bye, timer } = call;
      const refresh = failedRefresh(c, bye, timer);
      if (refresh === undefined) return undefined;
      const over = overAt(c, refresh, bye);
      if (!(over >= 0 && over <= CLEARED_SECONDS)) return undefined;
      const answered = refresh.final >= 0;
      // Crossed by the BYE, it had no time for an answer.
      if (!answered && c.elapsedUs(refresh.request, bye.request) < NEAR_SECONDS * SECOND_US) return undefined;
      return {
        certainty: 'certain',
        slots: {
          refresher: c.peer(refresh.source),
          method: c.method(refresh),
          after: span(c.elapsedUs(c.conversations.table.setUp.get(c.row), refresh.request)),
          status: answered ? c.statusText(refresh.final) : 'no answer',
          side: c.peer(bye.source),
          time: span(over * SECOND_US),
        },
        evidence: [
          c.shows(timer.since, 'set the timer', 'Session-Expires'),
          c.shows(refresh.request, 'the refresh', 'Session-Expires'),
          ...(answered ? [c.shows(refresh.final, 'refused')] : []),
          c.shows(bye.request, 'hung up', 'Reason'),
        ],
      };
    },
  },
  {
    id: 'session-timer-drop',
    step: 'answered',
    of: 'any',
    sentence:
      '{refresher} never refreshed the session: its {interval} s ran out, and {side} hung up {after} after they began',
    short: 'session timer ran out, {side} hung up after {after}',
    incident: '{refresher} does not refresh sessions',
    key: 'refresher',
    when: 'The last 2xx of an INVITE or UPDATE has a Session-Expires with a refresher, that side sends no re-INVITE or UPDATE after it, and the other side hangs up when the session runs out, or the smaller of 32 s and a third of the interval before, each within 5 s.',
    unless: ['the session was refreshed', 'a refresh failed', 'the side that has to refresh hung up'],
    next: 'Find out why {refresher} does not refresh: it must send re-INVITE or UPDATE after half the interval. If it cannot, leave session timers to the other side (refresher=), or switch them off.',
    sources: ['RFC 4028 9', 'RFC 4028 10'],
    judge(c): Found | undefined {
      const call = ended(c);
      if (call === undefined) return undefined;
      const { bye, timer } = call;
      if (!isRunOut(timer, c.elapsedUs(timer.since, bye.request))) return undefined;
      if (c.isSameHost(bye.source, timer.refresher)) return undefined;
      const [sinceUs, byeUs] = [c.timeUs(timer.since), c.timeUs(bye.request)];
      const changed = changesOf(c).some(({ request }) => c.timeUs(request) > sinceUs && c.timeUs(request) < byeUs);
      if (changed) return undefined;
      return {
        certainty: 'likely',
        slots: {
          refresher: c.peer(timer.refresher),
          interval: timer.seconds,
          side: c.peer(bye.source),
          after: span(c.elapsedUs(timer.since, bye.request)),
        },
        evidence: [c.shows(timer.since, 'set the timer', 'Session-Expires'), c.shows(bye.request, 'hung up', 'Reason')],
        assumes: ['assuming that the timer made it hang up, not a person'],
      };
    },
  },
  {
    id: 'session-interval-small',
    step: 'told',
    of: 'failed',
    sentence: '{peer} wants a session interval of {needed} s at least[, {caller} asks for {interval} s] (422)',
    short: '{peer} wants a session interval of {needed} s at least (422)',
    incident: '{peer} refuses session intervals below {needed} s (422)',
    key: 'peer',
    when: 'A request is refused with 422 and a Min-SE, and is not sent again with a larger Session-Expires.',
    unless: ['it was sent again with more'],
    next: 'Raise the session interval of the caller (Session-Expires) to {needed} s or more, or lower the minimum at {peer}.',
    sources: ['RFC 4028 6', 'RFC 4028 7.3'],
    judge(c): Found | undefined {
      const { attempt } = c;
      if (attempt?.status !== 422) return undefined;
      const needed = secondsOf(c.header(attempt.final, 'Min-SE'));
      if (needed === undefined) return undefined;
      return {
        certainty: 'certain',
        slots: {
          peer: c.peer(attempt.destination),
          caller: c.peer(attempt.source),
          needed,
          interval: secondsOf(c.header(attempt.request, 'Session-Expires')),
        },
        evidence: [
          c.shows(attempt.request, 'what was asked for', 'Session-Expires'),
          c.shows(attempt.final, 'what is wanted', 'Min-SE'),
        ],
      };
    },
  },
];
