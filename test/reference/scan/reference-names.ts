/** Header names that are expected where they stood last, as the scanner in TypeScript reads them. */
import { HeaderNames } from '../../../src/sip/headers/header-names.js';

/** Places that remember which name stood there last: one for each kind of message after each number below 256. */
const PLACES = 256 << 5;
/** Words a place: length with the colon, number, mask of the last word, then the bytes. */
const PLACE = 10;
const PLACE_BYTES = 4 * (PLACE - 3);

export class ReferenceNames extends HeaderNames {
  readonly #places = new Int32Array(PLACES * PLACE);

  /**
   * The same names follow each other in message after message: tells whether the name seen last in this place stands at `at`,
   * spelled the same and followed at once by its colon.
   * @param place See `placeAfter`.
   * @returns Length of the name with its colon; 0 if another name or nothing stands there.
   */
  expected(view: DataView, at: number, end: number, place: number): number {
    const base = place * PLACE;
    const places = this.#places;
    const length = places[base]!;
    if (length === 0 || at + length > end || at + PLACE_BYTES > view.byteLength) return 0;
    let word = base + 3;
    for (let rest = length; rest > 4; rest -= 4) {
      if (view.getInt32(at, true) !== places[word++]) return 0;
      at += 4;
    }
    return (view.getInt32(at, true) & places[base + 2]!) === places[word] ? length : 0;
  }

  /** Number of the name `expected` found. */
  expectedNumber(place: number): number {
    return this.#places[place * PLACE + 1]!;
  }

  /** Remembers a name of `length` bytes, the colon included, for `expected`. */
  remember(view: DataView, at: number, length: number, place: number, id: number): void {
    if (length > PLACE_BYTES || at + PLACE_BYTES > view.byteLength) return;
    const base = place * PLACE;
    const mask = -1 >>> (((4 - (length & 3)) * 8) & 31);
    this.#places[base] = length;
    this.#places[base + 1] = id;
    this.#places[base + 2] = mask;
    let word = base + 3;
    for (let rest = length; rest > 0; rest -= 4) {
      this.#places[word++] = view.getInt32(at, true) & (rest > 4 ? -1 : mask);
      at += 4;
    }
  }
}

/**
 * The place of a name after the header numbered `previous` (0 at the first). `kind`, below 32, tells messages apart that have other
 * headers in another order.
 */
export function placeAfter(previous: number, kind: number): number {
  return ((previous & 0xff) << 5) | kind;
}
