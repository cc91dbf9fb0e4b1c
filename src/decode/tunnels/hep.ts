/**
 * HEP inside captured packets (model/hep.ts): an agent reports a SIP message to a collector. The reported addresses become
 * those of the message, and the reported time becomes its time, if that can be (`Cursor.timeIn`).
 */
import { unzipSync } from 'node:zlib';
import { CHUNK, CHUNK_HEADER, HEP3_HEADER, MAX_HEP_PAYLOAD } from '../../model/hep.js';
import { TRANSPORT_OF_PROTOCOL, transportIndex } from '../../model/transports.js';
import { errorCode } from '../../format/errors.js';
import { probeSip } from '../../sip/framing/probe.js';
import { type Cursor, type Next, read16, read32 } from '../cursor.js';

/** A packed message is a third to a tenth of its size; only one made to fill the disk is a thousandth. */
const MAX_RATIO = 32;
/** So much a payload may unpack to, however short it is. */
const ALWAYS_ALLOWED = 4096;

export function hep(at: Cursor): Next {
  return at.bytes[at.start] === 0x48 ? versionThree(at) : versionTwo(at);
}

function versionThree(at: Cursor): Next {
  const { bytes, start } = at;
  if (at.short(HEP3_HEADER)) return at.fail('the HEP header is cut');
  if (at.enter('HEP', 'sip') === 'done') return 'done';
  at.limit(start, read16(bytes, start + 4));
  at.sourceOffset = -1;
  at.destinationOffset = -1;
  let payload = -1;
  let payloadEnd = 0;
  let compressed = false;
  let seconds = 0;
  let microseconds = 0;
  for (let chunk = start + HEP3_HEADER; chunk + CHUNK_HEADER <= at.end; ) {
    const length = read16(bytes, chunk + 4);
    const value = chunk + CHUNK_HEADER;
    const type = read16(bytes, chunk) === 0 ? read16(bytes, chunk + 2) : 0;
    if (length < CHUNK_HEADER) break;
    const next = chunk + length;
    if (type === CHUNK.payload || type === CHUNK.packedPayload) {
      payload = value;
      payloadEnd = Math.min(next, at.end);
      at.missing = Math.max(0, next - at.end);
      compressed = type === CHUNK.packedPayload;
    } else if (next > at.end) break;
    else if (type === CHUNK.seconds && length >= CHUNK_HEADER + 4) seconds = read32(bytes, value);
    else if (type === CHUNK.microseconds && length >= CHUNK_HEADER + 4) microseconds = read32(bytes, value);
    else readChunk(at, type, value, length - CHUNK_HEADER);
    chunk = next;
  }
  if (seconds > 0) at.reportedUs = seconds * 1e6 + Math.min(microseconds, 999_999);
  if (at.sourceOffset < 0 || at.destinationOffset < 0) at.addressLength = 0;
  if (payload < 0) return at.is('hep');
  at.start = payload;
  at.end = payloadEnd;
  return compressed ? unpacked(at) : reported(at);
}

function readChunk(at: Cursor, type: number, value: number, length: number): void {
  const { bytes } = at;
  if (type === CHUNK.family && length >= 1) {
    at.addressBytes = bytes;
    at.addressLength = bytes[value] === 2 ? 4 : 16;
  } else if (type === CHUNK.protocol && length >= 1) at.transport = transportOf(bytes[value]!);
  else if (type === (at.addressLength === 4 ? CHUNK.source4 : CHUNK.source6) && length >= at.addressLength) {
    at.sourceOffset = value;
  } else if (
    type === (at.addressLength === 4 ? CHUNK.destination4 : CHUNK.destination6) &&
    length >= at.addressLength
  ) {
    at.destinationOffset = value;
  } else if (type === CHUNK.sourcePort && length >= 2) at.sourcePort = read16(bytes, value);
  else if (type === CHUNK.destinationPort && length >= 2) at.destinationPort = read16(bytes, value);
}

/**
 * Version, header length, family, protocol, ports, addresses; version 2 adds a time (in the agent's byte order, mostly
 * little-endian) and an agent.
 */
function versionTwo(at: Cursor): Next {
  const { bytes, start } = at;
  const header = bytes[start + 1]!;
  const addressLength = header === 16 ? 4 : 16;
  const length = header + (bytes[start] === 2 ? 12 : 0);
  if (at.short(length)) return at.fail('the HEP header is cut');
  if (at.enter('HEP', 'sip') === 'done') return 'done';
  at.transport = transportOf(bytes[start + 3]!);
  at.sourcePort = read16(bytes, start + 4);
  at.destinationPort = read16(bytes, start + 6);
  at.addressBytes = bytes;
  at.sourceOffset = start + 8;
  at.destinationOffset = start + 8 + addressLength;
  at.addressLength = addressLength;
  if (bytes[start] === 2) {
    const seconds = littleEndian32(bytes, start + header);
    const microseconds = littleEndian32(bytes, start + header + 4);
    if (microseconds < 1e6) at.reportedUs = seconds * 1e6 + microseconds;
  }
  at.start = start + length;
  return reported(at);
}

function reported(at: Cursor): Next {
  return probeSip(at.bytes, at.start, at.end) === 'certain' ? 'sip' : at.is('hep');
}

/** Unpacks a payload in zlib or gzip. */
function unpacked(at: Cursor): Next {
  const inProportion = ALWAYS_ALLOWED + MAX_RATIO * (at.end - at.start);
  try {
    const maxOutputLength = Math.min(MAX_HEP_PAYLOAD, inProportion);
    at.bytes = unzipSync(at.bytes.subarray(at.start, at.end), { maxOutputLength });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE')
      return at.fail(
        `the compressed payload of a HEP packet unpacks to more than ${inProportion < MAX_HEP_PAYLOAD ? `${MAX_RATIO} times its size` : '1 MiB'}`,
      );
    return at.fail('the compressed payload of a HEP packet is damaged');
  }
  at.start = 0;
  at.end = at.bytes.length;
  return reported(at);
}

function littleEndian32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** Index in TRANSPORTS. */
function transportOf(protocol: number): number {
  return transportIndex(TRANSPORT_OF_PROTOCOL.get(protocol) ?? 'unknown');
}
