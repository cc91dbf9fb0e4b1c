/** Answers that are none, or break their offers, in calls that were cleared at once. */
import { MESSAGE } from '../../../conversations/message-table.js';
import type { Media } from '../../../sip/message/sdp.js';
import { clearedAtOnce } from '../../facts/dialogs/answered.js';
import { answered, clearedExchange } from '../../facts/dialogs/exchanges.js';
import { answerTo } from '../../facts/dialogs/media.js';
import type { Rule } from '../../rule.js';
import { span } from '../../sentence.js';

/** What an answer breaks of the rules of RFC 3264 section 6, as [what was offered, what was answered]; undefined where nothing. */
function breach(offer: readonly Media[], answer: readonly Media[]): [string, string] | undefined {
  const media = (count: number) => (count === 1 ? '1 medium' : `${count} media`);
  if (offer.length !== answer.length) return [media(offer.length), media(answer.length)];
  for (const [at, { direction: was, kind, port }] of offer.entries()) {
    const { direction: is, port: answeredPort } = answer[at]!;
    if (port === 0 || answeredPort === 0) continue;
    const isWrong =
      (was === 'sendonly' || was === 'recvonly' ? is === was : false) || (was === 'inactive' && is !== was);
    if (isWrong) return [`${kind} ${was}`, `${kind} ${is}`];
  }
  return undefined;
}

export const ANSWERS_RULES: readonly Rule[] = [
  {
    id: 'answer-sdp-missing',
    step: 'answered',
    of: 'any',
    sentence: '{peer} answered the offer of {caller} without SDP; {caller} hung up {time} later',
    short: '{peer} answered without SDP',
    incident: '{peer} answers without SDP',
    key: 'peer',
    when: 'An INVITE with SDP is answered with a 2xx without a body, no response before it has SDP, and the caller hangs up within 2 s.',
    unless: [
      'a provisional response has the answer',
      'a message is cut',
      'the INVITE has no SDP: the offer is that of the 2xx',
    ],
    next: 'Look in the log of {peer} why its answer has no description of its media.',
    sources: ['RFC 3261 13.2.1', 'RFC 3264 6'],
    judge(c) {
      const cleared = clearedAtOnce(c.conversations, c.transactions);
      if (cleared === undefined) return undefined;
      const { invite, bye, afterUs } = cleared;
      const { messages } = c.conversations;
      if (!messages.has(invite.request, MESSAGE.Sdp) || messages.has(invite.final, MESSAGE.Truncated)) return undefined;
      if (messages.has(invite.lastFinal, MESSAGE.Sdp) || answerTo(c, invite.request, invite.final) >= 0)
        return undefined;
      if (c.body(invite.final) !== '' || c.header(invite.final, 'Content-Type') !== undefined) return undefined;
      return {
        certainty: 'certain',
        slots: { caller: c.peer(invite.source), peer: c.peer(invite.destination), time: span(afterUs) },
        evidence: [
          c.shows(invite.request, 'offers media', 'Content-Type'),
          c.shows(invite.final, 'has no answer', 'Content-Length'),
          c.shows(bye, 'hangs up at once'),
        ],
      };
    },
  },
  {
    id: 'answer-invalid',
    step: 'answered',
    of: 'any',
    sentence:
      '{peer} breaks the offer in its answer: {offered} offered, {supported} answered; {caller} hung up {time} later',
    short: '{peer} breaks the offer: {offered} offered, {supported} answered',
    incident: '{peer} breaks offers in its answers',
    key: 'peer',
    when: 'An answer has more or fewer media than its offer, or a direction that the offer does not allow (sendonly answered by sendonly, recvonly by recvonly, inactive by another), and the caller hangs up within 2 s.',
    unless: ['the call went on', 'the stream is refused with port 0', 'a message is cut'],
    next: 'Look at the answer of {peer}: an answer must have a medium for each that is offered, and directions that go together.',
    sources: ['RFC 3264 6', 'RFC 3264 6.1'],
    judge(c) {
      const exchange = clearedExchange(c);
      if (exchange === undefined || exchange.offer.length === 0 || exchange.answer.length === 0) return undefined;
      const broken = breach(exchange.offer, exchange.answer);
      return broken === undefined ? undefined : answered(c, exchange.answeredIn, ...broken);
    },
  },
];
