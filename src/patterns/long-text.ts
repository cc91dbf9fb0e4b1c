/**
 * A long text looked for in another in linear time (Knuth, Morris and Pratt). `indexOf` and V8's engine begin again after each part
 * that fits: 3,000 characters in a million take them most of a second.
 */
import type { Found, TextSearch } from './text-search.js';

export class LongText implements TextSearch {
  readonly weight = 1;
  readonly #fold: (unit: number) => number;
  readonly #wanted: Uint16Array;
  /** By length of a beginning of the text: that of the longest shorter one that is also its end. */
  readonly #borders: Uint32Array;

  constructor(text: string, caseMatters: boolean) {
    this.#fold = caseMatters ? unit => unit : lowerCase;
    this.#wanted = new Uint16Array(text.length);
    for (let at = 0; at < text.length; at++) this.#wanted[at] = this.#fold(text.charCodeAt(at));
    this.#borders = new Uint32Array(text.length + 1);
    for (let at = 1, fits = 0; at < text.length; at++) {
      fits = this.#fitsWith(fits, this.#wanted[at]!);
      this.#borders[at + 1] = fits;
    }
  }

  test(text: string): boolean {
    return this.indexIn(text, 0) >= 0;
  }

  testWhole(text: string): boolean {
    return this.test(text);
  }

  matches(text: string, most: number): Found[] {
    const found: Found[] = [];
    let start = this.indexIn(text, 0);
    while (start >= 0 && found.length < most) {
      const end = start + this.#wanted.length;
      found.push({ start, end });
      start = this.indexIn(text, end);
    }
    return found;
  }

  /** Offset of the first place at or after an offset; -1 if there is none. */
  indexIn(text: string, from: number): number {
    const { length } = this.#wanted;
    for (let at = from, fits = 0; at < text.length; at++) {
      fits = this.#fitsWith(fits, this.#fold(text.charCodeAt(at)));
      if (fits === length) return at + 1 - length;
    }
    return -1;
  }

  /** How much of the beginning fits once a unit was added to a part that did. */
  #fitsWith(fits: number, unit: number): number {
    while (fits > 0 && this.#wanted[fits] !== unit) fits = this.#borders[fits]!;
    return this.#wanted[fits] === unit ? fits + 1 : 0;
  }
}

/** A UTF-16 unit in lower case, if that is one unit too. */
function lowerCase(unit: number): number {
  if (unit < 0x80) return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
  const lower = String.fromCharCode(unit).toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : unit;
}
