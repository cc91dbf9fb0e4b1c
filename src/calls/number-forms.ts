/**
 * Numbers compared as telephony writes them: 0049891234567, +49891234567 and 0891234567 end in the same seven digits. Shorter ones
 * (extensions) and names are the same only where they are spelled the same.
 */
import type { Numbers } from '../conversations/values/numbers.js';

/** Digits that tell subscribers apart, whatever stands before them. */
const TAIL = 7;
/** Above every tail: from here on, a form is the number's own id. */
const OWN = 10 ** TAIL;

export class NumberForms {
  readonly #numbers: Numbers;
  /** Form of each number + 1; 0 where it was not asked for. */
  #forms = new Int32Array(1024);

  constructor(numbers: Numbers) {
    this.#numbers = numbers;
  }

  /** The form of a number by its id: numbers with the same form may be the same. -1 for no number (id -1). */
  of(number: number): number {
    if (number < 0) return -1;
    if (number >= this.#forms.length) {
      const grown = new Int32Array(Math.max(number + 1, 2 * this.#forms.length));
      grown.set(this.#forms);
      this.#forms = grown;
    }
    let form = this.#forms[number]! - 1;
    if (form < 0) {
      form = this.#make(number);
      this.#forms[number] = form + 1;
    }
    return form;
  }

  #make(number: number): number {
    const bytes = this.#numbers.bytes(number);
    let tail = 0;
    let scale = 1;
    let digits = 0;
    for (let at = bytes.length - 1; at >= 0; at--) {
      const digit = bytes[at]! - 48;
      if (digit >= 0 && digit <= 9) {
        if (digits++ < TAIL) {
          tail += digit * scale;
          scale *= 10;
        }
      } else if (!isSeparator(bytes[at]!)) return OWN + number;
    }
    return digits < TAIL ? OWN + number : tail;
  }
}

/** "+" and the visual separators of RFC 3966. */
function isSeparator(byte: number): boolean {
  return byte === 0x2b || byte === 0x2d || byte === 0x2e || byte === 0x28 || byte === 0x29 || byte === 0x20;
}
