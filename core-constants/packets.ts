/** Which ports tell what a datagram is, kinds of tunnels, and the flags of a message over UDP and TCP. */
import { TRANSPORT_SHIFT } from '../src/conversations/message-table.js';
import { NAMED_PORTS } from '../src/decode/network/datagram-name.js';
import { TUNNEL_PORTS, VXLAN_PORTS } from '../src/decode/network/udp.js';
import { TUNNEL_KIND } from '../src/decode/tunnels/tunnel-kinds.js';
import { transportIndex } from '../src/model/transports.js';
import { constant, namespace, ports } from './source.js';

export function packetConstants(): string {
  return [
    constant('MESSAGE_TCP', 'u32', transportIndex('TCP') << TRANSPORT_SHIFT),
    constant('MESSAGE_UDP', 'u32', transportIndex('UDP') << TRANSPORT_SHIFT),
    ports('TUNNEL_PORTS', TUNNEL_PORTS),
    ports('NAMED_PORTS', NAMED_PORTS),
    ports('VXLAN_PORTS', VXLAN_PORTS),
    namespace('TUNNEL_KIND', 'u32', Object.fromEntries(Object.keys(TUNNEL_KIND).map((key, at) => [key, at]))),
  ].join('\n');
}
