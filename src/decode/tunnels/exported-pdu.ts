/**
 * Exported PDUs, link type 252 (Wireshark's epan/exported_pdu.h): 16-bit tags with lengths, then the payload of one
 * dissector. Tags give the addresses and ports, and the port type gives the transport.
 */
import { NAMED_TRANSPORTS } from '../../capture/formats/exported-pdu.js';
import { transportIndex } from '../../model/transports.js';
import { probeSip } from '../../sip/framing/probe.js';
import { type Cursor, type Next, read16, read32 } from '../cursor.js';

const END = 0;
const PROTOCOL_NAME = 12;
const IPV4_SOURCE = 20;
const IPV4_DESTINATION = 21;
const IPV6_SOURCE = 22;
const IPV6_DESTINATION = 23;
const PORT_TYPE = 24;
const SOURCE_PORT = 25;
const DESTINATION_PORT = 26;
const PROTOCOL_TEXT = 33;

/** Indexes in TRANSPORTS by port type: none, SCTP, TCP, UDP. */
const TRANSPORT_OF_PORT_TYPE = (['unknown', 'SCTP', 'TCP', 'UDP'] as const).map(transportIndex);

/** Indexes in TRANSPORTS by the text for the protocol column. */
const TRANSPORT_OF_TEXT: ReadonlyMap<string, number> = new Map(
  NAMED_TRANSPORTS.map(name => [name, transportIndex(name)]),
);

/** Dissectors whose payload has layers of its own. */
const LAYERS = new Map<string, Next>([
  ['ip', 'ipv4'],
  ['ipv6', 'ipv6'],
  ['eth', 'ethernet'],
  ['eth_withoutfcs', 'ethernet'],
  ['udp', 'udp'],
]);

export function exportedPdu(at: Cursor): Next {
  const { bytes } = at;
  let dissector: Next | undefined;
  let sourceLength = 0;
  let destinationLength = 0;
  for (;;) {
    if (at.short(4)) return at.fail('the tags of an exported PDU are cut');
    const tag = read16(bytes, at.start);
    const length = read16(bytes, at.start + 2);
    at.start += 4;
    if (at.short(length)) return at.fail('the tags of an exported PDU are cut');
    const value = at.start;
    at.start += length;
    if (tag === END) break;
    if (length === 4 ? tag === IPV4_SOURCE : length === 16 && tag === IPV6_SOURCE) {
      at.sourceOffset = value;
      sourceLength = length;
    } else if (length === 4 ? tag === IPV4_DESTINATION : length === 16 && tag === IPV6_DESTINATION) {
      at.destinationOffset = value;
      destinationLength = length;
    } else if (tag === PROTOCOL_NAME) dissector = LAYERS.get(latin1(bytes, value, length));
    else if (tag === PROTOCOL_TEXT) at.transport = TRANSPORT_OF_TEXT.get(latin1(bytes, value, length)) ?? at.transport;
    else if (length === 4) readNumber(at, tag, read32(bytes, value));
  }
  at.addressBytes = bytes;
  at.addressLength = sourceLength === destinationLength ? sourceLength : 0;
  if (dissector !== undefined) return dissector;
  return probeSip(bytes, at.start, at.end) === 'certain' ? 'sip' : at.is('exported pdu');
}

function readNumber(at: Cursor, tag: number, value: number): void {
  if (tag === PORT_TYPE) at.transport = TRANSPORT_OF_PORT_TYPE[value] ?? 0;
  else if (tag === SOURCE_PORT) at.sourcePort = value & 0xffff;
  else if (tag === DESTINATION_PORT) at.destinationPort = value & 0xffff;
}

/** Text up to a zero byte: names are padded with them. */
function latin1(bytes: Uint8Array, start: number, length: number): string {
  let text = '';
  for (let at = start; at < start + length && bytes[at] !== 0 && text.length < 32; at++) {
    text += String.fromCharCode(bytes[at]!);
  }
  return text;
}
