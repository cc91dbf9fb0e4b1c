/** What was offered and what was answered at the set-up of a call: codecs, profiles, addresses (SDP). */
import { MESSAGE } from '../../../conversations/message-table.js';
import type { MessageId, RowId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Media } from '../../../sip/message/sdp.js';
import type { Case } from '../../case.js';
import { cut, cutList } from '../../facts/cut.js';
import { answered, clearedExchange, knownOf, offerOf, refused, warningOf } from '../../facts/dialogs/exchanges.js';
import {
  areDisjoint,
  audioOf,
  codecKeys,
  codecNames,
  isRtp,
  isSecured,
  type Security,
  securityOf,
  uselessness,
} from '../../facts/dialogs/media.js';
import { refusedInvite, warns } from '../../facts/dialogs/refused-invite.js';
import type { Found, Rule } from '../../rule.js';
import { type Transaction, transactionsOf } from '../../transactions.js';
import { ANSWERS_RULES } from './answers.js';
import { CHANGES_RULES } from './session-changes.js';

/** Refusals of what was offered. */
const NOT_ACCEPTABLE: ReadonlySet<number> = new Set([488, 606]);
const OFFER_REFUSED: ReadonlySet<number> = new Set([415, ...NOT_ACCEPTABLE]);
const WITHOUT_OFFER_REFUSED: ReadonlySet<number> = new Set([400, 488, 603, 606]);
const TYPE_REFUSED: ReadonlySet<number> = new Set([415]);
/** Codes of Warning (RFC 3261 section 20.43). */
const INCOMPATIBLE_TRANSPORT = 302;
const INCOMPATIBLE_FORMAT = 305;
/** A refusal after it is one of people. */
const AT_ONCE_US = 2_000_000;
/** Calls of the same path that are held against one. */
const MAX_COMPARED = 16;

function refusedCodecs(c: Case): Found | undefined {
  const hop = refusedInvite(c, OFFER_REFUSED);
  if (hop === undefined) return undefined;
  const offer = offerOf(c, hop.request);
  const offered = codecKeys(offer);
  if (offered === undefined) return undefined;
  const known = knownOf(c, hop);
  const names = cutList(codecNames(offer));
  if (known === undefined) {
    return warns(c, hop, INCOMPATIBLE_FORMAT) ? refused(c, hop, names, '', undefined) : undefined;
  }
  const has = codecKeys(known.streams);
  if (has === undefined || !areDisjoint(offered, has)) return undefined;
  return refused(c, hop, names, cutList(codecNames(known.streams)), known);
}

function answeredCodecs(c: Case): Found | undefined {
  const exchange = clearedExchange(c);
  if (exchange === undefined) return undefined;
  const [offer, answer] = [audioOf(exchange.offer), audioOf(exchange.answer)];
  const [offered, has] = [codecKeys(offer), codecKeys(answer)];
  if (offered === undefined || has === undefined || !areDisjoint(offered, has)) return undefined;
  return answered(c, exchange.answeredIn, cutList(codecNames(offer)), cutList(codecNames(answer)));
}

/** "RTP/SAVP with AES_CM_128_HMAC_SHA1_80". */
function profileOf(stream: Media): string {
  if (stream.suites.length > 0) return `${stream.protocol} with ${cutList(stream.suites)}`;
  if (stream.hasFingerprint) return `${stream.protocol} with DTLS`;
  return isSecured(stream) && !stream.hasKeyManagement ? `${stream.protocol} without a key` : stream.protocol;
}

function profilesOf(streams: readonly Media[]): string {
  return cutList(streams.map(profileOf));
}

function waysOf(streams: readonly Media[]): Set<Security> {
  return new Set(streams.flatMap(stream => [...securityOf(stream)]));
}

