/**
 * Changes of a call that was answered: refused, left without an answer, fax, and key presses. A change that was refused is no fault where
 * the call goes on: each of these needs what came of it.
 */
import { MESSAGE } from '../../../conversations/message-table.js';
import { type MessageId, NO_MESSAGE } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Media } from '../../../sip/message/sdp.js';
import { hopsOf } from '../../facts/dialogs/dialog.js';
import type { Case } from '../../case.js';
import { cutList } from '../../facts/cut.js';
import type { Rule } from '../../rule.js';
import { span } from '../../sentence.js';
import { isOneSided } from '../../silence.js';
import type { Transaction } from '../../transactions.js';

/** Who hangs up so soon does so because of the refusal. */
const SOON_US = 5_000_000;
/** No page of a fax is sent sooner (ITU-T T.30: training alone takes seconds). */
const FAX_US = 15_000_000;
/** A BYE sooner than that crosses the change; one after 64 × T1 and the same again has another cause. */
const PATIENCE_US = 5_000_000;
const LONG_US = 64_000_000;
/** Challenges, glare (491), what ends the call or belongs to its timers, and requests out of order. */
const OTHER_REFUSALS: ReadonlySet<number> = new Set([401, 407, 408, 422, 481, 487, 491, 500]);
const FAX_REFUSED: ReadonlySet<number> = new Set([415, 488, 500, 606]);
const INFO_REFUSED: ReadonlySet<number> = new Set([405, 415, 488, 501]);
/** Types of key presses. */
const KEYS =
  /^(?:application\/dtmf(?:-relay)?|audio\/telephone-event|application\/vnd\.nortelnetworks\.digits)\s*(?:;|$)/i;
/** Descriptions read of a call. */
const MAX_READ = 16;
const LATER_BYE = 'the call was cleared because of it';

/** Changes of the call by INVITE, in order. */
function changes(c: Case): Transaction[] {
  return c.isAnswered ? c.transactions.filter(({ method, inDialog }) => method === METHOD.INVITE && inDialog) : [];
}

function isDone({ status }: Transaction): boolean {
  return status >= 200 && status < 300;
}

/** The BYE that ended the call after a message, with the time between; undefined where the call was changed well in between. */
function endedAfter(c: Case, id: MessageId): { bye: Transaction; us: number } | undefined {
  const bye = c.transactions.find(({ method, request }) => method === METHOD.BYE && request >= 0);
  if (bye === undefined) return undefined;
  const us = c.elapsedUs(id, bye.request);
  if (!(us >= 0)) return undefined;
  const isRepaired = c.transactions.some(
    each =>
      (each.method === METHOD.INVITE || each.method === METHOD.UPDATE) &&
      each.inDialog &&
      isDone(each) &&
      c.elapsedUs(id, each.request) >= 0 &&
      c.elapsedUs(each.final, bye.request) >= 0,
  );
  return isRepaired ? undefined : { bye, us };
}

function isFax({ kind, port, formats }: Media): boolean {
  return kind === 'image' && port !== 0 && formats.some(({ type }) => type.toLowerCase() === 't38');
}

/** What a re-INVITE asks for. */
function asked(media: readonly Media[]): string {
  if (media.length === 0) return 'no SDP';
  const directions = media.filter(({ port }) => port !== 0).map(({ direction }) => direction);
  if (directions.some(direction => direction === 'sendonly' || direction === 'inactive')) return 'hold';
  return cutList(media.filter(({ port }) => port !== 0).flatMap(({ codecs }) => codecs)) || 'no media';
}

