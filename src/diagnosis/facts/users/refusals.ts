/** What a refusal of credentials says: that the nonce is too old, that nobody looked at them, or that they are wrong. */
import type { MessageId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import { isStale, type Round, usesNonce } from './credentials.js';
import { isAdmitted, isRefused, registrationsAt } from './registrations.js';
import type { Transaction } from '../../transactions.js';

/** Credentials that come later than that are slow: a phone computes them in milliseconds. */
const SLOW_US = 5_000_000;

/** A nonce that was refused for its age: told by stale=true, or by the phrase. */
export function isNonceOld(c: Case, round: Round): boolean {
  const { again, given, request, waitedUs } = round;
  if (again === undefined || !(waitedUs > SLOW_US) || !usesNonce(round)) return false;
  if (again.get('nonce') === given.get('nonce')) return false;
  return isStale(round) || says(c, request.final, /\b(nonce|stale)\b/i);
}

/** The same challenge came again. */
export function isSameChallenge(round: Round): boolean {
  return usesNonce(round) && !isStale(round) && round.again?.get('nonce') === round.given.get('nonce');
}

/** How sure it is that credentials were refused for what they are; undefined where it may be something else. */
export function refusedFor(c: Case, round: Round): 'told' | 'shown' | undefined {
  const { again, given, request, waitedUs } = round;
  if (!usesNonce(round) || given.get('realm') !== round.asked.get('realm')) return undefined;
  if (again !== undefined) {
    if (isStale(round) || again.get('nonce') === given.get('nonce') || says(c, request.final, /\b(nonce|stale)\b/i))
      return undefined;
    if (says(c, request.final, /password|credential/i)) return 'told';
    return waitedUs > SLOW_US ? undefined : 'shown';
  }
  if (says(c, request.final, /password|credential|\bauth(enticat|\b)/i)) return 'told';
  return request.method === METHOD.REGISTER || isRefusedToo(c, request) ? 'shown' : undefined;
}

/** The registration of the same user was forbidden, too, and none was admitted. */
function isRefusedToo(c: Case, { method, destination }: Transaction): boolean {
  if (method !== METHOD.SUBSCRIBE && method !== METHOD.PUBLISH) return false;
  const { table } = c.conversations;
  const others = registrationsAt(c, destination, table.from.get(c.row));
  return others.some(row => isRefused(c, row)) && !others.some(row => isAdmitted(c, row));
}

/** The reason phrase names what a challenge is about. */
function says(c: Case, id: MessageId, what: RegExp): boolean {
  const { messages, reasons } = c.conversations;
  return what.test(reasons.text(messages.reason.get(id)));
}
