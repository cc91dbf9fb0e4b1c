/** How a request went on from host to host: what shows a loop (RFC 3261 section 16.3), and what does not. */
import type { MessageId } from '../../../model/ids.js';
import type { Case } from '../../case.js';
import type { Transaction } from '../../transactions.js';

/** A request that came to one place so often has gone round. */
const PASSES = 3;
/** Passes looked at. */
const MAX_PASSES = 70;

/** Hops left to a request; undefined where it does not say. */
export function hopsLeft(c: Case, id: MessageId): number | undefined {
  const text = c.header(id, 'Max-Forwards');
  return text !== undefined && /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}

/** Whether the host that received a request sent it on, as far as the capture shows. */
export function isSentOn(c: Case, hop: Transaction, hops: readonly Transaction[]): boolean {
  return hops.some(each => each !== hop && c.isSameHost(each.source, hop.destination));
}

/**
 * The passes of a request through one address and port, with fewer hops left each time, and at the last to a URI it had been sent to
 * before; undefined where it did not go round.
 */
export function passesOf(c: Case, attempt: Transaction): Transaction[] | undefined {
  const hops = c.hops(attempt);
  if (hops.length < PASSES) return undefined;
  const byPlace = new Map<number, Transaction[]>();
  for (const hop of hops) {
    const known = byPlace.get(hop.destination);
    if (known === undefined) byPlace.set(hop.destination, [hop]);
    else if (known.length < MAX_PASSES && known.every(({ branch }) => branch !== hop.branch)) known.push(hop);
  }
  for (const [place, passes] of byPlace) {
    if (place !== 0 && passes.length >= PASSES && goesRound(c, passes)) return passes;
  }
  return undefined;
}

function goesRound(c: Case, passes: readonly Transaction[]): boolean {
  let left = Number.POSITIVE_INFINITY;
  const uris: string[] = [];
  for (const { request } of passes) {
    const hops = hopsLeft(c, request);
    const uri = c.message(request)?.uri;
    if (hops === undefined || uri == null || hops >= left) return false;
    left = hops;
    uris.push(uri);
  }
  return uris.indexOf(uris.at(-1)!) < uris.length - 1;
}
