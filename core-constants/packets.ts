/** Which ports tell what a datagram is, and the flags of a message over UDP. */
import { TRANSPORT_SHIFT } from '../src/conversations/message-table.js';
import { NAMED_PORTS } from '../src/decode/network/datagram-name.js';
import { TUNNEL_PORTS } from '../src/decode/network/udp.js';
import { transportIndex } from '../src/model/transports.js';
import { constant, ports } from './source.js';

export function packetConstants(): string {
  return [
    constant('MESSAGE_UDP', 'u32', transportIndex('UDP') << TRANSPORT_SHIFT),
    ports('TUNNEL_PORTS', TUNNEL_PORTS),
    ports('NAMED_PORTS', NAMED_PORTS),
  ].join('\n');
}
