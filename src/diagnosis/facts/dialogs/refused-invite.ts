/** Calls whose INVITE was refused, as the hop has it that is nearest to who refused. */
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import type { Transaction } from '../../transactions.js';

/** The last hop of the attempt that decides, if it is a refused INVITE outside a dialog; undefined where it is not. */
export function refusedInvite(c: Case, statuses: ReadonlySet<number>): Transaction | undefined {
  const { attempt } = c;
  if (attempt === undefined || attempt.method !== METHOD.INVITE || attempt.inDialog) return undefined;
  if (!statuses.has(attempt.status)) return undefined;
  return c.hops(attempt).findLast(({ status }) => status === attempt.status);
}

/** Whether a response has a Warning with this code (RFC 3261 section 20.43). */
export function warns(c: Case, { final }: Transaction, code: number): boolean {
  if (!c.mightHave('Warning')) return false;
  return c.headers(final, 'Warning').some(value => new RegExp(`(?:^|,)\\s*${code}\\s`).test(value));
}
