/** Numbers and nouns in a sentence. */
import { expect, it } from 'vitest';
import { oneOf, plural } from '../../src/format/counts.js';

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
])('one of %j', (choices, text) => {
  expect(oneOf(choices)).toBe(text);
});

it.each([
  [0, '0 calls'],
  [1, '1 call'],
  [1083, '1,083 calls'],
])('%d', (count, text) => {
  expect(plural(count, 'call')).toBe(text);
});
