/**
 * Values of fields that hold telephone numbers, tested against numbers as URIs write them. They match exactly unless
 * they have a wildcard: 5660066 never finds 15660066.
 */
import { canonicalNumber, type NumberPlan, numberPatternTest, numberRangeTest, numberTest } from './numbers.js';
import { isAnything, type Reading, rangeOf, regexOf } from './reading.js';
import { literalOf, type TextTest } from './texts.js';
import type { Value } from '../language/tree.js';
import { hasWildcard } from './wildcards.js';

const EXPECTED = 'a number was expected: 5660066, +3545660066, 566* or "+354 566 0066"';

/** Reads a number, a pattern, a range of numbers or a regular expression over them. */
export function phoneTest(value: Value, plan: NumberPlan): Reading<TextTest> {
  if (value.form === 'regex') {
    const regex = regexOf(value);
    if (!('test' in regex)) return regex;
    return { test: number => regex.test.test(number) || regex.test.test(canonicalNumber(number, plan)) };
  }
  if (value.comparison !== '' && value.comparison !== '=') return { expected: EXPECTED };
  if (isAnything(value)) return { test: number => number !== '' };
  if (value.form === 'word' && hasWildcard(value.text)) return { test: numberPatternTest(value.text, plan) };
  const range = rangeOf(value);
  const between = range && numberRangeTest(range.from, range.to, plan);
  if (between) return { test: between };
  const number = literalOf(value);
  return number.trim() === '' ? { expected: EXPECTED } : { test: numberTest(number, plan) };
}
