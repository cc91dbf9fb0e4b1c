/**
 * Values of fields that hold text: part of the text, ignoring case; with `=` the exact text; with wildcards the whole
 * text, ignoring case; or a regular expression.
 */
import { literalSearch } from '../../patterns/pattern.js';
import { isAnything, type Reading, regexOf } from './reading.js';
import type { Value } from '../language/tree.js';
import { hasWildcard, wildcards, withoutEscapes } from './wildcards.js';

export type TextTest = (text: string) => boolean;

/** Reads a value as part of a message's whole text, or of all of its body. */
export function wholeTest(value: Value): Reading<TextTest> {
  const regex = value.form === 'regex' ? regexOf(value) : null;
  return regex !== null && 'test' in regex ? { test: text => regex.test.testWhole(text) } : textTest(value);
}

/** Reads a value as part of a text, of which a message may have very many. */
export function textTest(value: Value): Reading<TextTest> {
  const regex = value.form === 'regex' ? regexOf(value) : null;
  if (regex !== null) return 'test' in regex ? { test: text => regex.test.test(text) } : regex;
  if (value.comparison !== '' && value.comparison !== '=')
    return { expected: 'a text has no order; = asks for all of it' };
  if (isAnything(value)) return { test: text => text !== '' };
  const wild = value.form === 'word' && hasWildcard(value.text);
  if (wild) return { test: wildcards(value.text, value.comparison === '=') };
  const wanted = literalOf(value);
  if (value.comparison === '=') return { test: text => text === wanted };
  return { test: partTest(wanted) };
}

/**
 * A test that the whole text of a message passes if any part of it, however split and unfolded, passes for one of the
 * values. Null if there is no such test: white space may be folded, patterns may end where the part ends, and letters
 * beyond ASCII may be decoded in two ways.
 */
export function wholeTextTest(values: readonly Value[]): TextTest | null {
  const tests: TextTest[] = [];
  for (const value of values) {
    const wild = value.form === 'regex' || isAnything(value) || (value.form === 'word' && hasWildcard(value.text));
    const literal = literalOf(value);
    if (wild || !/^[\x21-\x7e]+$/.test(literal)) return null;
    tests.push(partTest(literal));
  }
  return text => tests.some(test => test(text));
}

function partTest(wanted: string): TextTest {
  const part = literalSearch(wanted, /[^\0-\x7f]/.test(wanted) ? 'iu' : 'i');
  return text => part.test(text);
}

/** Reads a value as a whole word, ignoring case; `words` are the possible ones, empty if any is. */
export function wordTest(value: Value, words: readonly string[]): Reading<TextTest> {
  const wild = value.form === 'regex' || isAnything(value) || (value.form === 'word' && hasWildcard(value.text));
  if (wild || (value.comparison !== '' && value.comparison !== '=')) return textTest(value);
  const wanted = literalOf(value).toLowerCase();
  if (words.length > 0 && !words.some(word => word.toLowerCase() === wanted)) {
    return { expected: `one of ${words.join(', ')} was expected` };
  }
  return { test: text => text.toLowerCase() === wanted };
}

/** The text of a value, without wildcards. */
export function literalOf(value: Value): string {
  return value.form === 'word' ? withoutEscapes(value.text) : value.text;
}