/** Neither way to secure a stream, or none in the clear, is one that both have; or they have no suite in common. */
function cannotAgree(offer: readonly Media[], known: readonly Media[]): boolean {
  const [offered, has] = [waysOf(offer), waysOf(known)];
  if (offered.size === 0 || has.size === 0) return false;
  if (areDisjoint(offered, has)) return true;
  const isOnlySdes = [...offered].every(way => way === 'sdes' || !has.has(way));
  const suites = (streams: readonly Media[]) => new Set(streams.flatMap(each => each.suites));
  return isOnlySdes && areDisjoint(suites(offer), suites(known));
}

function refusedProfile(c: Case): Found | undefined {
  const hop = refusedInvite(c, NOT_ACCEPTABLE);
  if (hop === undefined) return undefined;
  const offer = offerOf(c, hop.request);
  if (offer.length === 0 || !offer.every(isRtp)) return undefined;
  const names = profilesOf(offer);
  if (waysOf(offer).size === 0) return refused(c, hop, names, '', undefined);
  const known = knownOf(c, hop);
  if (known === undefined) {
    return warns(c, hop, INCOMPATIBLE_TRANSPORT) ? refused(c, hop, names, '', undefined) : undefined;
  }
  if (!known.streams.every(isRtp) || !cannotAgree(offer, known.streams)) return undefined;
  return refused(c, hop, names, profilesOf(known.streams), known);
}

function answeredProfile(c: Case): Found | undefined {
  const exchange = clearedExchange(c);
  if (exchange === undefined) return undefined;
  const { offer, answer, answeredIn } = exchange;
  const at = answer.findIndex((stream, index) => {
    const asked = offer[index];
    if (asked === undefined || stream.port === 0 || stream.kind !== asked.kind) return false;
    return isRtp(asked) && isRtp(stream) && isSecured(asked) !== isSecured(stream);
  });
  return at < 0 ? undefined : answered(c, answeredIn, profileOf(offer[at]!), profileOf(answer[at]!));
}

/** Whether calls of the same path show that it is the missing offer that is refused: those with one are admitted, those without are not. */
function comparedOffers(c: Case, invite: Transaction): MessageId | undefined {
  const path = c.knowledge.paths.of(invite);
  const { messages } = c.conversations;
  if (path === undefined) return undefined;
  let admitted: MessageId | undefined;
  for (const row of path.admitted.items().slice(-MAX_COMPARED)) {
    const other = inviteOf(c, row, invite);
    if (other === undefined) continue;
    if (!messages.has(other.request, MESSAGE.Sdp)) return undefined;
    admitted = other.request;
  }
  for (const row of path.rejected.items().slice(-MAX_COMPARED)) {
    const other = inviteOf(c, row, invite);
    if (other?.status === invite.status && messages.has(other.request, MESSAGE.Sdp)) return undefined;
  }
  return admitted;
}

/** The INVITE of another conversation between the same hosts. */
function inviteOf(c: Case, row: RowId, { source, destination }: Transaction): Transaction | undefined {
  return transactionsOf(c.conversations, row).transactions.findLast(
    each =>
      each.method === METHOD.INVITE &&
      !each.inDialog &&
      c.isSameHost(each.source, source) &&
      c.isSameHost(each.destination, destination),
  );
}

