/** The request that was left without any response: that of the attempt, or the one a proxy sent on and gave up. */
import type { Evidence } from '../../../conversations/evidence.js';
import { MESSAGE } from '../../../conversations/message-table.js';
import type { MessageId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import type { Found } from '../../rule.js';
import { type Span, span } from '../../sentence.js';
import { type Silence, silenceOf } from '../../silence.js';
import type { Transaction } from '../../transactions.js';
import { copiesOf } from '../dialogs/copies.js';
import { withLosses } from './losses.js';

/** What a proxy says when the next hop is silent (RFC 3261 section 16.8). */
const GIVEN_UP: ReadonlySet<number> = new Set([408, 480, 503, 504]);

/** Messages that are gone back. */
const MAX_STEPS = 64;

export interface SilentHop extends Silence {
  transaction: Transaction;
}

/** Nearly every rule of silence asks. */
const KNOWN = new WeakMap<Case, { hop: SilentHop | undefined }>();

/** The request of a case that was left without any response; undefined where there is none. */
export function silentHop(c: Case): SilentHop | undefined {
  let known = KNOWN.get(c);
  if (known === undefined) {
    known = { hop: findSilentHop(c) };
    KNOWN.set(c, known);
  }
  return known.hop;
}

function findSilentHop(c: Case): SilentHop | undefined {
  const { attempt } = c;
  if (attempt === undefined) return undefined;
  const silence = silenceOf(c, attempt);
  if (silence !== undefined) return { ...silence, transaction: attempt };
  if (!GIVEN_UP.has(attempt.status)) return undefined;
  for (const transaction of c.hops(attempt)) {
    if (!c.isSameHost(transaction.source, attempt.destination)) continue;
    const further = silenceOf(c, transaction);
    if (further !== undefined) return { ...further, transaction };
  }
  return undefined;
}

/** What is found in a silence, with what it rests on: how sure the silence is, and what the capture lost. */
export function inSilence(c: Case, hop: SilentHop, found: Found): Found {
  const certainty = hop.isShown || found.certainty === 'hint' ? found.certainty : 'likely';
  return withLosses(c, hop.transaction, {
    ...found,
    certainty,
    assumes: [...(found.assumes ?? []), ...hop.assumes],
  });
}

/** The slots that every silence has. */
export function silenceSlots(c: Case, transaction: Transaction) {
  return {
    peer: c.peer(transaction.destination),
    requests: c.requests(transaction),
    copies: copiesOf(c, transaction),
    time: sentFor(c, transaction),
  };
}

/** How long a request was sent again; undefined where it was sent once. */
export function sentFor(c: Case, { request, lastRequest, sent }: Transaction): Span | undefined {
  return sent === 1 ? undefined : span(c.elapsedUs(request, lastRequest));
}

/** A request, and the last time it was sent. */
export function sending(c: Case, { request, lastRequest, sent }: Transaction): Evidence[] {
  return [c.shows(request, 'sent first'), ...(sent > 1 ? [c.shows(lastRequest, 'sent last')] : [])];
}

/** Requests to the same endpoint as this one that have no response, sent between two times; CANCEL and ACK need not have one. */
export function missedBetween(c: Case, endpoint: number, fromUs: number, toUs: number): MessageId[] {
  const { messages } = c.conversations;
  return c.knowledge.peers.unansweredBy(endpoint).filter(id => {
    const timeUs = messages.timeUs.get(id);
    const method = messages.method.get(id);
    return timeUs > fromUs && timeUs < toUs && method !== METHOD.CANCEL && method !== METHOD.ACK;
  });
}

/** A message and those before it in its conversation, in the reverse of their order in time; some of many. */
export function* backFrom({ conversations }: Case, id: MessageId): Generator<MessageId> {
  const { messages } = conversations;
  for (let at = id, steps = 0; at >= 0 && steps < MAX_STEPS; steps++, at = messages.previousMessage.get(at)) yield at;
}

export function isResponse(c: Case, id: MessageId): boolean {
  return id >= 0 && c.conversations.messages.has(id, MESSAGE.Response);
}
