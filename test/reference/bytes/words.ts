/** Bytes four at a time, as the scanner and tables in TypeScript compare and search them. */

/** True where `length` bytes at `atA` and `atB` are the same. */
export function sameBytes(a: DataView, atA: number, b: DataView, atB: number, length: number): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) if (a.getInt32(atA + i, true) !== b.getInt32(atB + i, true)) return false;
  for (; i < length; i++) if (a.getUint8(atA + i) !== b.getUint8(atB + i)) return false;
  return true;
}

/** A byte four times over, for `findByte`. */
export function fourTimes(byte: number): number {
  return Math.imul(byte, 0x01010101);
}

/** First offset in [at, end) that holds the byte given as `fourTimes(byte)`; `end` if none does. */
export function findByte(view: DataView, at: number, end: number, four: number): number {
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at, true) ^ four;
    const zeros = (word - 0x01010101) & ~word & 0x80808080;
    if (zeros !== 0) return at + firstByte(zeros);
  }
  const byte = four & 0xff;
  while (at < end && view.getUint8(at) !== byte) at++;
  return at;
}

/** Index of the lowest byte whose top bit is set; the lowest is always right, those above it may be set by its borrow. */
function firstByte(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >>> 3;
}
