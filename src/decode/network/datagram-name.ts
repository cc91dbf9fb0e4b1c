/** Names for datagrams that are not SIP, from their first bytes and ports: cheap, for counting. */
import { type Cursor, read16 } from '../cursor.js';

/** The name under which the datagram at the cursor is counted. */
export function datagramName(at: Cursor): string {
  const { bytes, start, end } = at;
  const length = end - start;
  if (length === 0) return 'empty';
  const first = bytes[start]!;
  if (first >= 0x80 && first < 0xc0 && length >= 8) {
    const packetType = bytes[start + 1]!;
    // RFC 5761 section 4: these packet types can only be RTCP.
    if (packetType >= 192 && packetType <= 223) return 'rtcp';
    if (length >= 12) return namedByPort(at) ?? 'rtp';
  }
  if (first < 4 && length >= 20 && isStun(bytes, start, length)) return 'stun';
  if (isKeepAlive(bytes, start, end)) return 'keep-alive';
  const named = namedByPort(at);
  if (named !== undefined) return named;
  if (first >= 20 && first <= 25 && length >= 13 && bytes[start + 1] === 0xfe) return 'dtls';
  if (first >= 0x40 && first < 0x50 && length >= 4 && read16(bytes, start + 2) <= length - 4) return 'turn channel';
  return 'unknown';
}

/** RFC 8489 section 5: magic cookie, or the length field of RFC 3489 that fits exactly. */
function isStun(bytes: Uint8Array, start: number, length: number): boolean {
  const cookie =
    bytes[start + 4] === 0x21 && bytes[start + 5] === 0x12 && bytes[start + 6] === 0xa4 && bytes[start + 7] === 0x42;
  return cookie || read16(bytes, start + 2) + 20 === length;
}

/** CR, LF, spaces or zero bytes alone (RFC 5626, and what phones send instead). */
function isKeepAlive(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > 8) return false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 0 && byte !== 13 && byte !== 10 && byte !== 32) return false;
  }
  return true;
}

function namedByPort(at: Cursor): string | undefined {
  const index = PORT_NAME[at.destinationPort]! || PORT_NAME[at.sourcePort]!;
  return index === 0 ? undefined : NAMES[index];
}

const PORTS: Record<string, number[]> = {
  dns: [53, 5353, 5355],
  dhcp: [67, 68, 546, 547],
  tftp: [69],
  ntp: [123],
  netbios: [137, 138],
  snmp: [161, 162],
  ike: [500],
  syslog: [514],
  rip: [520, 521],
  ssdp: [1900],
  radius: [1812, 1813],
  gtp: [2123],
  mgcp: [2427, 2727],
  'h.248': [2944, 2945],
  iax: [4569],
};
/** Ports that name what is sent to or from them. */
export const NAMED_PORTS: readonly number[] = Object.values(PORTS).flat();
const NAMES = ['', ...Object.keys(PORTS)];
const PORT_NAME = new Uint8Array(65_536);
for (const [name, ports] of Object.entries(PORTS)) {
  for (const port of ports) PORT_NAME[port] = NAMES.indexOf(name);
}
