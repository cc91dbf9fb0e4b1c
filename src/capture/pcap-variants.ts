/**
 * Variants of pcap that no magic tells (tcpdump of Red Hat 6.1 and SuSE 6.3, Nokia's): their record headers are longer. In: the
 * beginning of a file. Out: the length of its record headers, by which of them the first records follow one another.
 */
const FILE_HEADER = 24;
const MAX_PACKET = 1 << 18;
const MAX_FRACTION = 1e9;
/** Records that are looked at, and how many must fit where the usual header does not. */
const LOOKED_AT = 4;
const ENOUGH = 3;
const OTHERS: readonly number[] = [24, 28, 20];

/** `usual`: the length that goes with the magic. The file header begins at `start`. */
export function recordHeaderLength(
  bytes: Uint8Array,
  start: number,
  end: number,
  littleEndian: boolean,
  usual: number,
): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  if (fitting(view, littleEndian, usual) >= 0) return usual;
  return OTHERS.find(length => fitting(view, littleEndian, length) >= ENOUGH) ?? usual;
}

/** How many of the first records fit, as far as the bytes go; -1 where one does not. */
function fitting(view: DataView, littleEndian: boolean, header: number): number {
  let at = FILE_HEADER;
  let records = 0;
  for (; records < LOOKED_AT && at + header <= view.byteLength; records++) {
    const captured = view.getUint32(at + 8, littleEndian);
    const original = view.getUint32(at + 12, littleEndian);
    const possible = captured <= original && original <= MAX_PACKET && original > 0;
    if (!possible || view.getUint32(at + 4, littleEndian) >= MAX_FRACTION) return -1;
    at += header + captured;
  }
  return records;
}
