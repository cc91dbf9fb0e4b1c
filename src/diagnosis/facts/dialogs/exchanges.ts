/** Offers that were refused, and answers whose call was cleared at once: with what shows them, as findings. */
import { MESSAGE } from '../../../conversations/message-table.js';
import type { MessageId } from '../../../model/ids.js';
import type { Media } from '../../../sip/message/sdp.js';
import type { Case } from '../../case.js';
import type { Found } from '../../rule.js';
import { span } from '../../sentence.js';
import type { Transaction } from '../../transactions.js';
import { clearedAtOnce } from './answered.js';
import { cut } from '../cut.js';
import { answerTo, audioOf, describedBy } from './media.js';

const CLEARED = 'the call was cleared because of it';

/** What the refusing side is known to have: the messages that show it, and their audio. */
export interface Known {
  messages: MessageId[];
  streams: Media[];
  /** Its refusal itself says so (RFC 3261 section 11.2). */
  saysSo: boolean;
}

export function knownOf(c: Case, hop: Transaction): Known | undefined {
  const { messages } = c.conversations;
  if (messages.has(hop.final, MESSAGE.Sdp) && !messages.has(hop.final, MESSAGE.Truncated)) {
    const streams = audioOf(c.media(hop.final), true);
    if (streams.length > 0) return { messages: [hop.final], streams, saysSo: true };
  }
  const described = describedBy(c, hop.destination, hop.request);
  if (described.length === 0) return undefined;
  return {
    messages: described.slice(0, 2).map(([id]) => id),
    streams: described.flatMap(([, audio]) => audio),
    saysSo: false,
  };
}

/** The audio of a whole offer in a request; none where it has no SDP, or was cut. */
export function offerOf(c: Case, request: MessageId): Media[] {
  const { messages } = c.conversations;
  if (!messages.has(request, MESSAGE.Sdp) || messages.has(request, MESSAGE.Truncated)) return [];
  return audioOf(c.media(request));
}

/** A finding of an offer that was refused. */
export function refused(
  c: Case,
  hop: Transaction,
  offered: string,
  supported: string,
  known: Known | undefined,
): Found {
  const peer = c.peer(hop.destination);
  const others = known === undefined || known.saysSo ? [] : known.messages;
  return {
    certainty: others.length === 0 ? 'certain' : 'likely',
    slots: {
      caller: c.peer(hop.source),
      peer,
      status: c.statusText(hop.final),
      offered,
      supported: supported === '' ? undefined : supported,
    },
    evidence: [
      c.shows(hop.request, `offers ${offered}`),
      ...(known === undefined || others.length > 0 ? [c.shows(hop.final, 'refuses it', warningOf(c, hop))] : []),
      ...(known?.saysSo ? [c.shows(hop.final, `refuses it, and has ${supported}`)] : []),
      ...others.map(id => c.shows(id, `${peer} describes what it has`)),
    ],
    ...(others.length === 0 ? {} : { assumes: [`${peer} has no more than it offered and answered elsewhere`] }),
  };
}

export function warningOf(c: Case, { final }: Transaction): string | undefined {
  return c.mightHave('Warning') && c.header(final, 'Warning') !== undefined ? 'Warning' : undefined;
}

/** A finding of an answer whose call was cleared at once. */
export function answered(c: Case, answer: MessageId, offered: string, supported: string): Found | undefined {
  const cleared = clearedAtOnce(c.conversations, c.transactions);
  if (cleared === undefined) return undefined;
  const { invite, bye, afterUs } = cleared;
  return {
    certainty: 'likely',
    slots: {
      caller: c.peer(invite.source),
      peer: c.peer(invite.destination),
      status: c.statusText(invite.final),
      offered: cut(offered),
      supported: cut(supported),
      time: span(afterUs),
    },
    evidence: [
      c.shows(invite.request, `offers ${cut(offered)}`),
      c.shows(answer, `answers ${cut(supported)}`),
      c.shows(bye, 'hangs up at once'),
    ],
    assumes: [CLEARED],
  };
}

/** An offer and its answer, both whole, in a call that was cleared at once. */
export function clearedExchange(c: Case): { offer: Media[]; answer: Media[]; answeredIn: MessageId } | undefined {
  const cleared = clearedAtOnce(c.conversations, c.transactions);
  if (cleared === undefined) return undefined;
  const { request, final } = cleared.invite;
  const { messages } = c.conversations;
  const answeredIn = answerTo(c, request, final);
  if (answeredIn < 0 || !messages.has(request, MESSAGE.Sdp)) return undefined;
  if (messages.has(request, MESSAGE.Truncated) || messages.has(answeredIn, MESSAGE.Truncated)) return undefined;
  return { offer: [...c.media(request)], answer: [...c.media(answeredIn)], answeredIn };
}
