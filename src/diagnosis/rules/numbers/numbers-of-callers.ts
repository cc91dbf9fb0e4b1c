/** A caller that the far end does not take: held against the callers it took from the same host. */
import type { NumberRange, Trunk } from '../../../model/diagnosis-settings.js';
import type { Case } from '../../case.js';
import {
  acceptedEvidence,
  acceptedThere,
  callerShows,
  formOf,
  ownEvidence,
  pathSlot,
  pathSlots,
  refusedEvidence,
} from '../../facts/limits/held-against.js';
import { numbersOf } from '../../facts/limits/host-numbers.js';
import { type RefusedCall, refusedCall, refusedHop } from '../../facts/limits/refused-call.js';
import { trunkOf } from '../../facts/limits/trunks.js';
import { type DialledNumber, isFull, isSameNumber, isSameShape, type Shape, shapeText } from '../../numbers/number.js';
import type { SeenCall } from '../../numbers/seen-calls.js';
import { endingIn, FORMAT_TEXTS, hasFormat, isInRanges } from '../../numbers/settled.js';
import type { Rule } from '../../rule.js';

/** Callers of more shapes than that have nothing in common. */
const MAX_SHAPES = 2;
/** Accepted calls that make a habit. */
const HABIT = 3;
const DISALLOWED = 433;

/** A call refused without a word of credentials. */
function refusedForItself(c: Case): RefusedCall | undefined {
  const refused = refusedCall(c);
  return refused === undefined || refused.wasChallenged ? undefined : refused;
}

function callerOf({ identity }: SeenCall): DialledNumber {
  return identity.caller.number;
}

const shapes = new WeakMap<readonly SeenCall[], readonly Shape[]>();

/** The shapes of callers, each once. Thousands of refused calls are held against the same accepted ones. */
function shapesOf(calls: readonly SeenCall[]): readonly Shape[] {
  let known = shapes.get(calls);
  if (known === undefined) {
    known = [...new Map(calls.map(each => [shapeText(callerOf(each).shape), callerOf(each).shape])).values()];
    shapes.set(calls, known);
  }
  return known;
}

/** Whether accepted callers have the shape of a number. */
function isAccepted(number: DialledNumber, accepted: readonly SeenCall[]): boolean {
  return shapesOf(accepted).some(shape => isSameShape(shape, number.shape));
}

function shapeTexts(accepted: readonly SeenCall[]): string {
  return shapesOf(accepted).map(shapeText).join(' or ');
}

/** Calls with accepted shapes are refused there, too: shapes do not explain it. */
function isRefusedAnyway({ admitted, rejected }: RefusedCall): boolean {
  // What is forwarded may be refused for who forwards it.
  return rejected.some(
    each => each.status === 403 && each.identity.diverted === null && isAccepted(callerOf(each), admitted),
  );
}

function rangesText(ranges: readonly NumberRange[]): string {
  const shown = ranges.slice(0, 3).map(({ from, to }) => (from === to ? from : `${from}-${to}`));
  return shown.join(', ') + (ranges.length > shown.length ? ' …' : '');
}

/** A caller that settings rule out: callers they allow, or the way they are written. */
function ruledOut(
  c: Case,
  { invite, call }: RefusedCall,
): { trunk: Trunk; allowed?: string; written?: string } | undefined {
  const trunk = trunkOf(c, invite.destination);
  const caller = callerOf(call);
  if (trunk === undefined || caller.digits === '' || call.identity.diverted !== null) return undefined;
  if (trunk.allowed !== null && !isInRanges(caller, trunk.allowed, c.settings.numbering))
    return { trunk, allowed: rangesText(trunk.allowed) };
  if (trunk.format !== null && isFull(caller) && !hasFormat(caller, trunk.format, c.settings.numbering))
    return { trunk, written: FORMAT_TEXTS[trunk.format] };
  return undefined;
}

