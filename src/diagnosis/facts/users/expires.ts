/** How long a registration lasts (RFC 3261 section 10.2.4). */
import type { MessageId } from '../../../model/ids.js';
import type { Case } from '../../case.js';

/** Seconds that a Contact or Expires tells: of several contacts, the longest. */
export function expiresOf(c: Case, id: MessageId): number | undefined {
  const told = c
    .headers(id, 'Contact')
    .slice(0, 16)
    .flatMap(value => [...value.slice(0, 2048).matchAll(/;\s*expires\s*=\s*"?(\d{1,9})/gi)])
    .map(([, digits]) => Number(digits));
  if (told.length > 0) return Math.max(...told);
  const [, digits] = /^\s*(\d{1,9})/.exec(c.header(id, 'Expires') ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}
