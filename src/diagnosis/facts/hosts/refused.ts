/** What the network says of a request that has no final response: an ICMP error, or a connection that was broken off. */
import type { Evidence } from '../../../conversations/evidence.js';
import type { Event } from '../../../conversations/events/events.js';
import { MESSAGE } from '../../../conversations/message-table.js';
import { type FailureKind, isFailure } from '../../../model/event-kinds.js';
import type { Case } from '../../case.js';
import type { Transaction } from '../../transactions.js';

export interface Refused {
  event: Event & { readonly kind: FailureKind };
  transaction: Transaction;
}

/**
 * The latest event of one of these kinds that left a request of the attempt without a final response: the attempt's own, or one that a
 * proxy sent on. Undefined where there is none, where the request was tried again afterwards, and where another hop had a final response.
 */
export function refused(c: Case, kinds: ReadonlySet<FailureKind>): Refused | undefined {
  const { attempt, events } = c;
  if (attempt === undefined || events.length === 0) return undefined;
  const hops = c.hops(attempt);
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at]!;
    if (!isFailure(event.kind) || !kinds.has(event.kind)) continue;
    const transaction = hops.find(each => concerns(c, event, each));
    if (transaction === undefined || !isLast(c, event, transaction, attempt, hops)) continue;
    return { event: { ...event, kind: event.kind }, transaction };
  }
  return undefined;
}

/** An ICMP error quotes its request; a connection ran between its ends. */
function concerns(c: Case, { message, timeUs, source, destination }: Event, hop: Transaction): boolean {
  const { messages } = c.conversations;
  if (timeUs < c.timeUs(hop.request)) return false;
  if (message >= 0) {
    return (
      !messages.has(message, MESSAGE.Response) &&
      messages.method.get(message) === hop.method &&
      messages.branch.get(message) === hop.branch &&
      messages.destination.get(message) === hop.destination
    );
  }
  const ends = [hop.source, hop.destination];
  return ends.includes(source) && ends.includes(destination);
}

/** Nothing came of the request after the event, and nothing else decided. */
function isLast(
  c: Case,
  event: Event,
  transaction: Transaction,
  attempt: Transaction,
  hops: readonly Transaction[],
): boolean {
  if (transaction.final >= 0) return false;
  if (transaction !== attempt && !c.isSameHost(transaction.source, attempt.destination)) return false;
  return hops.every(hop => {
    if (hop === transaction || hop === attempt) return true;
    const isLater = c.timeUs(hop.request) > event.timeUs && c.isSameHost(hop.source, transaction.source);
    return hop.final < 0 && !isLater;
  });
}

/** The request that an event is about, and the last time it was sent. */
export function sendingTo(c: Case, { event, transaction }: Refused, shows: string): Evidence[] {
  const about = event.message >= 0 ? event.message : transaction.lastRequest;
  return [
    ...(about === transaction.request ? [] : [c.shows(transaction.request, 'sent first')]),
    c.shows(about, shows),
  ];
}
