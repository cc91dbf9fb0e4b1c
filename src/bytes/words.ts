/** Bytes four at a time: views for reading words, and search. */

/**
 * The bytes of an array as a view for reading words; the same view as long as the array is the same, or as two take turns: the
 * window of a file, and the memory in which bytes wait for others.
 */
export class WordView {
  #bytes: Uint8Array | undefined;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #formerBytes: Uint8Array | undefined;
  #formerView = this.#view;

  of(bytes: Uint8Array): DataView {
    return bytes === this.#bytes ? this.#view : this.#other(bytes);
  }

  #other(bytes: Uint8Array): DataView {
    const view = bytes === this.#formerBytes ? this.#formerView : viewOf(bytes);
    this.#formerBytes = this.#bytes;
    this.#formerView = this.#view;
    this.#bytes = bytes;
    this.#view = view;
    return view;
  }
}

/** A new view of the bytes of an array. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** First offset in [at, end) that holds a byte below 14, as line ends are; `end` if none does. */
export function findLow(view: DataView, at: number, end: number): number {
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at, true);
    const lows = (word - 0x0e0e0e0e) & ~word & 0x80808080;
    if (lows !== 0) return at + firstByte(lows);
  }
  while (at < end && view.getUint8(at) >= 14) at++;
  return at;
}

/** Index of the lowest byte whose top bit is set; the lowest is always right, those above it may be set by its borrow. */
function firstByte(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >>> 3;
}
