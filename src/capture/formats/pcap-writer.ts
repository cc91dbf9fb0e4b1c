/**
 * Encodes pcap (draft-ietf-opsawg-pcap), little-endian, in micro- or nanoseconds. The caller writes the bytes one after
 * the other; one file holds packets of one link type.
 */
import { isTold } from '../../model/times.js';

/** tcpdump's largest snap length. */
const SNAP_LENGTH = 262_144;

const FILE_HEADER = 24;
export const RECORD_HEADER = 16;

/** The file header. */
export function pcapFileHeader(linkType: number, nanoseconds = false): Uint8Array {
  const bytes = new Uint8Array(FILE_HEADER);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, SNAP_LENGTH, true);
  view.setUint32(20, linkType, true);
  return bytes;
}

/**
 * One record: bytes [start, end) were captured out of `originalLength` on the wire. The format has no word for a time that
 * nobody told: it is written as 0, which no capture of today has.
 */
export function pcapRecord(
  timeUs: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  originalLength: number,
  nanoseconds = false,
): Uint8Array {
  const record = new Uint8Array(RECORD_HEADER + end - start);
  putRecordHeader(new DataView(record.buffer), 0, timeUs, end - start, originalLength, nanoseconds);
  record.set(bytes.subarray(start, end), RECORD_HEADER);
  return record;
}

/** Writes the header of a record of `length` bytes into RECORD_HEADER bytes from `at` on. */
export function putRecordHeader(
  view: DataView,
  at: number,
  timeUs: number,
  length: number,
  originalLength: number,
  nanoseconds = false,
): void {
  const toldUs = isTold(timeUs) ? timeUs : 0;
  const seconds = Math.floor(toldUs / 1e6);
  const fractionUs = toldUs - seconds * 1e6;
  view.setUint32(at, seconds, true);
  view.setUint32(at + 4, nanoseconds ? fractionUs * 1000 : fractionUs, true);
  view.setUint32(at + 8, length, true);
  view.setUint32(at + 12, originalLength, true);
}
