/** A number that the far end does not call: unknown, incomplete, or written as it does not read it. */
import { quoted } from '../../../format/excerpts.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import { causeWords } from '../../facts/limits/cause-words.js';
import { acceptedEvidence, pathSlot, pathSlots, refusedEvidence } from '../../facts/limits/held-against.js';
import { q850Of } from '../../facts/limits/reasons.js';
import { callsBetween, refusedCall, refusedHop, seenCalls } from '../../facts/limits/refused-call.js';
import { registeredAt } from '../../facts/users/registered-user.js';
import { trunkOf } from '../../facts/limits/trunks.js';
import { type DialledNumber, hasTailOf, isFull, isSameNumber, isSameShape, shapeText } from '../../numbers/number.js';
import { FORMAT_TEXTS, hasFormat } from '../../numbers/settled.js';
import type { Rule } from '../../rule.js';
import type { Slots } from '../../sentence.js';
import type { Transaction } from '../../transactions.js';

/** Statuses by which a host does not take a number as it is written. */
const MISREAD: ReadonlySet<number> = new Set([403, 404, 484, 604]);
const UNKNOWN: ReadonlySet<number> = new Set([404, 410, 604]);
/** Statuses of a host that is called by what it does not know as a number, and at a domain that is not its own. */
const UNKNOWN_AS_WRITTEN: ReadonlySet<number> = new Set([404, 484, 604]);
const UNKNOWN_THERE: ReadonlySet<number> = new Set([403, 404, 604]);
/** Calls to more domains than that have none in common. */
const MAX_DOMAINS = 2;
const INCOMPLETE = 484;
/** Q.850: not assigned, changed, incomplete. */
const UNKNOWN_CAUSES: ReadonlySet<number> = new Set([1, 22]);
const INCOMPLETE_CAUSE = 28;
/** Digits that are dialled one after another come sooner (RFC 3578 section 2). */
const OVERLAP_US = 15_000_000;

/** What STIR says (RFC 8224 section 6.2.2, RFC 8197, RFC 8688). */
const IDENTITY_STATUSES: ReadonlyMap<number, string> = new Map([
  [428, 'wants an Identity header'],
  [436, 'cannot read what the Identity header refers to'],
  [437, 'does not trust the certificate of the Identity header'],
  [438, 'finds the Identity header invalid'],
  [607, 'blocks the call as unwanted'],
  [608, 'blocks the call by its analytics'],
]);

/** The number that an INVITE calls, and the hop that was refused. */
function calledBy(c: Case): { hop: Transaction; number: DialledNumber } | undefined {
  const hop = refusedHop(c);
  if (hop === undefined) return undefined;
  const call = seenCalls(c, c.row).find(({ invite }) => invite === hop.request);
  return call === undefined || call.identity.called.text === '' ? undefined : { hop, number: call.identity.called };
}

/** A cause of the response; undefined where there is none, or it says nothing. */
function causeOf(c: Case, { final }: Transaction): number | undefined {
  const reason = q850Of(c, final);
  return reason === undefined || causeWords(reason.cause)?.kind === 'none' ? undefined : reason.cause;
}

/** A longer number that was dialled right after this one: digits came one after another. */
function isOverlap(c: Case, hop: Transaction, { digits }: DialledNumber): boolean {
  if (digits === '') return false;
  const { hosts } = c.knowledge;
  const sentUs = c.timeUs(hop.request);
  const within = callsBetween(c, hosts.of(hop.source), hosts.of(hop.destination));
  return [...within, ...seenCalls(c, c.row)].some(({ identity, invite }) => {
    const other = identity.called.digits;
    const laterUs = c.timeUs(invite) - sentUs;
    return other.length > digits.length && other.startsWith(digits) && laterUs > 0 && laterUs <= OVERLAP_US;
  });
}

/** What the numbers of the user's country are like, where a number is not like them. */
function planSlots(c: Case, { shape, digits }: DialledNumber): Slots {
  const { country, length } = c.settings.numbering;
  const isOther = shape.kind === 'number' && shape.lead === '' && digits.length !== length;
  return isOther && length > 0 && country !== '' && !digits.startsWith(country) ? { country, length } : {};
}

