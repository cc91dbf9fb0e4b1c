/**
 * Decodes one HEP packet (model/hep.ts) that was sent to us, with the agent's time and key. hep-sender.ts encodes;
 * decode/tunnels/hep.ts finds HEP in captured packets.
 */
import { unzipSync } from 'node:zlib';
import { type Datagram, emptyDatagram } from '../../capture/packet.js';
import { errorCode } from '../../format/errors.js';
import { CHUNK, CHUNK_HEADER, HEP3_HEADER, HEP3_MAGIC, MAX_HEP_PAYLOAD } from '../../model/hep.js';
import { TRANSPORT_OF_PROTOCOL } from '../../model/transports.js';

/** Why a packet is no report; each is counted under its name. */
const NO_HEP = 'no HEP';
const CUT_HEP = 'HEP that is cut';
const WRONG_KEY = 'HEP with a wrong key';
const NO_PAYLOAD = 'HEP without a payload';
const DAMAGED_PAYLOAD = 'HEP with a payload that cannot be unpacked';
const LARGE_PAYLOAD = `HEP with a payload that unpacks to more than ${MAX_HEP_PAYLOAD >> 20} MiB`;

/**
 * Decodes one packet; if it is no report, `unreadable` says why. `arrivedUs` is its time if it carries none. It must
 * carry this key unless that is null.
 */
export function hepReport(bytes: Uint8Array, arrivedUs: number, key: string | null): Datagram {
  const datagram = { ...emptyDatagram(), timeUs: arrivedUs };
  datagram.unreadable = fill(datagram, bytes, key) ?? undefined;
  return datagram;
}

/** Null if it is a report. */
function fill(datagram: Datagram, bytes: Uint8Array, key: string | null): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length >= 4 && view.getUint32(0) === HEP3_MAGIC) return versionThree(datagram, bytes, view, key);
  const isFixed = bytes.length > 1 && (bytes[0] === 1 || bytes[0] === 2) && (bytes[1] === 16 || bytes[1] === 40);
  if (!isFixed) return NO_HEP;
  return key === null ? fixedHeader(datagram, bytes, view) : WRONG_KEY;
}

function versionThree(datagram: Datagram, bytes: Uint8Array, view: DataView, key: string | null): string | null {
  if (bytes.length < HEP3_HEADER) return CUT_HEP;
  const end = Math.min(bytes.length, view.getUint16(4));
  let carriedKey: string | null = null;
  let seconds = 0;
  let microseconds = 0;
  let payload: Uint8Array | undefined;
  let isPacked = false;
  for (let at = HEP3_HEADER; at + CHUNK_HEADER <= end; ) {
    const length = view.getUint16(at + 4);
    if (length < CHUNK_HEADER) break;
    const type = view.getUint16(at) === 0 ? view.getUint16(at + 2) : 0;
    const isCut = at + length > end;
    // Of a chunk that is cut, only the text of a message is of use.
    if (isCut && type !== CHUNK.payload) break;
    const value = bytes.subarray(at + CHUNK_HEADER, Math.min(at + length, end));
    const whole = value.length >= 4 ? view.getUint32(at + CHUNK_HEADER) : 0;
    if (type === CHUNK.seconds) seconds = whole;
    else if (type === CHUNK.microseconds) microseconds = whole;
    else if (type === CHUNK.key) carriedKey = Buffer.from(value).toString('utf8');
    else if (type === CHUNK.payload || type === CHUNK.packedPayload) {
      payload = value;
      isPacked = type === CHUNK.packedPayload;
      datagram.truncated = isCut;
    } else address(datagram, type, value);
    at += length;
  }
  if (seconds > 0) datagram.timeUs = seconds * 1e6 + Math.min(microseconds, 999_999);
  if (key !== null && carriedKey !== key) return WRONG_KEY;
  if (payload === undefined) return bytes.length < view.getUint16(4) ? CUT_HEP : NO_PAYLOAD;
  return isPacked ? unpack(datagram, payload) : take(datagram, payload);
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
function fixedHeader(datagram: Datagram, bytes: Uint8Array, view: DataView): string | null {
  const addressLength = bytes[1] === 16 ? 4 : 16;
  const header = bytes[1]!;
  const start = header + (bytes[0] === 2 ? 12 : 0);
  if (bytes.length < start) return CUT_HEP;
  if (bytes.length === start) return NO_PAYLOAD;
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
  return take(datagram, bytes.subarray(start));
}

/** Null, as there is nothing wrong with a payload as it stands. */
function take(datagram: Datagram, payload: Uint8Array): null {
  datagram.bytes = payload;
  datagram.start = 0;
  datagram.end = payload.length;
  return null;
}

/** Unpacks zlib or gzip. A clause if it cannot be unpacked, or not within bounds. */
function unpack(datagram: Datagram, packed: Uint8Array): string | null {
  try {
    return take(datagram, unzipSync(packed, { maxOutputLength: MAX_HEP_PAYLOAD }));
  } catch (error) {
    return errorCode(error) === 'ERR_BUFFER_TOO_LARGE' ? LARGE_PAYLOAD : DAMAGED_PAYLOAD;
  }
}
