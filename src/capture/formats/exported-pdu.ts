/**
 * Writes exported PDUs (link type 252, Wireshark's epan/exported_pdu.h): a message without the packets that carried it.
 * Tags with 16-bit types and lengths, big-endian, hold the protocol, addresses and ports; the message follows.
 * decode/tunnels/exported-pdu.ts reads them.
 */
import type { Transport } from '../../model/transports.js';
import type { Datagram } from '../packet.js';

const TAG_END = 0;
const TAG_DISSECTOR = 12;
const TAG_IPV4_SOURCE = 20;
const TAG_IPV4_DESTINATION = 21;
const TAG_IPV6_SOURCE = 22;
const TAG_IPV6_DESTINATION = 23;
const TAG_PORT_TYPE = 24;
const TAG_SOURCE_PORT = 25;
const TAG_DESTINATION_PORT = 26;
/** Text for Wireshark's protocol column. */
const TAG_PROTOCOL_TEXT = 33;

const DISSECTOR = 'sip';
const PORT_TYPES: Readonly<Record<Transport, number>> = {
  unknown: 0,
  SCTP: 1,
  TCP: 2,
  UDP: 3,
  TLS: 2,
  WS: 2,
  WSS: 2,
};
/** Transports without a port type of their own: their name is the text for the protocol column. */
export const NAMED_TRANSPORTS: readonly Transport[] = ['TLS', 'WS', 'WSS'];

/** Most bytes of tags before the message: dissector, two IPv6 addresses, port type, two ports, transport, end. */
const MAX_TAGS = 8 + 20 + 20 + 8 + 8 + 8 + 8 + 4;

/** Encodes a message as an exported PDU. Its time and `truncated` belong to the record around it. */
export function exportedPdu(message: Omit<Datagram, 'timeUs' | 'truncated'>): Uint8Array {
  const { source, destination, transport, bytes, start, end } = message;
  const pdu = Buffer.allocUnsafe(MAX_TAGS + end - start);
  let at = textTag(pdu, 0, TAG_DISSECTOR, DISSECTOR);
  if (source.length > 0) at = addressTag(pdu, at, source.length === 4 ? TAG_IPV4_SOURCE : TAG_IPV6_SOURCE, source);
  if (destination.length > 0)
    at = addressTag(pdu, at, destination.length === 4 ? TAG_IPV4_DESTINATION : TAG_IPV6_DESTINATION, destination);
  at = numberTag(pdu, at, TAG_PORT_TYPE, PORT_TYPES[transport]);
  at = numberTag(pdu, at, TAG_SOURCE_PORT, message.sourcePort);
  at = numberTag(pdu, at, TAG_DESTINATION_PORT, message.destinationPort);
  if (NAMED_TRANSPORTS.includes(transport)) at = textTag(pdu, at, TAG_PROTOCOL_TEXT, transport);
  at = pdu.writeUInt32BE(TAG_END, at);
  pdu.set(bytes.subarray(start, end), at);
  return pdu.subarray(0, at + end - start);
}

/** Writes one tag and returns the offset after it, as the functions below do. */
function numberTag(pdu: Buffer, at: number, tag: number, value: number): number {
  pdu.writeUInt16BE(tag, at);
  pdu.writeUInt16BE(4, at + 2);
  return pdu.writeUInt32BE(value, at + 4);
}

function addressTag(pdu: Buffer, at: number, tag: number, address: Uint8Array): number {
  pdu.writeUInt16BE(tag, at);
  pdu.writeUInt16BE(address.length, at + 2);
  pdu.set(address, at + 4);
  return at + 4 + address.length;
}

/** Text is padded to four bytes with zeros. */
function textTag(pdu: Buffer, at: number, tag: number, text: string): number {
  pdu.writeUInt16BE(tag, at);
  pdu.writeUInt16BE(4, at + 2);
  pdu.writeUInt32BE(0, at + 4);
  pdu.write(text, at + 4, 'latin1');
  return at + 8;
}
