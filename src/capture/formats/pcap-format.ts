/**
 * The pcap file header (draft-ietf-opsawg-pcap) and what it says of the records: byte order, resolution, link type and
 * lengths.
 *
 * Some variants have longer record headers. The modified pcap has a magic of its own (0xa1b2cd34); those of tcpdump in
 * Red Hat 6.1 and SuSE 6.3 and of Nokia do not, so the first records decide.
 */

/** The largest plausible captured length: large segments exceed libpcap's largest snap length of 262,144. */
export const MAX_PACKET = 1 << 20;
export const PCAP_FILE_HEADER = 24;

const MAX_SNAP_LENGTH = 1 << 18;
const MAX_FRACTION = 1e9;
/** Records to look at, and how many must fit a variant if the usual header does not fit. */
const SAMPLE_RECORDS = 4;
const VARIANT_RECORDS = 3;
const VARIANT_HEADERS: readonly number[] = [24, 28, 20];

export interface PcapFormat {
  littleEndian: boolean;
  nanoseconds: boolean;
  /** Length of a record header: 16 bytes, more in the variants. */
  recordHeader: number;
  linkType: number;
  /** Files before version 2.3 have the two lengths in reverse order. */
  originalFirst: boolean;
}

/** Reads the file header at `start`; undefined if there is none. */
export function pcapFormat(bytes: Uint8Array, start: number, end: number): PcapFormat | undefined {
  if (end - start < PCAP_FILE_HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, PCAP_FILE_HEADER);
  for (const littleEndian of [true, false]) {
    const magic = view.getUint32(0, littleEndian);
    if (magic !== 0xa1b2c3d4 && magic !== 0xa1b23c4d && magic !== 0xa1b2cd34) continue;
    const originalFirst = view.getUint16(4, littleEndian) === 2 && view.getUint16(6, littleEndian) < 3;
    const usual = magic === 0xa1b2cd34 ? 24 : 16;
    return {
      littleEndian,
      nanoseconds: magic === 0xa1b23c4d,
      recordHeader: originalFirst ? usual : recordHeaderLength(bytes, start, end, littleEndian, usual),
      // The upper half holds the length of the frame check sequence and reserved bits.
      linkType: view.getUint32(20, littleEndian) & 0xffff,
      originalFirst,
    };
  }
  return undefined;
}

/** The header length by which the first records follow one another; `usual` is the one that goes with the magic. */
function recordHeaderLength(
  bytes: Uint8Array,
  start: number,
  end: number,
  littleEndian: boolean,
  usual: number,
): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  if (matchingRecords(view, littleEndian, usual) >= 0) return usual;
  return VARIANT_HEADERS.find(length => matchingRecords(view, littleEndian, length) >= VARIANT_RECORDS) ?? usual;
}

/** How many of the first records fit, as far as the bytes go; -1 if one does not. */
function matchingRecords(view: DataView, littleEndian: boolean, header: number): number {
  let at = PCAP_FILE_HEADER;
  let records = 0;
  for (; records < SAMPLE_RECORDS && at + header <= view.byteLength; records++) {
    const captured = view.getUint32(at + 8, littleEndian);
    const original = view.getUint32(at + 12, littleEndian);
    const possible = captured <= original && original <= MAX_SNAP_LENGTH && original > 0;
    if (!possible || view.getUint32(at + 4, littleEndian) >= MAX_FRACTION) return -1;
    at += header + captured;
  }
  return records;
}
