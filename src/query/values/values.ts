/** Which values a field takes, and what is wrong with any other. */
import { addressTest } from './addresses.js';
import { didYouMean } from '../language/fault.js';
import type { Field } from '../language/fields.js';
import { timeTest } from './moments.js';
import { NO_PLAN } from './numbers.js';
import { outcomeTest } from './outcomes.js';
import { phoneTest } from './phones.js';
import { countTest, durationTest, statusTest } from './quantities.js';
import type { Reading } from './reading.js';
import { headerTest } from '../language/headers.js';
import { asksNone, isStandIn, membersOf, wordsOf } from '../language/stand-ins.js';
import { literalOf, textTest, wordTest } from './texts.js';
import type { Value } from '../language/tree.js';

/** A sentence that says what was expected, with the nearest known word; null if the value can be read. */
export function valueFault(field: Field, value: Value): string | null {
  if (asksNone(field, value) || membersOf(field, value) !== null) return null;
  const reading = read(field, value);
  if ('test' in reading) return null;
  const word = value.form === 'word' && field.words.length > 0 ? didYouMean(literalOf(value), wordsOf(field)) : '';
  if (isStandIn(value.text)) return `${field.name} is never ${value.text}; ${reading.expected}`;
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
      return presence(field, value);
    case 'text':
      return textTest(value);
  }
}

function presence({ words }: Field, value: Value): Reading<unknown> {
  if (words.length > 0) return headerTest(value, words);
  const named = value.form !== 'regex' && value.comparison === '' && /^[^\s:]+$/.test(value.text);
  return named
    ? { test: value.text }
    : { expected: 'the name of a header was expected: diversion, privacy, x-anything' };
}