export const CALLER_RULES: readonly Rule[] = [
  {
    id: 'caller-id-anonymous',
    step: 'compared',
    of: 'failed',
    sentence:
      '{peer} refuses a caller that hides its number: {status}[; callers with a number were accepted, such as {accepted}]',
    short: '{peer} refuses hidden numbers',
    incident: '{peer} refuses callers that hide their numbers',
    key: 'peer',
    when: 'The answer is 433; or 403 or 603 to an anonymous From without P-Asserted-Identity and Remote-Party-ID, where two callers with numbers were accepted on the same way.',
    unless: ['an anonymous caller was accepted there', 'credentials were asked for in the call (but for 433)'],
    next: 'Send the caller in P-Asserted-Identity with Privacy: id, or show the number.',
    sources: ['RFC 5079 4', 'RFC 3323 4.1', 'RFC 3325 9.3'],
    judge(c) {
      const hop = refusedHop(c);
      if (hop === undefined) return undefined;
      const peer = c.host(hop.destination);
      if (hop.status === DISALLOWED)
        return {
          certainty: 'certain',
          slots: { peer, status: hop.status },
          evidence: [c.shows(hop.request, 'the caller', 'From'), c.shows(hop.final, 'says so')],
        };
      if (hop.status !== 403 && hop.status !== 603) return undefined;
      const refused = refusedForItself(c);
      if (refused === undefined || callerOf(refused.call).shape.kind !== 'hidden') return undefined;
      const { admitted } = refused;
      if (admitted.length < 2 || admitted.some(each => callerOf(each).shape.kind === 'hidden')) return undefined;
      const [example] = admitted;
      return {
        certainty: 'likely',
        slots: { peer, status: hop.status, accepted: callerOf(example!).text },
        evidence: [
          ...acceptedEvidence(c, example!, example!.identity.caller.header, 'an accepted caller'),
          ...refusedEvidence(c, refused, 'From', 'hidden, and no P-Asserted-Identity'),
        ],
        assumes: ['assuming that nothing else about the call is refused'],
      };
    },
  },
  {
    id: 'asserted-identity-missing',
    step: 'compared',
    of: 'failed',
    sentence:
      '{status} from {peer}: the call has no P-Asserted-Identity; all calls it accepted from {source} have one, such as {accepted}',
    short: '{status}: no P-Asserted-Identity, accepted calls have one',
    incident: '{status} from {peer}: no P-Asserted-Identity; accepted calls from {source} have one',
    key: 'path',
    when: 'A call without P-Asserted-Identity and Remote-Party-ID is refused with 403, 603, 606 or a cause that speaks of the caller, and every accepted call between the same hosts has P-Asserted-Identity: three of them, or one with the same From.',
    unless: ['an accepted call has none', 'the caller is anonymous', 'credentials were asked for in the call'],
    next: 'Let {source} send P-Asserted-Identity with a number of the trunk.',
    sources: ['RFC 3325 9.1'],
    judge(c) {
      const refused = refusedForItself(c);
      if (refused === undefined || !refused.isOfCaller) return undefined;
      const { call, admitted } = refused;
      const { asserted, remote, from } = call.identity;
      if (asserted !== null || remote !== null || from.shape.kind === 'hidden') return undefined;
      if (admitted.length === 0 || admitted.some(({ identity }) => identity.asserted === null)) return undefined;
      const example = admitted.find(({ identity }) => isSameNumber(identity.from, from));
      if (example === undefined && admitted.length < HABIT) return undefined;
      const shown = example ?? admitted[0]!;
      const slots = pathSlots(c, refused);
      return {
        certainty: 'likely',
        slots: { ...slots, accepted: shown.identity.asserted!.text, ...pathSlot(slots, 'no P-Asserted-Identity') },
        evidence: [
          ...acceptedEvidence(c, shown, 'P-Asserted-Identity', 'an accepted caller'),
          ...refusedEvidence(c, refused, 'From', 'the caller, and no P-Asserted-Identity'),
        ],
        assumes: ['assuming that nothing else about the call is refused'],
      };
    },
  },
  {
    id: 'caller-id-extension',
    step: 'compared',
    of: 'failed',
    sentence:
      "{status} from {peer} for caller {number} ({form})[; {source}'s accepted caller is {accepted}, of which {number} is the end][; {source} has the number {own}, of which {number} is the end][; your settings allow {allowed} there, where {meant} ends so]",
    short: '{status}: caller {number} is the end of {meant}',
    incident: '{status} from {peer}: callers with {form}, which are the ends of numbers of {source}',
    key: 'path',
    when: 'A call is refused at once, its caller has two to six digits, no caller of that shape was accepted between the same hosts, and it is the end of a number of its host: one that called, was called or forwarded in an accepted call. Certain where settings allow other callers there.',
    unless: [
      'a caller of that shape was accepted',
      'calls with accepted callers are refused, too: then it is a hint',
      'no call was accepted between the hosts: then it is a hint',
      'the status does not speak of the caller, and no call to the same number was accepted: then it is a hint',
      'so many numbers of the host are known that one ends so by accident',
      'credentials were asked for in the call',
    ],
    next: 'Let {source} send {meant} as the caller, in place of the extension {number}.',
    sources: ['RFC 3325 9', 'RFC 3261 21.4.4'],
    judge(c) {
      const refused = refusedForItself(c);
      if (refused === undefined) return undefined;
      const { invite, call, admitted } = refused;
      const { caller } = call.identity;
      const { number } = caller;
      if (number.digits.length < 2 || number.digits.length > 6 || number.shape.lead === '+') return undefined;
      if (isAccepted(number, admitted)) return undefined;
      const slots = { ...pathSlots(c, refused), number: number.text, form: formOf(caller) };
      const own = numbersOf(c, invite.source).endingIn(number);
      const out = ruledOut(c, refused);
      const settled = out?.allowed === undefined ? undefined : endingIn(number, out.trunk.allowed ?? []);
      if (own === undefined && settled === undefined) return undefined;
      const meant = own?.number.text ?? settled!;
      const isAcceptedCaller = own?.source.as === 'caller' && own.source.call.destination === call.destination;
      const isSure = settled !== undefined && refused.isOfCaller;
      const isLikely =
        admitted.length > 0 &&
        !isRefusedAnyway(refused) &&
        (refused.isOfCaller || acceptedThere(refused) !== undefined);
      return {
        certainty: isSure ? 'certain' : isLikely ? 'likely' : 'hint',
        slots: {
          ...slots,
          meant,
          accepted: isAcceptedCaller ? meant : undefined,
          own: own !== undefined && !isAcceptedCaller ? meant : undefined,
          allowed: settled === undefined ? undefined : out!.allowed,
          ...pathSlot(slots, slots.form),
        },
        evidence: [
          ...(own === undefined ? [] : ownEvidence(c, own.source, meant, slots.source)),
          ...refusedEvidence(c, refused, caller.header, callerShows(refused)),
        ],
        assumes: [
          ...(isSure ? [] : ['assuming that nothing else about the call is refused']),
          ...(admitted.length > 0 || isSure ? [] : [`one accepted call from ${slots.source} would prove it`]),
        ],
      };
    },
  },
  {
    id: 'asserted-identity-wrong',
    step: 'compared',
    of: 'failed',
    sentence:
      '{status} from {peer}: P-Asserted-Identity is {number} ({form}); the calls it accepted from {source} have {shape} there, such as {accepted}',
    short: '{status}: P-Asserted-Identity {number}, accepted: {shape}',
    incident: '{status} from {peer}: P-Asserted-Identity with {form}; accepted from {source}: {shape}',
    key: 'path',
    when: 'A call is refused with 403, 603, 606 or a cause that speaks of the caller, its P-Asserted-Identity has a shape that no accepted call between the same hosts has there (two at least), and its From has one that they have.',
    unless: [
      'an accepted call has no P-Asserted-Identity',
      'accepted calls have more than two shapes there',
      'calls with accepted callers are refused, too',
      'the call is forwarded',
      'credentials were asked for in the call',
    ],
    next: 'Let {source} send a number like {accepted} in P-Asserted-Identity.',
    sources: ['RFC 3325 9.1'],
    judge(c) {
      const refused = refusedForItself(c);
      if (refused === undefined || !refused.isOfCaller) return undefined;
      const { call, admitted } = refused;
      const { asserted, from, diverted } = call.identity;
      if (asserted === null || diverted !== null || admitted.length < 2 || isRefusedAnyway(refused)) return undefined;
      if (admitted.some(({ identity }) => identity.asserted === null) || isAccepted(asserted, admitted))
        return undefined;
      if (!admitted.some(({ identity }) => isSameShape(identity.from.shape, from.shape))) return undefined;
      if (shapesOf(admitted).length > MAX_SHAPES) return undefined;
      const example = acceptedThere(refused) ?? admitted[0]!;
      const slots = { ...pathSlots(c, refused), number: asserted.text, form: shapeText(asserted.shape) };
      return {
        certainty: 'likely',
        slots: {
          ...slots,
          shape: shapeTexts(admitted),
          accepted: callerOf(example).text,
          ...pathSlot(slots, slots.form),
        },
        evidence: [
          ...acceptedEvidence(c, example, 'P-Asserted-Identity', 'an accepted caller'),
          ...refusedEvidence(c, refused, 'P-Asserted-Identity', 'the caller'),
        ],
        assumes: ['assuming that nothing else about the call is refused'],
      };
    },
  },
  {
    id: 'caller-id-not-accepted',
    step: 'compared',
    of: 'failed',
    isGeneral: true,
    sentence:
      '{status} from {peer} for caller {number} ({form})[; the calls it accepted from {source} show {shape}, such as {accepted}][; your settings allow {allowed} there][; your settings have callers written {written} there]',
    short: '{status}: caller {number} ({form}) is not accepted',
    incident: '{status} from {peer}: callers with {form}[; accepted from {source}: {shape}]',
    key: 'path',
    when: 'A call is refused at once with 403, 603, 606 or a cause that speaks of the caller, and no caller of its shape was accepted between the same hosts, where three calls were, or one to the same number. Certain where settings of the trunk do not allow the caller, or the way it is written.',
    unless: [
      'accepted callers have more than two shapes',
      'calls with accepted callers are refused, too: then it is a hint',
      'the call is forwarded or its caller anonymous',
      'credentials were asked for in the call',
      'a narrower rule says more',
    ],
    next: 'Let {source} send a number of the trunk as the caller[, such as {accepted}].',
    sources: ['RFC 3325 9', 'RFC 3261 21.4.4'],
    judge(c) {
      const refused = refusedForItself(c);
      if (refused === undefined || !refused.isOfCaller) return undefined;
      const { call, admitted } = refused;
      const { caller, diverted } = call.identity;
      const { number } = caller;
      if (diverted !== null || number.shape.kind === 'hidden') return undefined;
      const out = ruledOut(c, refused);
      const differs = admitted.length > 0 && shapesOf(admitted).length <= MAX_SHAPES && !isAccepted(number, admitted);
      if (out === undefined && !differs) return undefined;
      const there = acceptedThere(refused);
      const isLikely = differs && !isRefusedAnyway(refused) && (admitted.length >= HABIT || there !== undefined);
      const example = differs ? (there ?? admitted[0]!) : undefined;
      const slots = { ...pathSlots(c, refused), number: number.text, form: formOf(caller) };
      return {
        certainty: out !== undefined ? 'certain' : isLikely ? 'likely' : 'hint',
        slots: {
          ...slots,
          shape: example === undefined ? undefined : shapeTexts(admitted),
          accepted: example === undefined ? undefined : callerOf(example).text,
          allowed: out?.allowed,
          written: out?.written,
          ...pathSlot(slots, slots.form),
        },
        evidence: [
          ...(example === undefined
            ? []
            : acceptedEvidence(c, example, example.identity.caller.header, 'an accepted caller')),
          ...refusedEvidence(c, refused, caller.header, callerShows(refused)),
        ],
        assumes: out !== undefined ? [] : ['assuming that nothing else about the call is refused'],
      };
    },
  },
];
