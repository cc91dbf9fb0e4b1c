/** A request in UDP in IPv4 without checksums, as a record of a pcap of that link type. */
import { pcapRecord } from '../../src/capture/formats/pcap-writer.js';
import { request } from './traffic.js';

export const LINKTYPE_IPV4 = 228;
export const TIME_US = 1_600_000_000_000_000;
const HEADERS = 28;

export function ipRecord(number: number, afterUs = number, callId?: string): Uint8Array {
  const payload = request(number, callId);
  const packet = Buffer.alloc(HEADERS + payload.length);
  packet[0] = 0x45;
  packet.writeUInt16BE(packet.length, 2);
  packet[8] = 64;
  packet[9] = 17;
  packet.set([127, 0, 0, 1, 127, 0, 0, 1], 12);
  packet.writeUInt16BE(5070, 20);
  packet.writeUInt16BE(5060, 22);
  packet.writeUInt16BE(8 + payload.length, 24);
  packet.set(payload, HEADERS);
  return pcapRecord(TIME_US + afterUs, packet, 0, packet.length, packet.length);
}
