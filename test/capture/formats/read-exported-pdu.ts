/** An independent reader of exported PDUs (Wireshark's epan/exported_pdu.h), against which the writer is tested. */
import type { Datagram } from '../../../src/capture/packet.js';

const TAG_END = 0;
const TAG_IPV4_SOURCE = 20;
const TAG_IPV4_DESTINATION = 21;
const TAG_IPV6_SOURCE = 22;
const TAG_IPV6_DESTINATION = 23;
const TAG_PORT_TYPE = 24;
const TAG_SOURCE_PORT = 25;
const TAG_DESTINATION_PORT = 26;
/** Text for Wireshark's protocol column: here it tells the transports that have no port type. */
const TAG_PROTOCOL_TEXT = 33;

const OF_PORT_TYPE: readonly Datagram['transport'][] = ['unknown', 'SCTP', 'TCP', 'UDP'];
const OF_TEXT: ReadonlyMap<string, Datagram['transport']> = new Map([
  ['TLS', 'TLS'],
  ['WS', 'WS'],
  ['WSS', 'WSS'],
]);

/** Reads an exported PDU at [start, end): its message is left where it is, at [start, end) of the answer. Undefined where the
 * tags are cut. */
export function readExportedPdu(
  bytes: Uint8Array,
  start: number,
  end: number,
): Omit<Datagram, 'timeUs' | 'truncated'> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, end);
  const none = new Uint8Array(0);
  const read = { bytes, start, end, source: none, sourcePort: 0, destination: none, destinationPort: 0 };
  let transport: Datagram['transport'] = 'unknown';
  for (let at = start; at + 4 <= end; ) {
    const tag = view.getUint16(at);
    const length = view.getUint16(at + 2);
    const value = at + 4;
    at = value + length;
    if (at > end) return undefined;
    if (tag === TAG_END) return { ...read, start: at, transport };
    if (isAddress(tag, length, TAG_IPV4_SOURCE, TAG_IPV6_SOURCE)) read.source = bytes.slice(value, at);
    else if (isAddress(tag, length, TAG_IPV4_DESTINATION, TAG_IPV6_DESTINATION))
      read.destination = bytes.slice(value, at);
    else if (tag === TAG_PROTOCOL_TEXT) transport = OF_TEXT.get(text(bytes, value, at)) ?? transport;
    else if (length !== 4) continue;
    else if (tag === TAG_PORT_TYPE) transport = OF_PORT_TYPE[view.getUint32(value)] ?? 'unknown';
    else if (tag === TAG_SOURCE_PORT) read.sourcePort = view.getUint32(value) & 0xffff;
    else if (tag === TAG_DESTINATION_PORT) read.destinationPort = view.getUint32(value) & 0xffff;
  }
  return undefined;
}

function isAddress(tag: number, length: number, ipv4: number, ipv6: number): boolean {
  return (tag === ipv4 && length === 4) || (tag === ipv6 && length === 16);
}

/** Text up to the zero bytes it is padded with. */
function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('latin1').replace(/\0+$/, '');
}
