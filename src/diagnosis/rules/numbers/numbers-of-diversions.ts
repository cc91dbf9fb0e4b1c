/** A forwarded call whose far end does not take who forwards it, or is not told. */
import { parseNetwork } from '../../../format/networks.js';
import type { Case } from '../../case.js';
import {
  acceptedEvidence,
  acceptedThere,
  ownEvidence,
  pathSlot,
  pathSlots,
  refusedEvidence,
} from '../../facts/limits/held-against.js';
import { numbersOf } from '../../facts/limits/host-numbers.js';
import { callsBetween, type RefusedCall, refusedCall } from '../../facts/limits/refused-call.js';
import { trunkOf } from '../../facts/limits/trunks.js';
import { type DialledNumber, isFull, isSameNumber } from '../../numbers/number.js';
import type { SeenCall } from '../../numbers/seen-calls.js';
import { endingIn, isInRanges } from '../../numbers/settled.js';
import type { Rule } from '../../rule.js';

/** Accepted forwarded calls that a sentence names. */
const NAMED = 3;
/** A call that came in before that is not the one that goes out now. */
const RECENT_US = 60_000_000;
/** Callers of more blocks than that are not those of one host. */
const MAX_BLOCKS = 4;

export const DIVERSION_RULES: readonly Rule[] = [
  {
    id: 'diversion-wrong',
    step: 'compared',
    of: 'failed',
    sentence:
      '{status} from {peer}; caller {caller} is foreign, {header} {number} is no number of {source}[; accepted {diversions|Diversion is|Diversions are} {accepted}][; {number} is the end of {meant}][; your settings allow {allowed} there]',
    short: '{status}: {header} {number} is no number of {source}',
    incident: '{status} from {peer}: {header} is no number of {source}[; accepted: {accepted}]',
    key: 'path',
    when: 'A forwarded call is refused at once, its caller is no number of the host that sends it, and neither is the number in Diversion (or History-Info): it is written as none of them, or lies in none of their blocks. Likely where it is the end of one of them, or two forwarded calls were accepted with other numbers; certain where settings of the trunk do not allow it.',
    unless: [
      'nothing is known of the numbers of the host',
      'the number is one of the host, or lies in a block of them',
      'the caller is one of the host',
      'the status does not speak of the caller, and no call to the same number was accepted: then it is a hint',
      'credentials were asked for in the call',
      'that the host in Diversion is another one is no fault',
    ],
    next: 'Let {source} name one of its own numbers in {header}[: {meant}].',
    sources: ['RFC 5806 4', 'RFC 7044 5'],
    judge(c) {
      const refused = refusedOf(c);
      if (refused === undefined) return undefined;
      const { invite, call, admitted } = refused;
      const { caller, diverted } = call.identity;
      if (diverted === null) return undefined;
      const { number, header } = diverted;
      const own = numbersOf(c, invite.source);
      const trunk = trunkOf(c, invite.destination);
      const plan = c.settings.numbering;
      const isRuledOut =
        trunk !== undefined &&
        trunk.allowed !== null &&
        !isInRanges(number, trunk.allowed, plan) &&
        !isInRanges(caller.number, trunk.allowed, plan);
      if (!isRuledOut && (own.size === 0 || own.has(number) || own.has(caller.number))) return undefined;
      const forwarded = admitted.filter(({ identity }) => identity.diverted !== null);
      if (!isRuledOut && forwarded.some(each => isSameNumber(divertedOf(each), number))) return undefined;
      const end = own.endingIn(number);
      const meant = end?.number.text ?? (isRuledOut ? endingIn(number, trunk.allowed!) : undefined);
      const isProven = end !== undefined || (forwarded.length >= 2 && !own.hasShapeOf(number)) || forwarded.length >= 3;
      const isSure = isRuledOut && refused.isOfCaller;
      const isLikely = isProven && admitted.length > 0 && isAboutNumbers(refused);
      const slots = { ...pathSlots(c, refused), caller: caller.number.text, number: number.text, header };
      return {
        certainty: isSure ? 'certain' : isLikely ? 'likely' : 'hint',
        slots: {
          ...slots,
          diversions: Math.min(forwarded.length, NAMED),
          accepted: forwarded
            .slice(0, NAMED)
            .map(each => divertedOf(each).text)
            .join(', '),
          meant,
          allowed: isRuledOut
            ? trunk
                .allowed!.map(({ from, to }) => `${from}-${to}`)
                .slice(0, NAMED)
                .join(', ')
            : undefined,
          ...pathSlot(slots, 'Diversion'),
        },
        evidence: [
          ...(end === undefined ? [] : ownEvidence(c, end.source, end.number.text, slots.source)),
          ...forwarded
            .slice(0, NAMED)
            .flatMap(each =>
              acceptedEvidence(c, each, each.identity.diverted!.header, 'a foreign caller, accepted with this'),
            ),
          ...refusedEvidence(c, refused, header, `who diverts, with the foreign caller ${slots.caller}`),
        ],
        assumes: [
          ...(isSure ? [] : ['assuming that nothing else about the call is refused']),
          ...(isElsewhere(diverted.host, slots.source)
            ? [`remark: the host in ${header} is ${diverted.host}, not ${slots.source}`]
            : []),
        ],
      };
    },
  },
  {
    id: 'diversion-missing',
    step: 'compared',
    of: 'failed',
    sentence:
      '{status} from {peer}: {number} is no number of {source}, and no Diversion says who forwards the call[; {accepted} was accepted with a Diversion]',
    short: '{status}: caller {number} is foreign, and no Diversion',
    incident: '{status} from {peer}: foreign callers from {source} without Diversion',
    key: 'path',
    when: 'A call is refused at once, its caller is a full number that is none of the host that sends it, and nothing says who forwarded it; and the same caller called that host 60 s before at most or is still calling, or calls of two foreign callers were accepted with Diversion. Certain where settings of the trunk require Diversion and do not allow the caller.',
    unless: [
      'nothing is known of the numbers of the host',
      'the caller lies in a block of its numbers',
      'the same caller was accepted with Diversion: it may well be a number of the host',
      'Diversion, History-Info or Referred-By is there',
      'the host sends callers of more than four blocks of numbers',
      'the status does not speak of the caller, and no call to the same number was accepted: then it is a hint, or nothing where nothing else shows that the call is forwarded',
      'credentials were asked for in the call',
    ],
    next: 'Let {source} send Diversion (or History-Info) with its own number in forwarded calls, or a caller of its own.',
    sources: ['RFC 5806 4', 'RFC 7044 5'],
    judge(c) {
      const refused = refusedOf(c);
      if (refused === undefined) return undefined;
      const { invite, call, admitted } = refused;
      const { caller, diverted, isReferred } = call.identity;
      if (diverted !== null || isReferred || !isFull(caller.number)) return undefined;
      const own = numbersOf(c, invite.source);
      const trunk = trunkOf(c, invite.destination);
      const isRuledOut =
        trunk?.diversion === 'required' &&
        trunk.allowed !== null &&
        !isInRanges(caller.number, trunk.allowed, c.settings.numbering);
      if (!isRuledOut && (own.size === 0 || own.has(caller.number))) return undefined;
      const inbound = inboundCall(c, refused);
      const forwarded = admitted.filter(
        each => each.identity.diverted !== null && !own.has(each.identity.caller.number),
      );
      const foreign = forwarded.map(each => each.identity.caller.number);
      // Forwarded calls come from others each time: one caller alone, or this one, may well be the host's own.
      if (!isRuledOut && foreign.some(number => isSameNumber(number, caller.number))) return undefined;
      const isProven = inbound !== undefined || foreign.some(number => !isSameNumber(number, foreign[0]!));
      // A host between others sends anybody's numbers.
      if (!isRuledOut && (own.blocks().length > MAX_BLOCKS || !(isProven || isAboutNumbers(refused)))) return undefined;
      const isSure = isRuledOut && refused.isOfCaller;
      const slots = { ...pathSlots(c, refused), number: caller.number.text };
      const [example] = forwarded;
      const shown = own.numbers()[0];
      const [known] = own.sources();
      return {
        certainty: isSure ? 'certain' : isProven && isAboutNumbers(refused) ? 'likely' : 'hint',
        slots: {
          ...slots,
          accepted: example?.identity.caller.number.text,
          ...pathSlot(slots, 'no Diversion'),
        },
        evidence: [
          ...(inbound === undefined
            ? []
            : [c.shows(inbound.invite, 'the same caller came in', inbound.identity.caller.header)]),
          ...(example === undefined
            ? []
            : acceptedEvidence(c, example, example.identity.diverted!.header, 'a foreign caller, accepted with this')),
          ...(known === undefined || shown === undefined ? [] : ownEvidence(c, known, shown.text, slots.source)),
          ...refusedEvidence(c, refused, caller.header, 'a foreign caller, and no Diversion'),
        ],
        assumes: isSure ? [] : ['assuming that nothing else about the call is refused'],
      };
    },
  },
];

function refusedOf(c: Case): RefusedCall | undefined {
  const refused = refusedCall(c);
  return refused === undefined || refused.wasChallenged ? undefined : refused;
}

/** The refusal speaks of who calls, or cannot be of who is called. */
function isAboutNumbers(refused: RefusedCall): boolean {
  return refused.isOfCaller || acceptedThere(refused) !== undefined;
}

/** Whether the host of a URI is another address than that of the sender; a name may be the same host. */
function isElsewhere(host: string, source: string): boolean {
  return parseNetwork(host) !== null && host !== source;
}

function divertedOf({ identity }: SeenCall): DialledNumber {
  return identity.diverted!.number;
}

/** The call with the same caller that came in from the host that now refuses it: what is forwarded. */
function inboundCall(c: Case, { invite, call }: RefusedCall): SeenCall | undefined {
  const sentUs = c.timeUs(invite.request);
  return callsBetween(c, call.destination, call.source).find(each => {
    if (each.row === call.row || !isSameNumber(each.identity.caller.number, call.identity.caller.number)) return false;
    const startUs = c.timeUs(each.invite);
    return startUs <= sentUs && (sentUs - startUs <= RECENT_US || c.conversations.table.endUs.get(each.row) >= sentUs);
  });
}