export const STIR_RULE: Rule = {
  id: 'stir-rejected',
  step: 'told',
  of: 'failed',
  sentence: '{peer} {refusal}: {text}',
  short: '{peer} {refusal}',
  incident: '{peer} {refusal}',
  key: 'path',
  when: 'An INVITE is answered 428, 436, 437, 438, 607 or 608.',
  unless: [],
  next: 'Check the signature (Identity), its certificate, and the caller it is for; of 607 and 608, ask who keeps the list.',
  sources: ['RFC 8224 6.2.2', 'RFC 8197', 'RFC 8688'],
  judge(c) {
    const hop = refusedHop(c);
    const refusal = IDENTITY_STATUSES.get(hop?.status ?? 0);
    if (hop === undefined || refusal === undefined) return undefined;
    const peer = c.host(hop.destination);
    return {
      certainty: 'certain',
      slots: {
        peer,
        refusal,
        status: hop.status,
        text: quoted(c.statusText(hop.final)),
        path: `${peer}: ${hop.status}`,
      },
      evidence: [
        c.shows(hop.request, 'sent', c.header(hop.request, 'Identity') === undefined ? undefined : 'Identity'),
        c.shows(hop.final, 'says so'),
      ],
    };
  },
};

export const CALLED_RULES: readonly Rule[] = [
  {
    id: 'registered-but-404',
    step: 'compared',
    of: 'failed',
    sentence: '{number} is registered at {peer}, which still answers {status}',
    short: '{status}, though {number} is registered there',
    incident: '{peer} answers {status} for users that are registered there',
    key: 'peer',
    when: 'An INVITE is answered 404, and the user in its Request-URI registered at the same host before, with a time that is not over.',
    unless: [
      'the registration was withdrawn, or its time is over',
      'the user registered at another host',
      'the response has a cause of Q.850 of another kind',
    ],
    next: 'Registration is in order. Look at the dial plan, the context of the caller and the domain at {peer}.',
    sources: ['RFC 3261 16.5', 'RFC 3261 10.3'],
    judge(c) {
      const hop = refusedHop(c);
      if (hop === undefined || hop.status !== 404) return undefined;
      const called = calledBy(c);
      const cause = causeOf(c, hop);
      if (called === undefined || (cause !== undefined && !UNKNOWN_CAUSES.has(cause))) return undefined;
      const registered = registeredAt(c, called.number.text, hop.destination, c.timeUs(hop.request));
      if (registered === undefined) return undefined;
      return {
        certainty: 'likely',
        slots: { number: called.number.text, peer: c.host(hop.destination), status: hop.status },
        evidence: [
          c.shows(registered.register, 'registers', 'To'),
          c.shows(registered.answer, 'is registered', 'Contact'),
          c.shows(hop.request, `calls ${called.number.text}`),
          c.shows(hop.final, 'does not know it'),
        ],
        assumes: ['assuming that no other server at this address answers'],
      };
    },
  },
  {
    id: 'did-in-to',
    step: 'compared',
    of: 'failed',
    sentence:
      '{status} from {peer} for {number}, which is the account it registered with at {source}; the number that was dialled is in To: {dialled}',
    short: '{status}: {number} is its account, the number is in To',
    incident: '{peer} answers {status} for its account {number}: the numbers that were dialled are in To',
    key: 'path',
    when: 'A call is refused with 404, 484 or 604 by a host that registered at the caller’s host with the user of the Request-URI, and To has another, full number.',
    unless: ['the call was forwarded', 'the registration was withdrawn, or its time is over', 'To has the same number'],
    next: 'Let {peer} take the number from To, or {source} put it into the Request-URI.',
    sources: ['RFC 3261 8.2.2.1', 'RFC 6140 5.2'],
    judge(c) {
      const hop = refusedHop(c);
      if (hop === undefined || !UNKNOWN_AS_WRITTEN.has(hop.status)) return undefined;
      const call = seenCalls(c, c.row).find(({ invite }) => invite === hop.request);
      if (call === undefined || call.identity.diverted !== null) return undefined;
      const { called, to } = call.identity;
      if (!isFull(to) || called.text === '' || isSameNumber(called, to)) return undefined;
      const registered = registeredAt(c, called.text, hop.source, c.timeUs(hop.request));
      const { messages } = c.conversations;
      if (registered === undefined || !c.isSameHost(messages.source.get(registered.register), hop.destination))
        return undefined;
      const slots = { peer: c.host(hop.destination), source: c.host(hop.source), number: called.text };
      return {
        certainty: 'likely',
        slots: { ...slots, status: hop.status, dialled: to.text, ...pathSlot(slots, called.text) },
        evidence: [
          c.shows(registered.register, `${slots.peer} registers with this account`, 'To'),
          c.shows(registered.answer, 'is registered', 'Contact'),
          c.shows(hop.request, `calls ${called.text}; the number is here`, 'To'),
          c.shows(hop.final, 'does not know the account as a number'),
        ],
        assumes: ['assuming that the number in To is one of the host that was called'],
      };
    },
  },
  {
    id: 'wrong-domain',
    step: 'compared',
    of: 'failed',
    sentence: '{status} from {peer} for {number} at {domain}; all calls it accepted from {source} were to {accepted}',
    short: '{status}: {domain} is no domain of {peer}',
    incident: '{status} from {peer} for numbers at {domain}; accepted: {accepted}',
    key: 'path',
    when: 'A call is refused at once with 404, 604 or 403, the host in its Request-URI is in no call that was accepted between the same hosts, and one of these went to the same number.',
    unless: [
      'the host is the address of the host that was called',
      'a call to this domain was accepted, or accepted calls went to more than two',
      'the status is 403, and credentials were asked for in the call',
    ],
    next: 'Let {source} call {number} at {accepted}, or make {domain} a domain of {peer}.',
    sources: ['RFC 3261 8.2.2.1', 'RFC 3261 16.5'],
    judge(c) {
      const refused = refusedCall(c);
      if (refused === undefined || !UNKNOWN_THERE.has(refused.invite.status)) return undefined;
      if (refused.wasChallenged && refused.invite.status === 403) return undefined;
      const { call, admitted } = refused;
      const { called, calledHost } = call.identity;
      const slots = pathSlots(c, refused);
      if (calledHost === '' || calledHost === slots.peer || admitted.length === 0) return undefined;
      const domains = [...new Set(admitted.map(({ identity }) => identity.calledHost))];
      if (domains.length > MAX_DOMAINS || domains.includes(calledHost)) return undefined;
      const example = admitted.find(
        ({ identity }) => identity.called.digits === called.digits && isSameNumber(identity.called, called),
      );
      if (example === undefined) return undefined;
      const domain = quoted(calledHost);
      return {
        certainty: 'likely',
        slots: {
          ...slots,
          number: called.text,
          domain,
          accepted: domains.map(quoted).join(' or '),
          ...pathSlot(slots, domain),
        },
        evidence: [
          ...acceptedEvidence(c, example, null, `calls ${called.text} at ${quoted(example.identity.calledHost)}`),
          ...refusedEvidence(c, refused, null, `calls ${called.text} at ${domain}`),
        ],
        assumes: ['assuming that nothing else about the call is refused'],
      };
    },
  },
  {
    id: 'number-format-wrong',
    step: 'compared',
    of: 'failed',
    sentence:
      '{status} from {peer} for {number} ({form})[; calls it accepted from {source} are dialled with {shape}, such as {accepted}][; your settings have numbers written {written} there]',
    short: '{status} for {number}: accepted calls are dialled otherwise',
    incident: '{status} from {peer} for numbers with {form}[; accepted: {shape}]',
    key: 'path',
    when: 'A call is refused at once with 403, 404, 484 or 604, no call to a number of its shape was accepted between the same hosts, and one to the same last seven digits was, in another spelling. Certain where settings of the trunk have numbers written otherwise.',
    unless: [
      'a number of this shape was accepted',
      'the status is 403, and credentials were asked for in the call, or no caller of such a shape was accepted',
    ],
    next: 'Dial it [as {accepted}, ]in the way that {peer} reads: + and the country, 00, or national.',
    sources: ['RFC 3966 5.1.4', 'RFC 3261 19.1.6', 'E.164'],
    judge(c) {
      const refused = refusedCall(c);
      if (refused === undefined || !MISREAD.has(refused.invite.status)) return undefined;
      if (refused.wasChallenged && refused.invite.status === 403) return undefined;
      const { call, admitted, invite } = refused;
      const { called } = call.identity;
      if (!isFull(called)) return undefined;
      const trunk = trunkOf(c, invite.destination);
      const format = trunk?.format ?? null;
      const isRuledOut = format !== null && !hasFormat(called, format, c.settings.numbering);
      const caller = call.identity.caller.number;
      // Of a refused caller it is said what is wrong with the caller.
      const isCallerTaken =
        admitted.some(({ identity }) => isSameShape(identity.caller.number.shape, caller.shape)) ||
        (format !== null && isFull(caller) && hasFormat(caller, format, c.settings.numbering));
      if (refused.isOfCaller && !isCallerTaken) return undefined;
      const isTaken = admitted.some(({ identity }) => isSameShape(identity.called.shape, called.shape));
      const example = isTaken
        ? undefined
        : admitted.find(({ identity }) => hasTailOf(identity.called.digits, called.digits));
      if (!isRuledOut && example === undefined) return undefined;
      const slots = { ...pathSlots(c, refused), number: called.text, form: shapeText(called.shape) };
      return {
        certainty: isRuledOut ? 'certain' : 'likely',
        slots: {
          ...slots,
          shape: example && shapeText(example.identity.called.shape),
          accepted: example?.identity.called.text,
          written: isRuledOut ? FORMAT_TEXTS[format] : undefined,
          ...pathSlot(slots, slots.form),
        },
        evidence: [
          ...(example === undefined ? [] : acceptedEvidence(c, example, null, `calls ${example.identity.called.text}`)),
          ...refusedEvidence(c, refused, null, `calls ${called.text}`),
        ],
        assumes: isRuledOut ? [] : ['assuming that the same last seven digits are one number'],
      };
    },
  },
  {
    id: 'number-incomplete',
    step: 'status',
    of: 'failed',
    sentence: '{number} is too short for {peer}: {text}',
    short: '{number} is too short for {peer}',
    incident: '{number} is too short for {peer}',
    key: 'number',
    when: 'A call is refused with 484, or with cause 28 of Q.850.',
    unless: ['a longer number that begins so is dialled within 15 s: digits came one after another (RFC 3578)'],
    next: 'Dial all digits; where they come one after another, let {source} collect them, or {peer} wait for more.',
    sources: ['RFC 3261 21.4.22', 'RFC 3578', 'Q.850 28'],
    judge(c) {
      const hop = refusedHop(c);
      if (hop === undefined || !(hop.status === INCOMPLETE || causeOf(c, hop) === INCOMPLETE_CAUSE)) return undefined;
      const called = calledBy(c);
      if (called === undefined || isOverlap(c, hop, called.number)) return undefined;
      const header = hop.status === INCOMPLETE ? undefined : q850Of(c, hop.final)?.header;
      return {
        certainty: 'certain',
        slots: {
          number: called.number.text,
          peer: c.host(hop.destination),
          source: c.host(hop.source),
          status: hop.status,
          text: quoted(c.statusText(hop.final)),
        },
        evidence: [c.shows(hop.request, `calls ${called.number.text}`), c.shows(hop.final, 'says so', header)],
      };
    },
  },
  {
    id: 'number-unknown',
    step: 'status',
    of: 'failed',
    sentence: '{peer} does not know {number}: {text}[; a number of +{country} has {length} digits]',
    short: '{peer} does not know {number}',
    incident: '{peer} does not know {number}',
    key: 'path',
    when: 'A call is refused with 404, 410 or 604, or with cause 1 or 22 of Q.850: the far end says so, why is open.',
    unless: [
      'a cause of Q.850 says something else',
      'a longer number that begins so is dialled within 15 s',
      'it is the name of a user who is registered there',
    ],
    next: 'Check {number} and its spelling, and the domain; then the dial plan of {peer}.',
    sources: ['RFC 3261 21.4.5', 'Q.850 1'],
    judge(c) {
      const hop = refusedHop(c);
      if (hop === undefined || hop.method !== METHOD.INVITE) return undefined;
      const cause = causeOf(c, hop);
      if (!(cause === undefined ? UNKNOWN.has(hop.status) : UNKNOWN_CAUSES.has(cause))) return undefined;
      const called = calledBy(c);
      if (called === undefined || isOverlap(c, hop, called.number)) return undefined;
      // Said better by registered-but-404.
      const { text } = called.number;
      if (registeredAt(c, text, hop.destination, c.timeUs(hop.request)) !== undefined) return undefined;
      const peer = c.host(hop.destination);
      const header = cause === undefined ? undefined : q850Of(c, hop.final)?.header;
      return {
        certainty: 'certain',
        slots: {
          number: called.number.text,
          peer,
          status: hop.status,
          text: quoted(c.statusText(hop.final)),
          path: `${peer}: ${called.number.text}`,
          ...planSlots(c, called.number),
        },
        evidence: [c.shows(hop.request, `calls ${called.number.text}`), c.shows(hop.final, 'does not know it', header)],
      };
    },
  },
];
