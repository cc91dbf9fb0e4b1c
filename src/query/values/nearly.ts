/**
 * Fuzzy matches, for when nothing matches exactly. Words: fuse.js. Numbers: those that begin with the digits typed,
 * or contain them if there are three or more, and those with wrong, missing, extra or swapped digits: one in up to
 * seven digits, two in longer ones. 15660066 is not nearly 5660066; +3545660066 is.
 */
import Fuse from 'fuse.js';

/** Texts longer than this never match. */
const MAX_TEXT = 200;

/** A test for texts with something like `word` in them. Words below four letters have no fuzzy matches. */
export function nearTextTest(word: string): (text: string) => boolean {
  if (word.length < 4 || word.length > 32) return () => false;
  const options = { threshold: 0.25, ignoreLocation: true };
  return text => Fuse.match(word, text.slice(0, MAX_TEXT), options).isMatch;
}

/** A test for numbers nearly like `number`. */
export function nearNumberTest(number: string): (other: string) => boolean {
  const digits = number.replace(/\D/g, '');
  if (digits === '') return () => false;
  const allowed = digits.length < 5 ? 0 : digits.length <= 7 ? 1 : 2;
  return other => {
    const others = other.replace(/\D/g, '');
    // More digits in front make it another subscriber, unless they are a country code.
    if (others.length > digits.length && others.endsWith(digits)) return /^(\+|00)/.test(other);
    const at = others.indexOf(digits);
    if (at === 0 || (at > 0 && digits.length >= 3)) return true;
    return allowed > 0 && Math.abs(others.length - digits.length) <= allowed && editDistance(digits, others) <= allowed;
  };
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[other.length]!;
}
