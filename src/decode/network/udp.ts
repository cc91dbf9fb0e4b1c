/** UDP (RFC 768): refuses what is not SIP in a few byte compares, and finds the tunnels that run over it. */
import { transportIndex } from '../../model/transports.js';
import { probeSip } from '../../sip/framing/probe.js';
import { type Cursor, type Next, read16 } from '../cursor.js';
import { datagramName } from './datagram-name.js';

const HEADER = 8;
const UDP = transportIndex('UDP');

export function udp(at: Cursor): Next {
  const { bytes, start } = at;
  if (at.short(HEADER)) return at.fail('the UDP header is cut');
  at.sourcePort = read16(bytes, start);
  at.destinationPort = read16(bytes, start + 2);
  at.transport = UDP;
  const length = read16(bytes, start + 4);
  // 0 means a jumbogram (RFC 2675), or a card with segmentation offload.
  if (length >= HEADER) at.limit(start, length);
  at.start = start + HEADER;
  const first = bytes[at.start]!;
  if (at.start < at.end && first < 0x80 && probeSip(bytes, at.start, at.end) === 'certain') return 'sip';
  const tunnel = TUNNEL[at.destinationPort]! || TUNNEL[at.sourcePort]!;
  if (tunnel === MPLS) return at.enter('MPLS', 'mpls');
  if (tunnel !== 0) return TUNNELS[tunnel]!;
  if ((first === 0x48 || first === 0x02 || first === 0x01) && isHep(at)) return 'hep';
  return at.is(datagramName(at));
}

/**
 * Names a datagram by its first fragment, at the cursor; undefined if the whole may be SIP or a tunnel. The cursor
 * stays.
 */
export function nameOfFirstFragment(at: Cursor): string | undefined {
  const { bytes, start } = at;
  if (at.short(HEADER + 1)) return undefined;
  at.sourcePort = read16(bytes, start);
  at.destinationPort = read16(bytes, start + 2);
  at.start = start + HEADER;
  const tunnel = TUNNEL[at.destinationPort]! || TUNNEL[at.sourcePort]!;
  const refused = tunnel === 0 && probeSip(bytes, at.start, at.end) === 'no' && !isHep(at);
  const name = refused ? datagramName(at) : undefined;
  at.start = start;
  return name;
}

/** Tunnels over UDP by their registered ports; 8472 is what Linux used for VXLAN before 4789 was assigned. */
const TUNNELS: Next[] = [
  'done',
  'vxlan',
  'vxlan-gpe',
  'geneve',
  'gtp-u',
  'teredo',
  'l2tp',
  'mpls',
  'gre',
  'esp over udp',
];
const MPLS = TUNNELS.indexOf('mpls');
const TUNNEL = new Uint8Array(65_536);
TUNNEL[4789] = TUNNELS.indexOf('vxlan');
TUNNEL[8472] = TUNNELS.indexOf('vxlan');
TUNNEL[4790] = TUNNELS.indexOf('vxlan-gpe');
TUNNEL[6081] = TUNNELS.indexOf('geneve');
TUNNEL[2152] = TUNNELS.indexOf('gtp-u');
TUNNEL[3544] = TUNNELS.indexOf('teredo');
TUNNEL[1701] = TUNNELS.indexOf('l2tp');
TUNNEL[6635] = MPLS;
TUNNEL[4754] = TUNNELS.indexOf('gre');
TUNNEL[4500] = TUNNELS.indexOf('esp over udp');
/** Ports of tunnels: what is sent to or from them is looked into. */
export const TUNNEL_PORTS: readonly number[] = Array.from(TUNNEL.keys()).filter(port => TUNNEL[port] !== 0);
/** Those of VXLAN among them. */
export const VXLAN_PORTS: readonly number[] = TUNNEL_PORTS.filter(port => TUNNELS[TUNNEL[port]!] === 'vxlan');

/** "HEP3", or the version and header length of HEP 1 and 2. */
function isHep(at: Cursor): boolean {
  const { bytes, start } = at;
  if (at.short(16)) return false;
  if (bytes[start] === 0x48) return bytes[start + 1] === 0x45 && bytes[start + 2] === 0x50 && bytes[start + 3] === 0x33;
  const length = bytes[start + 1];
  const family = bytes[start + 2];
  return (length === 16 && family === 2) || (length === 40 && (family === 10 || family === 30));
}
