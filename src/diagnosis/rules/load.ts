/** Limits, overload, and what gateways say. */
import { quoted } from '../../format/excerpts.js';
import type { MessageId } from '../../model/ids.js';
import { METHOD } from '../../sip/headers/methods.js';
import type { Case } from '../case.js';
import { callsAtOnce, limitOf } from '../facts/limits/calls-at-once.js';
import { rateOf } from '../facts/limits/calls-per-second.js';
import { causeWords } from '../facts/limits/cause-words.js';
import { formOf, pathSlot, pathSlots, refusedEvidence } from '../facts/limits/held-against.js';
import { q850Of } from '../facts/limits/reasons.js';
import { callsBetween, failedHop, refusedCall } from '../facts/limits/refused-call.js';
import { isFull } from '../numbers/number.js';
import { trunkOf } from '../facts/limits/trunks.js';
import type { SeenCall } from '../numbers/seen-calls.js';
import type { Rule } from '../rule.js';
import { GATEWAY_RULES } from './gateways.js';
import { span } from '../sentence.js';

const UNAVAILABLE = 503;
/** Statuses by which a host with no free channel refuses. */
const WHEN_FULL: ReadonlySet<number> = new Set([403, 480, 503, 603]);
/** Statuses of a host that has no way, and causes (Q.850) that say so. */
const NO_WAY: ReadonlySet<number> = new Set([404, 502, 503]);
const NO_WAY_CAUSES: ReadonlySet<number> = new Set([2, 3, 25, 34, 38]);
/** Refused and accepted calls that make a habit. */
const HABIT = 3;
/** Shorter beginnings of numbers have nothing in common. */
const LEAST_PREFIX = 2;
/** Calls within Retry-After that are no crossing on the wire. */
const IGNORED = 2;
/** Refusals before a call that are read for Retry-After. */
const PAUSES_READ = 8;
/** Longer waits are mistakes (RFC 3261 section 20.33 has no bound). */
const LONGEST_RETRY_S = 86_400;
/** Words of a reason phrase or a warning by which a host says that it is full. */
const FULL =
  /overload|congest|too many|capacity|busy resources|resources? (?:exhausted|unavailable)|max(?:imum)? (?:calls|sessions|channels)|limit/i;

/** Seconds of Retry-After; undefined where there is none. */
function retryAfter(c: Case, id: MessageId): number | undefined {
  return c.mightHave('Retry-After') ? secondsOf(c.header(id, 'Retry-After')) : undefined;
}

function secondsOf(value: string | undefined): number | undefined {
  const [, digits] = /^\s*(\d{1,9})/.exec(value ?? '') ?? [];
  return digits === undefined || Number(digits) > LONGEST_RETRY_S ? undefined : Number(digits);
}

