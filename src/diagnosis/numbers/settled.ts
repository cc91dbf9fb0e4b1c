/** Numbers held against what the user's settings say. Pure. */
import type { Numbering, NumberRange, TrunkFormat } from '../../model/diagnosis-settings.js';
import { type DialledNumber, dialledNumber, TAIL } from './number.js';

/** Digits with the country's code before them where that can be told. */
function international({ digits, shape }: DialledNumber, { country, length }: Numbering): string {
  if (shape.lead === '+' || shape.lead === '00' || country === '') return digits;
  if (shape.lead === '0') return country + digits.slice(1);
  return digits.length === length ? country + digits : digits;
}

/** Whether a number lies in one of some ranges, in whatever spelling: without a country, its last seven digits decide. */
export function isInRanges(number: DialledNumber, ranges: readonly NumberRange[], plan: Numbering): boolean {
  const digits = international(number, plan);
  return ranges.some(({ from, to }) => {
    const [low, high] = [from, to].map(end => international(dialledNumber(end), plan));
    if (digits.length === low!.length) return digits >= low! && digits <= high!;
    if (plan.country !== '' || digits.length < TAIL || low!.length < TAIL) return false;
    const tail = digits.slice(-TAIL);
    return tail >= low!.slice(-TAIL) && tail <= high!.slice(-TAIL);
  });
}

/** The first number of some ranges that ends in these digits; undefined where there is none. */
export function endingIn({ digits }: DialledNumber, ranges: readonly NumberRange[]): string | undefined {
  if (digits.length < 2) return undefined;
  for (const { from, to } of ranges) {
    if (from.length <= digits.length) continue;
    const head = from.slice(0, from.length - digits.length);
    const tried = [head + digits, to.slice(0, head.length) + digits];
    const found = tried.find(each => each >= from && each <= to);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a full number is written as a trunk wants it; where settings do not tell a national number's length, any will do. */
export function hasFormat({ shape }: DialledNumber, format: TrunkFormat, { country, length }: Numbering): boolean {
  switch (format) {
    case '+E164':
      return shape.lead === '+';
    case 'E164':
      return shape.lead === '' && (length === 0 || country === '' || shape.digits !== length);
    case 'national':
      return shape.lead === '0' || (shape.lead === '' && (length === 0 || shape.digits === length));
  }
}

/** "+ and the country's code", for a sentence. */
export const FORMAT_TEXTS: Readonly<Record<TrunkFormat, string>> = {
  '+E164': 'as +E.164',
  E164: 'as E.164 without +',
  national: 'as national numbers',
};
