/** What the user's settings say of the host that refused a call. */
import { isInNetwork, parseNetwork } from '../../../format/networks.js';
import type { Trunk } from '../../../model/diagnosis-settings.js';
import type { Case } from '../../case.js';

/** The trunk of an endpoint by its address: of several, the narrowest network. Undefined where settings name none. */
export function trunkOf(c: Case, endpoint: number): Trunk | undefined {
  if (c.settings.trunks.length === 0) return undefined;
  const address = c.conversations.endpoints.address(endpoint);
  let [found, bits]: [Trunk | undefined, number] = [undefined, -1];
  for (const trunk of c.settings.trunks) {
    const network = parseNetwork(trunk.peer);
    if (network === null || network.bits <= bits || !isInNetwork(address, network)) continue;
    [found, bits] = [trunk, network.bits];
  }
  const { own } = c.settings.numbering;
  // Where a trunk does not say which callers it takes, they are the user's own.
  return found?.allowed === null && own.length > 0 ? { ...found, allowed: own } : found;
}
