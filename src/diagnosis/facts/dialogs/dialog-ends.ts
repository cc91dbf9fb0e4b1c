/** What each end of a call was told of the way to the other: Contact and Record-Route of the message that it saw (RFC 3261 section 12.1). */
import type { MessageId } from '../../../model/ids.js';
import { parseAddresses } from '../../../sip/headers/address.js';
import type { Case } from '../../case.js';
import { isSilent } from '../../silence.js';
import type { Transaction } from '../../transactions.js';
import { isSentOn } from './passes.js';

/** Entries of a route that are read. */
const MAX_ROUTE = 32;
/** Statuses of a request that did not find its dialog. */
const LOST: ReadonlySet<number> = new Set([404, 408, 481, 483, 604]);

/** The message by which an end of a call learned of the other, and who sent it there. */
export interface Told {
  message: MessageId;
  from: number;
  isCaller: boolean;
}

/** What the end that sends a request in a dialog was told; undefined where it is no end, or that was not seen. */
export function toldTo(c: Case, { source }: Transaction): Told | undefined {
  const { attempt } = c;
  if (attempt === undefined || !c.isAnswered) return undefined;
  const hops = c.hops(attempt).filter(({ status }) => status >= 200 && status < 300);
  const first = hops[0];
  const last = hops.findLast(hop => !isSentOn(c, hop, hops));
  if (first === undefined || last === undefined || first.source === last.destination) return undefined;
  if (source === first.source) return { message: first.final, from: first.destination, isCaller: true };
  if (source === last.destination) return { message: last.request, from: last.source, isCaller: false };
  return undefined;
}

/** A request in a dialog that was lost on its way: nobody answered, or somebody who does not know the dialog. */
export function isLost(c: Case, transaction: Transaction): boolean {
  if (!transaction.inDialog) return false;
  return transaction.final < 0 ? isSilent(c, transaction) : LOST.has(transaction.status);
}

/** The URIs of all headers with a name, in order. */
export function urisOf(c: Case, id: MessageId, header: string): string[] {
  const uris: string[] = [];
  for (const value of c.headers(id, header).slice(0, MAX_ROUTE)) {
    for (const { uri } of parseAddresses(value)) if (uris.length < MAX_ROUTE) uris.push(uri);
  }
  return uris;
}
