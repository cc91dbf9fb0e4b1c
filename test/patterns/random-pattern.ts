/** Random patterns of all that is accepted, and short texts of the characters on which engines differ. */
import type { Random } from '../fuzz/random.js';

const ATOMS = [
  ...['a', 'b', 'A', '1', ' ', '-', '.', 'é', 's', '\u017f', 'k', '\u212a', 'ß', '\ud83d', '😀', '\u2028'],
  ...[
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\n',
    '\\x61',
    '\\u00e9',
    '\\.',
    '\\/',
    '[ab]',
    '[^a]',
    '[^\\n]',
    '[a-k1]',
  ],
];
const QUANTIFIERS = ['*', '+', '?', '*?', '+?', '??', '{2}', '{0}', '{1,3}', '{0,2}?', '{2,}', '{0,}?'];
const ASSERTIONS = ['^', '$', '\\b', '\\B'];
const CHARACTERS = [...'abA1 -.és\u017fk\u212aß\n\r\u2028/', '😀', '\ud83d', '\ude00'];
const FLAGS = ['', 'i', 'u', 'iu', 'm', 's', 'im', 'imsu'];

export function randomPattern(random: Random, depth = 4): string {
  const inner = () => randomPattern(random, depth - 1);
  const kind = depth === 0 ? 0 : random.below(12);
  if (kind < 4) return random.pick(ATOMS);
  if (kind === 4) return random.pick(ASSERTIONS);
  if (kind === 5) return `(?:${inner()}|${inner()})`;
  if (kind === 6) return `(${inner()}|)`;
  if (kind === 7) return `(?<n${random.below(1_000_000)}>${inner()})`;
  if (kind < 11) return `(?:${inner()})${random.pick(QUANTIFIERS)}`;
  return inner() + inner();
}

export function randomFlags(random: Random): string {
  return random.pick(FLAGS);
}

/** Short, since V8's engine is the reference: it needs exponential time for some of the patterns. */
export function randomText(random: Random): string {
  return Array.from({ length: random.below(10) }, () => random.pick(CHARACTERS)).join('');
}