const SETUP_RULES: readonly Rule[] = [
  {
    id: 'offer-without-media',
    step: 'told',
    of: 'failed',
    sentence: '{caller} offers no usable media ({offered}), and {peer} refuses it ({status})',
    short: '{caller} offers no usable media ({offered})',
    incident: '{caller} offers no usable media',
    key: 'caller',
    when: 'An INVITE is refused with 415, 488 or 606, and each stream of its offer has port 0, is inactive or has the address 0.0.0.0: nothing can be sent in it.',
    unless: ['any stream of the offer can be used', 'the address follows by ICE', 'the description is cut'],
    next: 'Look at the codecs that are switched on in {caller}: a phone without any offers port 0.',
    sources: ['RFC 3264 5.1', 'RFC 3264 8.2', 'RFC 3261 21.4.26'],
    judge(c) {
      const hop = refusedInvite(c, OFFER_REFUSED);
      if (hop === undefined) return undefined;
      const { messages } = c.conversations;
      if (!messages.has(hop.request, MESSAGE.Sdp) || messages.has(hop.request, MESSAGE.Truncated)) return undefined;
      const media = c.media(hop.request);
      const reasons = media.map(uselessness);
      if (media.length === 0 || reasons.some(each => each.length === 0)) return undefined;
      const isOff = media.every(({ port }) => port === 0);
      const offered = cutList(media.map(({ kind }, at) => `${kind}: ${reasons[at]!.join(', ')}`));
      return {
        certainty: isOff ? 'certain' : 'likely',
        slots: { caller: c.peer(hop.source), peer: c.peer(hop.destination), status: c.statusText(hop.final), offered },
        evidence: [c.shows(hop.request, `offers ${offered}`), c.shows(hop.final, 'refuses it', warningOf(c, hop))],
        ...(isOff ? {} : { assumes: ['it is refused because nothing can be sent'] }),
      };
    },
  },
  {
    id: 'content-type-refused',
    step: 'told',
    of: 'failed',
    sentence: '{peer} does not take {type} in {method}[; it accepts {accepted}]',
    short: '{peer} does not take {type}',
    incident: '{peer} does not take {type}',
    key: 'peer',
    when: 'The request that decides is refused with 415, and its body has a type that the Accept of the 415 does not list; without an Accept, a type other than application/sdp.',
    unless: [
      'Accept lists the type',
      'the 415 is about an encoding or a language',
      'the body is SDP and nothing tells what is accepted',
    ],
    next: 'Send a body of a type that {peer} accepts, or none; or let {peer} learn {type}.',
    sources: ['RFC 3261 21.4.13', 'RFC 3261 8.2.3'],
    judge(c) {
      const { attempt } = c;
      if (attempt === undefined || !TYPE_REFUSED.has(attempt.status)) return undefined;
      const hop = c.hops(attempt).findLast(({ status }) => status === attempt.status) ?? attempt;
      const value = c.header(hop.request, 'Content-Type');
      if (value === undefined) return undefined;
      const type = mediaType(value);
      if (['Accept-Encoding', 'Accept-Language'].some(name => c.header(hop.final, name) !== undefined))
        return undefined;
      if (c.header(hop.request, 'Content-Encoding') !== undefined) return undefined;
      const accepted = c.headers(hop.final, 'Accept').flatMap(each => each.split(',').slice(0, 16).map(mediaType));
      const known = accepted.filter(each => each !== '');
      if (known.length === 0 ? type === 'application/sdp' : known.some(each => takes(each, type))) return undefined;
      return {
        certainty: 'certain',
        slots: {
          caller: c.peer(hop.source),
          peer: c.peer(hop.destination),
          method: c.method(hop),
          type: cut(type),
          accepted: known.length === 0 ? undefined : cutList(known),
        },
        evidence: [
          c.shows(hop.request, 'the type of its body', 'Content-Type'),
          c.shows(
            hop.final,
            known.length === 0 ? 'refuses it' : 'what is accepted',
            known.length === 0 ? undefined : 'Accept',
          ),
        ],
      };
    },
  },
  {
    id: 'no-common-codec',
    step: 'compared',
    of: 'any',
    sentence:
      'no codec in common: {caller} offers {offered}[, {peer} has {supported}][; the call was answered and cleared {time} later]',
    short: 'no codec in common: offered {offered}[, {peer} has {supported}]',
    incident: 'no codec in common with {peer}: it is offered {offered}[ and has {supported}]',
    key: 'peer',
    when: 'An offer is refused with 415, 488 or 606, and none of its audio codecs is among those that the refusing address has by the description in its refusal, or by what it offered and answered elsewhere within a day; or it says so by Warning 305. Or an answer has none of the codecs that were offered, and the caller hangs up within 2 s.',
    unless: [
      'they have any codec in common, by name and clock rate (telephone-event, CN and red do not count)',
      'any codec on either side has no name',
      'nothing is known of what the refusing address has',
    ],
    next: 'Switch on a codec that both have, in {caller} or in {peer}, or let a gateway between them transcode.',
    sources: ['RFC 3264 6', 'RFC 3261 21.4.26', 'RFC 3261 11.2', 'RFC 3261 20.43'],
    judge: c => (c.isAnswered ? answeredCodecs(c) : refusedCodecs(c)),
  },
  {
    id: 'srtp-mismatch',
    step: 'compared',
    of: 'any',
    sentence:
      'media encryption does not match: {caller} offers {offered}[, {peer} has {supported}][; the call was answered and cleared {time} later]',
    short: 'media encryption: offered {offered}[, {peer} has {supported}]',
    incident: 'media encryption does not match with {peer}: it is offered {offered}[ and has {supported}]',
    key: 'peer',
    when: 'An offer is refused with 488 or 606 and demands encryption without a key for it; or it is encrypted and all that the refusing address described within a day, or describes in its refusal, is not, or the reverse; or they have no suite of a=crypto in common; or Warning 302 says so. Or an encrypted offer is answered without encryption, or the reverse, and the caller hangs up within 2 s.',
    unless: [
      'any way to secure the audio is one of both',
      'a profile is not known',
      'nothing is known of what the refusing address has',
    ],
    next: 'Set media encryption (SRTP) alike in {caller} and {peer}: off, SDES or DTLS.',
    sources: ['RFC 3264 6', 'RFC 4568 5.1', 'RFC 5763 5', 'RFC 3261 20.43'],
    judge: c => (c.isAnswered ? answeredProfile(c) : refusedProfile(c)),
  },
  {
    id: 'late-offer-refused',
    step: 'compared',
    of: 'failed',
    sentence: '{peer} refuses an INVITE without SDP ({status}); calls it admitted from {caller} have an offer',
    short: '{peer} refuses an INVITE without SDP',
    incident: '{peer} refuses INVITEs without SDP',
    key: 'peer',
    when: 'An INVITE without a body is refused with 400, 488, 603 or 606 at once, and calls between the same hosts that were admitted all have SDP in their INVITE.',
    unless: [
      'a call without SDP was admitted',
      'a call with SDP was refused with the same status',
      'it rang, or the refusal took 2 s or more',
    ],
    next: 'Let {caller} put its offer into the INVITE, or allow late offers in {peer}.',
    sources: ['RFC 3261 13.2.1', 'RFC 3264 5'],
    judge(c) {
      const hop = refusedInvite(c, WITHOUT_OFFER_REFUSED);
      if (hop === undefined || hop.progress >= 0) return undefined;
      const { messages } = c.conversations;
      if (messages.has(hop.request, MESSAGE.Sdp) || messages.has(hop.request, MESSAGE.Truncated)) return undefined;
      if (!(c.elapsedUs(hop.request, hop.final) < AT_ONCE_US)) return undefined;
      const admitted = comparedOffers(c, hop);
      if (admitted === undefined || c.body(hop.request) !== '') return undefined;
      return {
        certainty: 'likely',
        slots: { caller: c.peer(hop.source), peer: c.peer(hop.destination), status: c.statusText(hop.final) },
        evidence: [
          c.shows(hop.request, 'has no SDP', 'Content-Length'),
          c.shows(hop.final, 'refuses it'),
          c.shows(admitted, 'has SDP, and was admitted', 'Content-Type'),
        ],
        assumes: ['nothing else differs from the calls that were admitted'],
      };
    },
  },
];

/** "Application/SDP;charset=x" gives "application/sdp". */
function mediaType(value: string): string {
  return (value.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Whether a range of Accept takes a type. */
function takes(range: string, type: string): boolean {
  return range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
}

export const OFFERS_RULES: readonly Rule[] = [...SETUP_RULES, ...ANSWERS_RULES, ...CHANGES_RULES];
