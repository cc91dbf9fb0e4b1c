/**
 * Which values a field takes. In: a field and a value. Out: what is wrong with it, in a sentence; null where nothing is.
 */
import { addressTest } from './addresses.js';
import { didYouMean } from './fault.js';
import type { Field } from './fields.js';
import { timeTest } from './moments.js';
import { NO_PLAN } from './numbers.js';
import { outcomeTest } from './outcomes.js';
import { phoneTest } from './phones.js';
import { countTest, durationTest, statusTest } from './quantities.js';
import type { Reading } from './reading.js';
import { literalOf, textTest, wordTest } from './texts.js';
import type { Value } from './tree.js';

/** A sentence that says what was expected in the value's place, with the nearest right word; null where it can be read. */
export function valueFault(field: Field, value: Value): string | null {
  const reading = read(field, value);
  if ('test' in reading) return null;
  const word = value.form === 'word' && field.words.length > 0 ? didYouMean(literalOf(value), field.words) : '';
  return `${reading.expected}${word}`;
}

function read(field: Field, value: Value): Reading<unknown> {
  switch (field.type) {
    case 'number':
    case 'party':
      return phoneTest(value, NO_PLAN);
    case 'address':
      return addressTest(value);
    case 'count':
      return countTest(value);
    case 'duration':
      return durationTest(value);
    case 'time':
      return timeTest(value, 'at');
    case 'status':
      return statusTest(value);
    case 'word':
      return wordTest(value, field.words);
    case 'method':
      return wordTest(value, []);
    case 'outcome':
      return outcomeTest(value);
    case 'presence':
      return presence(value);
    case 'text':
      return textTest(value);
  }
}

function presence(value: Value): Reading<unknown> {
  const named = value.form !== 'regex' && value.comparison === '' && /^[^\s:]+$/.test(value.text);
  return named
    ? { test: value.text }
    : { expected: 'the name of a header was expected: diversion, privacy, x-anything' };
}
