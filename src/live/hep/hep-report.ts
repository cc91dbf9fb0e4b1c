/**
 * Decodes one HEP packet: an agent's report of a message it saw, with the agent's time and key. Version 3 consists of
 * chunks (https://github.com/sipcapture/HEP), versions 1 and 2 have fixed headers. hep-sender.ts encodes.
 */
import { inflateSync } from 'node:zlib';
import { type Datagram, emptyDatagram } from '../../capture/packet.js';
import { TRANSPORT_OF_PROTOCOL } from '../../model/transports.js';

const MAX_PAYLOAD = 1 << 20;
export const CHUNK_HEADER = 6;
export const HEP3_HEADER = 6;
export const HEP3_MAGIC = 0x48455033; // "HEP3"

/** Chunk types of vendor 0. */
export const CHUNK = {
  family: 1,
  protocol: 2,
  source4: 3,
  destination4: 4,
  source6: 5,
  destination6: 6,
  sourcePort: 7,
  destinationPort: 8,
  seconds: 9,
  microseconds: 10,
  payloadType: 11,
  agent: 12,
  key: 14,
  payload: 15,
  compressedPayload: 16,
} as const;

export interface HepReport {
  datagram: Datagram;
  /** Null if the agent sent none. */
  key: string | null;
}

/** Decodes one packet; undefined if it is not HEP. `arrivedUs` is its time if it carries none. */
export function hepReport(bytes: Uint8Array, arrivedUs: number): HepReport | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length >= HEP3_HEADER && view.getUint32(0) === HEP3_MAGIC) return versionThree(bytes, view, arrivedUs);
  const isFixed = bytes.length > 16 && (bytes[0] === 1 || bytes[0] === 2) && (bytes[1] === 16 || bytes[1] === 40);
  return isFixed ? fixedHeader(bytes, view, arrivedUs) : undefined;
}

function versionThree(bytes: Uint8Array, view: DataView, arrivedUs: number): HepReport | undefined {
  const end = Math.min(bytes.length, view.getUint16(4));
  const datagram = { ...emptyDatagram(), timeUs: arrivedUs };
  let key: string | null = null;
  let seconds = 0;
  let microseconds = 0;
  let found = false;
  for (let at = HEP3_HEADER; at + CHUNK_HEADER <= end; ) {
    const length = view.getUint16(at + 4);
    if (length < CHUNK_HEADER || at + length > end) break;
    const type = view.getUint16(at) === 0 ? view.getUint16(at + 2) : 0;
    const value = bytes.subarray(at + CHUNK_HEADER, at + length);
    const whole = value.length >= 4 ? view.getUint32(at + CHUNK_HEADER) : 0;
    if (type === CHUNK.seconds) seconds = whole;
    else if (type === CHUNK.microseconds) microseconds = whole;
    else if (type === CHUNK.key) key = Buffer.from(value).toString('utf8');
    else if (type === CHUNK.payload) found = payload(datagram, value);
    else if (type === CHUNK.compressedPayload) found = payload(datagram, inflated(value));
    else address(datagram, type, value);
    at += length;
  }
  if (seconds > 0) datagram.timeUs = seconds * 1e6 + Math.min(microseconds, 999_999);
  return found ? { datagram, key } : undefined;
}

function address(datagram: Datagram, type: number, value: Uint8Array): void {
  const { length } = value;
  const port = length === 2 ? (value[0]! << 8) | value[1]! : 0;
  if (type === CHUNK.protocol && length === 1) datagram.transport = TRANSPORT_OF_PROTOCOL.get(value[0]!) ?? 'unknown';
  else if ((type === CHUNK.source4 && length === 4) || (type === CHUNK.source6 && length === 16))
    datagram.source = value;
  else if ((type === CHUNK.destination4 && length === 4) || (type === CHUNK.destination6 && length === 16))
    datagram.destination = value;
  else if (type === CHUNK.sourcePort) datagram.sourcePort = port;
  else if (type === CHUNK.destinationPort) datagram.destinationPort = port;
}

/**
 * Version, header length, family, protocol, ports, addresses; version 2 adds a time (in the agent's byte order) and an
 * agent.
 */
function fixedHeader(bytes: Uint8Array, view: DataView, arrivedUs: number): HepReport | undefined {
  const addressLength = bytes[1] === 16 ? 4 : 16;
  const header = bytes[1]!;
  const start = header + (bytes[0] === 2 ? 12 : 0);
  if (bytes.length <= start) return undefined;
  const datagram = { ...emptyDatagram(), timeUs: arrivedUs };
  datagram.transport = TRANSPORT_OF_PROTOCOL.get(bytes[3]!) ?? 'unknown';
  datagram.sourcePort = view.getUint16(4);
  datagram.destinationPort = view.getUint16(6);
  datagram.source = bytes.subarray(8, 8 + addressLength);
  datagram.destination = bytes.subarray(8 + addressLength, 8 + 2 * addressLength);
  if (bytes[0] === 2) {
    const seconds = view.getUint32(header, true);
    const microseconds = view.getUint32(header + 4, true);
    if (seconds > 0 && microseconds < 1e6) datagram.timeUs = seconds * 1e6 + microseconds;
  }
  payload(datagram, bytes.subarray(start));
  return { datagram, key: null };
}

function payload(datagram: Datagram, value: Uint8Array | undefined): boolean {
  if (value === undefined) return false;
  datagram.bytes = value;
  datagram.start = 0;
  datagram.end = value.length;
  return true;
}

function inflated(value: Uint8Array): Uint8Array | undefined {
  try {
    return inflateSync(value, { maxOutputLength: MAX_PAYLOAD });
  } catch {
    return undefined;
  }
}
