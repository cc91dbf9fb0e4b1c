/** What a host made of a request: the destinations that it tried, each a hop of its own (RFC 3261 section 16.6). */
import type { Case } from '../../case.js';
import type { Transaction } from '../../transactions.js';
import { hopsOf } from './dialog.js';

/** The hops by which the host that received a request sent it on, in the order in which it did. */
export function branchesOf(c: Case, attempt: Transaction): Transaction[] {
  return hopsOf(c, attempt).filter(
    hop =>
      hop !== attempt &&
      c.isSameHost(hop.source, attempt.destination) &&
      !(hop.source === attempt.source && hop.destination === attempt.destination),
  );
}

/** How many different destinations hops have. */
export function destinationsOf(hops: readonly Transaction[]): number {
  return new Set(hops.map(({ destination }) => destination)).size;
}