/** The longest beginning that numbers have in common. */
function prefixOf(numbers: readonly string[]): string {
  let prefix = numbers[0] ?? '';
  for (const each of numbers) while (!each.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}

export const LOAD_RULES: readonly Rule[] = [
  {
    id: 'channels-full',
    step: 'compared',
    of: 'failed',
    sentence:
      '{status} from {peer} while {calls} {calls|call|calls} ran between it and {source}[: your settings allow {channels}][; it never accepted one above {limit}, and refused {refusals} there]',
    short: '{status} with {calls} calls at once: channels full',
    incident: '{status} from {peer} above {calls} calls at once with {source}',
    key: 'path',
    when: 'A call is refused at once with 403, 480, 503 or 603 while as many calls run between the two hosts as settings of the trunk have channels (certain); or three calls are refused so, none with fewer calls running than ever were when one more was accepted, two at least, and one was accepted in between, when fewer ran.',
    unless: [
      'a call was refused with fewer running, or accepted with more',
      'none was accepted between the refusals: the host may refuse all for another reason',
      'there are more calls between the hosts than are kept as samples',
      'credentials were asked for in the call',
    ],
    next: 'Ask for more channels at {peer}, or send calls above {calls} elsewhere.',
    sources: ['Q.850 34', 'RFC 3398 8.2.6.1'],
    judge(c) {
      const refused = refusedCall(c);
      if (refused === undefined || refused.wasChallenged || !WHEN_FULL.has(refused.invite.status)) return undefined;
      const slots = pathSlots(c, refused);
      const { call, invite } = refused;
      const channels = trunkOf(c, invite.destination)?.channels ?? null;
      const calls = channels === null ? 0 : callsAtOnce(c, call);
      const limit = limitOf(c, call);
      const isSure = channels !== null && calls >= channels;
      if (!isSure && limit === undefined) return undefined;
      return {
        certainty: isSure ? 'certain' : 'likely',
        slots: {
          ...slots,
          calls: isSure ? calls : limit!.most,
          channels: isSure ? channels : undefined,
          limit: limit?.most,
          refusals: limit?.refused.length,
          ...pathSlot(slots, 'calls at once'),
        },
        evidence: [
          ...(limit?.refused ?? [])
            .filter(({ row }) => row !== c.row)
            .slice(0, 2)
            .map(each => c.shows(each.invite, 'refused, too, with as many running')),
          ...refusedEvidence(c, refused, null, 'sent while as many ran'),
        ],
        assumes: isSure ? [] : ['assuming that the capture has all calls between the two'],
      };
    },
  },
  {
    id: 'rate-limited',
    step: 'compared',
    of: 'failed',
    isGeneral: true,
    sentence:
      '{status} from {peer}, which {source} sent {calls} calls within a second: all {refusals} refusals came at that rate, and no accepted call did',
    short: '{status} at {calls} calls within a second',
    incident: '{status} from {peer} at {calls} calls within a second from {source}',
    key: 'path',
    when: 'Three calls at least are refused at once with one status (403, 480, 503, 603), each when three calls or more were sent within a second, every accepted call came with fewer, and one was accepted between the first refusal and the last.',
    unless: [
      'a call was accepted at that rate, or refused below it',
      'none was accepted between the refusals: the host may refuse all for another reason',
      'there are more calls between the hosts than are kept as samples',
      'credentials were asked for in the call',
      'anything narrower explains it',
    ],
    next: 'Let {source} send fewer than {calls} calls a second to {peer}, or ask for a higher limit.',
    sources: ['RFC 7339', 'RFC 3261 21.5.4'],
    judge(c) {
      const refused = refusedCall(c);
      if (refused === undefined || refused.wasChallenged || !WHEN_FULL.has(refused.invite.status)) return undefined;
      const rate = rateOf(c, refused.call);
      if (rate === undefined) return undefined;
      const slots = pathSlots(c, refused);
      const others = rate.refused.filter(({ row }) => row !== c.row).slice(0, 2);
      return {
        certainty: 'likely',
        slots: { ...slots, calls: rate.calls, refusals: rate.refused.length, ...pathSlot(slots, 'calls a second') },
        evidence: [
          ...others.map(each => c.shows(each.invite, 'refused, too, as fast as this')),
          ...refusedEvidence(c, refused, null, 'sent within a second of others'),
        ],
        assumes: ['assuming that the capture has all calls between the two'],
      };
    },
  },
  {
    id: 'no-route',
    step: 'compared',
    of: 'failed',
    isGeneral: true,
    sentence:
      '{peer} has no way to {prefix}…: {refusals} of {all} calls from {source} fail with {status}, and none to such a number was accepted',
    short: '{peer} has no way to {prefix}…: {status}',
    incident: '{peer} has no way to {prefix}…: {status} to calls from {source}',
    key: 'path',
    when: 'Three calls at least, to two numbers at least, are refused at once with one status (404, 502, 503, or any with a cause of Q.850 that says no route), their full numbers begin alike, no accepted call went to a number that begins so, and three calls to others were accepted.',
    unless: ['refused numbers have more than one spelling', 'credentials were asked for in the call'],
    next: 'Check the routes and the rates of {peer} for {prefix}.',
    sources: ['RFC 3398 8.2.6', 'Q.850 2, 3, 34, 38'],
    judge(c) {
      const refused = refusedCall(c);
      if (refused === undefined || refused.wasChallenged) return undefined;
      const { invite, call } = refused;
      const cause = q850Of(c, invite.final)?.cause;
      if (!(cause === undefined ? NO_WAY.has(invite.status) : NO_WAY_CAUSES.has(cause))) return undefined;
      const { admitted, rejected } = refused;
      const alike = rejected.filter(each => each.status === invite.status && isSpelledAs(each, call));
      if (!isFull(call.identity.called) || alike.length + 1 < HABIT || admitted.length < HABIT) return undefined;
      if (rejected.some(each => each.status === invite.status && !isSpelledAs(each, call))) return undefined;
      const numbers = [call, ...alike].map(({ identity }) => identity.called.digits);
      const prefix = prefixOf(numbers);
      if (prefix.length < LEAST_PREFIX || new Set(numbers).size < 2) return undefined;
      if (admitted.some(({ identity }) => identity.called.digits.startsWith(prefix))) return undefined;
      const slots = pathSlots(c, refused);
      const [example] = admitted;
      return {
        certainty: 'likely',
        slots: {
          ...slots,
          prefix,
          refusals: alike.length + 1,
          all: admitted.length + rejected.length + 1,
          ...pathSlot(slots, prefix),
        },
        evidence: [
          c.shows(example!.invite, 'an accepted call to another number'),
          ...alike
            .slice(0, 2)
            .map(each => c.shows(each.invite, `refused, too: ${formOf({ header: '', number: each.identity.called })}`)),
          ...refusedEvidence(c, refused, null, 'sent'),
        ],
        assumes: ['assuming that the numbers exist'],
      };
    },
  },
  {
    id: 'retry-after-ignored',
    step: 'status',
    of: 'failed',
    sentence:
      '{status} from {peer}: {source} sent it {requests} INVITEs within {wait} after a 503 that asked for a pause of {seconds} s',
    short: '{status}: {source} ignores Retry-After {seconds} s',
    incident: '{source} ignores the Retry-After of {peer}',
    key: 'path',
    when: 'A call is refused with 503, and was sent within the Retry-After of a 503 to an earlier call between the same hosts, as was another one at least.',
    unless: ['it is the only one: it may have crossed the response', 'the time is over, or 0'],
    next: 'Let {source} honour Retry-After, or use another destination until then.',
    sources: ['RFC 3261 21.5.4', 'RFC 3261 20.33'],
    judge(c) {
      const hop = failedHop(c);
      if (hop === undefined || hop.method !== METHOD.INVITE || hop.status !== UNAVAILABLE) return undefined;
      const { hosts } = c.knowledge;
      const sentUs = c.timeUs(hop.request);
      const others = callsBetween(c, hosts.of(hop.source), hosts.of(hop.destination)).filter(
        ({ row }) => row !== c.row,
      );
      const asked = others
        .filter(({ status, answer }) => status === UNAVAILABLE && c.timeUs(answer) < sentUs)
        .slice(-PAUSES_READ)
        .flatMap(({ answer }) => ({ answer, seconds: secondsOf(c.header(answer, 'Retry-After')) ?? 0 }))
        .find(({ answer, seconds }) => sentUs < c.timeUs(answer) + seconds * 1e6);
      if (asked === undefined) return undefined;
      const fromUs = c.timeUs(asked.answer);
      const before = others.filter(({ invite }) => c.timeUs(invite) > fromUs && c.timeUs(invite) < sentUs);
      if (before.length + 1 < IGNORED) return undefined;
      const slots = { source: c.host(hop.source), peer: c.host(hop.destination), status: hop.status };
      return {
        certainty: 'likely',
        slots: {
          ...slots,
          requests: before.length + 1,
          wait: span(sentUs - fromUs),
          seconds: asked.seconds,
          ...pathSlot(slots, 'Retry-After'),
        },
        evidence: [
          c.shows(asked.answer, 'asks for a pause', 'Retry-After'),
          c.shows(before[0]!.invite, 'sent all the same'),
          c.shows(hop.request, 'sent all the same'),
          c.shows(hop.final, 'refused'),
        ],
        assumes: ['assuming that one client sends all calls of its host'],
      };
    },
  },
  {
    id: 'overloaded',
    step: 'status',
    of: 'failed',
    sentence:
      '{peer} is overloaded: {status}[, "{text}"][, Retry-After {seconds} s][; {refusals} calls from {source} were refused so]',
    short: '{peer} is overloaded: {status}',
    incident: '{peer} is overloaded: {status}',
    key: 'peer',
    when: 'The final response is 503 with Retry-After, or with a reason phrase or a Warning that says so.',
    unless: [
      'the 503 says nothing more: then the server failed',
      'all that is refused goes to numbers that begin alike',
    ],
    next: 'Check the load and the limits of {peer}; send it fewer calls, or others elsewhere.',
    sources: ['RFC 3261 21.5.4', 'RFC 7339'],
    judge(c) {
      const hop = failedHop(c);
      if (hop === undefined || hop.status !== UNAVAILABLE) return undefined;
      const { messages, reasons } = c.conversations;
      const phrase = reasons.text(messages.reason.get(hop.final));
      const seconds = retryAfter(c, hop.final);
      const warning = c.mightHave('Warning') ? c.header(hop.final, 'Warning') : undefined;
      const cause = q850Of(c, hop.final);
      const isOfLimits = cause !== undefined && causeWords(cause.cause)?.kind === 'limits';
      const text = [phrase, warning ?? ''].find(each => FULL.test(each.slice(0, 512)));
      // A cause alone is the network's word (reason-q850), which tells more.
      if (seconds === undefined && text === undefined) return undefined;
      const rejected = refusedCall(c)?.rejected ?? [];
      const count = 1 + rejected.filter(({ status }) => status === UNAVAILABLE).length;
      const header =
        seconds !== undefined ? 'Retry-After' : isOfLimits ? cause.header : text === phrase ? undefined : 'Warning';
      return {
        certainty: 'certain',
        slots: {
          peer: c.host(hop.destination),
          source: c.host(hop.source),
          status: hop.status,
          text: text === undefined ? (isOfLimits ? causeWords(cause.cause)!.words : undefined) : quoted(text),
          seconds,
          refusals: count > 1 ? count : undefined,
        },
        evidence: [c.shows(hop.request, 'sent'), c.shows(hop.final, 'says so', header)],
      };
    },
  },
  ...GATEWAY_RULES,
];

/** Whether the number called is written as that of another call. */
function isSpelledAs({ identity }: SeenCall, { identity: other }: SeenCall): boolean {
  const [one, two] = [identity.called.shape, other.called.shape];
  return one.kind === two.kind && one.lead === two.lead;
}
