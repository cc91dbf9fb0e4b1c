/** Families of addresses that descriptions of media have. */
import type { MessageId } from '../../../model/ids.js';
import type { Case } from '../../case.js';
import { isAddress } from './hosts-named.js';

export type Family = 'IPv4' | 'IPv6';

/** The family of all addresses of a message's media; undefined where they differ, or none is given as an address. */
export function familyOf(c: Case, id: MessageId): Family | undefined {
  const families = new Set<Family>();
  for (const { address } of c.media(id))
    if (address !== null && isAddress(address)) families.add(address.includes(':') ? 'IPv6' : 'IPv4');
  const [family] = families;
  return families.size === 1 ? family : undefined;
}
