/**
 * Numbers compared as telephony writes them: 0049891234567, +49891234567 and 0891234567 end in the same seven digits. Shorter ones
 * (extensions) and names are the same only where they are spelled the same.
 */
import type { Numbers } from '../conversations/values/numbers.js';
import { Remembered } from './remembered.js';

/** Digits that tell subscribers apart, whatever stands before them. */
const TAIL = 7;
/** Above every tail: from here on, a form is the number's own id. */
const OWN = 10 ** TAIL;

export class NumberForms {
  readonly #numbers: Numbers;
  readonly #forms = new Remembered(number => this.#make(number));

  constructor(numbers: Numbers) {
    this.#numbers = numbers;
  }

  /** The form of a number by its id: numbers with the same form may be the same. -1 for no number (id -1). */
  of(number: number): number {
    return number < 0 ? -1 : this.#forms.of(number);
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
