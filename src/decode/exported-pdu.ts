/**
 * Exported PDUs, link type 252 (Wireshark's epan/exported_pdu.h): 16-bit tags with lengths, then the payload of one
 * dissector. Addresses and ports are tags; what carried the payload is told by the port type.
 */
import { probeSip } from '../sip/probe.js';
import { TRANSPORTS } from './carried.js';
import { type Cursor, type Next, read16, read32 } from './cursor.js';

const END = 0;
const PROTOCOL_NAME = 12;
const IPV4_SOURCE = 20;
const IPV4_DESTINATION = 21;
const IPV6_SOURCE = 22;
const IPV6_DESTINATION = 23;
const PORT_TYPE = 24;
const SOURCE_PORT = 25;
const DESTINATION_PORT = 26;

/** Indexes in TRANSPORTS by port type: none, SCTP, TCP, UDP. */
const TRANSPORT_OF_PORT_TYPE = (['unknown', 'SCTP', 'TCP', 'UDP'] as const).map(name => TRANSPORTS.indexOf(name));

/** Dissectors whose payload has layers of its own. */
const IP_NAMES = new Map<string, Next>([
  ['ip', 'ipv4'],
  ['ipv6', 'ipv6'],
  ['eth', 'ethernet'],
  ['eth_withoutfcs', 'ethernet'],
  ['udp', 'udp'],
]);

export function exportedPdu(at: Cursor): Next {
  const { bytes } = at;
  let ofIp: Next | undefined;
  for (;;) {
    if (at.short(4)) return at.fail('the tags of an exported PDU are cut');
    const tag = read16(bytes, at.start);
    const length = read16(bytes, at.start + 2);
    at.start += 4;
    if (at.short(length)) return at.fail('the tags of an exported PDU are cut');
    const value = at.start;
    at.start += length;
    if (tag === END) break;
    if (tag === IPV4_SOURCE || tag === IPV6_SOURCE) {
      at.addressBytes = bytes;
      at.sourceOffset = value;
    } else if ((tag === IPV4_DESTINATION && length >= 4) || (tag === IPV6_DESTINATION && length >= 16)) {
      at.addressBytes = bytes;
      at.destinationOffset = value;
      at.addressLength = tag === IPV4_DESTINATION ? 4 : 16;
    } else if (tag === PORT_TYPE && length >= 4) at.transport = TRANSPORT_OF_PORT_TYPE[read32(bytes, value)] ?? 0;
    else if (tag === SOURCE_PORT && length >= 4) at.sourcePort = read32(bytes, value) & 0xffff;
    else if (tag === DESTINATION_PORT && length >= 4) at.destinationPort = read32(bytes, value) & 0xffff;
    else if (tag === PROTOCOL_NAME) ofIp = IP_NAMES.get(latin1(bytes, value, length));
  }
  if (ofIp !== undefined) return ofIp;
  return probeSip(bytes, at.start, at.end) === 'certain' ? 'sip' : at.is('exported pdu');
}

/** Text up to a zero byte: names are padded with them. */
function latin1(bytes: Uint8Array, start: number, length: number): string {
  let text = '';
  for (let at = start; at < start + length && bytes[at] !== 0 && text.length < 32; at++) {
    text += String.fromCharCode(bytes[at]!);
  }
  return text;
}