export const CHANGES_RULES: readonly Rule[] = [
  {
    id: 't38-refused',
    step: 'answered',
    of: 'any',
    sentence: '{peer} refuses T.38 for a fax ({status}); the call was cleared {time} later',
    short: '{peer} refuses T.38 for a fax ({status})',
    incident: '{peer} refuses T.38 for faxes',
    key: 'peer',
    when: 'A re-INVITE that offers m=image t38 is refused with 415, 488, 500 or 606, and the call ends within 15 s: sooner than a page is sent.',
    unless: [
      'the call was changed well after that, back to audio',
      'the call went on for more than 15 s: the fax stayed on audio',
    ],
    next: 'Let {peer} take T.38, or send faxes as G.711 audio without offering T.38.',
    sources: ['RFC 3362', 'ITU-T T.38 D.2', 'RFC 3261 14.1'],
    judge(c) {
      const refused = changes(c).findLast(({ status }) => FAX_REFUSED.has(status));
      if (refused === undefined || !c.media(refused.request).some(isFax)) return undefined;
      const ended = endedAfter(c, refused.final);
      if (ended === undefined || ended.us > FAX_US) return undefined;
      return {
        certainty: 'likely',
        slots: {
          caller: c.peer(refused.source),
          peer: c.peer(refused.destination),
          status: c.statusText(refused.final),
          time: span(ended.us),
        },
        evidence: [
          c.shows(refused.request, 'offers T.38'),
          c.shows(refused.final, 'refuses it'),
          c.shows(ended.bye.request, 'ends the call'),
        ],
        assumes: [LATER_BYE],
      };
    },
  },
  {
    id: 'reinvite-refused',
    step: 'answered',
    of: 'any',
    isGeneral: true,
    sentence: '{peer} refuses to change the call ({status}, asked for: {offered}); {caller} hung up {time} later',
    short: '{peer} refuses to change the call ({status})',
    incident: '{peer} refuses to change calls',
    key: 'peer',
    when: 'A re-INVITE is refused, and the one who sent it hangs up within 5 s.',
    unless: [
      'the call goes on, or a later change is taken',
      'the status is 401, 407, 408, 422, 481, 487, 491 or 500: that has causes of its own',
      'anything narrower explains the end of the call',
    ],
    next: 'Look at what {caller} asks for, and whether {peer} can do it; {caller} need not end a call because of it.',
    sources: ['RFC 3261 14.1', 'RFC 6141'],
    judge(c) {
      const refused = changes(c).findLast(({ status }) => status >= 400 && !OTHER_REFUSALS.has(status));
      if (refused === undefined) return undefined;
      const ended = endedAfter(c, refused.final);
      const asker = hopsOf(c, refused)[0]?.source;
      if (asker === undefined || ended === undefined || ended.us > SOON_US || ended.bye.source !== asker)
        return undefined;
      return {
        certainty: 'likely',
        slots: {
          caller: c.peer(asker),
          peer: c.peer(refused.destination),
          status: c.statusText(refused.final),
          offered: asked(c.media(refused.request)),
          time: span(ended.us),
        },
        evidence: [
          c.shows(refused.request, 'asks for a change'),
          c.shows(refused.final, 'refuses it'),
          c.shows(ended.bye.request, 'hangs up'),
        ],
        assumes: [LATER_BYE],
      };
    },
  },
  {
    id: 'reinvite-unanswered',
    step: 'answered',
    of: 'any',
    isGeneral: true,
    sentence: '{peer} did not answer a re-INVITE of {caller}; the call was cleared {time} after it',
    short: '{peer} did not answer a re-INVITE, call cleared after {time}',
    incident: '{peer} does not answer re-INVITEs',
    key: 'peer',
    when: 'A re-INVITE has no final response on any hop, and a BYE follows 5 to 64 s after it.',
    unless: [
      'it was cancelled, or confirmed by an ACK',
      'a later change was taken',
      'the BYE comes sooner: it crossed the re-INVITE',
      'only one direction was captured',
    ],
    next: 'Look in the log of {peer} what became of the re-INVITE.',
    sources: ['RFC 3261 14.2', 'RFC 3261 13.3.1'],
    judge(c) {
      const { messages } = c.conversations;
      const open = changes(c).findLast(each => each.final < 0 && each.cancel < 0);
      if (open === undefined || hopsOf(c, open).some(hop => hop.final >= 0 || hop.cancel >= 0)) return undefined;
      const ended = endedAfter(c, open.request);
      if (ended === undefined || ended.us < PATIENCE_US || ended.us > LONG_US || isOneSided(c, open)) return undefined;
      const isConfirmed = (id: MessageId) =>
        !messages.has(id, MESSAGE.Response) &&
        messages.method.get(id) === METHOD.ACK &&
        messages.cseq.get(id) === open.cseq &&
        c.isSameHost(messages.source.get(id), open.source);
      if (c.after(open.request, isConfirmed) >= 0) return undefined;
      const trying = hopsOf(c, open).findLast(hop => hop.trying >= 0)?.trying ?? NO_MESSAGE;
      return {
        certainty: 'certain',
        slots: {
          caller: c.peer(open.source),
          peer: c.peer(open.destination),
          requests: c.requests(open),
          time: span(ended.us),
        },
        evidence: [
          c.shows(open.request, 'asks for a change'),
          ...(trying >= 0 ? [c.shows(trying, 'all that came back')] : []),
          c.shows(ended.bye.request, 'ends the call'),
        ],
      };
    },
  },
  {
    id: 'dtmf-info-refused',
    step: 'answered',
    of: 'any',
    sentence: '{peer} refuses key presses by INFO ({status}, {count} of {of})',
    short: '{peer} refuses key presses by INFO ({status})',
    incident: '{peer} refuses key presses by INFO',
    key: 'peer',
    when: 'Every INFO of a call that carries key presses (application/dtmf-relay or the like) is refused with 405, 415, 488 or 501.',
    unless: ['any such INFO was taken', 'both sides have telephone-event: the keys go with the audio, too'],
    next: 'Let {caller} send key presses as telephone-event (RFC 4733), or let {peer} take them by INFO.',
    sources: ['RFC 6086', 'RFC 3261 21.4.13', 'RFC 4733'],
    judge(c) {
      if (!c.isAnswered) return undefined;
      const infos = c.transactions.filter(({ method }) => method === METHOD.INFO);
      const first = infos.find(({ status }) => INFO_REFUSED.has(status));
      if (first === undefined || infos.some(each => each.source === first.source && isDone(each))) return undefined;
      if (!KEYS.test(c.header(first.request, 'Content-Type') ?? '') || haveEvents(c)) return undefined;
      const sent = infos.filter(({ source }) => source === first.source);
      return {
        certainty: 'certain',
        slots: {
          caller: c.peer(first.source),
          peer: c.peer(first.destination),
          status: c.statusText(first.final),
          count: sent.filter(({ status }) => INFO_REFUSED.has(status)).length,
          of: sent.length,
        },
        evidence: [c.shows(first.request, 'carries key presses', 'Content-Type'), c.shows(first.final, 'refuses it')],
      };
    },
  },
];

/** Whether two hosts of the call described telephone-event, or it is not known. */
function haveEvents(c: Case): boolean {
  const { messages } = c.conversations;
  const hosts = new Set<number>();
  let read = 0;
  for (const id of c.messages) {
    if (!messages.has(id, MESSAGE.Sdp) || messages.has(id, MESSAGE.Retransmission)) continue;
    if (++read > MAX_READ) return true;
    const hasEvents = c.media(id).some(({ codecs }) => codecs.some(name => name.toLowerCase() === 'telephone-event'));
    if (hasEvents) hosts.add(c.knowledge.hosts.of(messages.source.get(id)));
  }
  return read === 0 || hosts.size > 1;
}
