/**
 * Values of fields that hold text. In: a value of the tree. Out: a test: part of the text whatever its case; with `=` the
 * whole text and its case; with wildcards the whole text whatever its case; or a regular expression.
 */
import { isAnything, type Reading, regexOf } from './reading.js';
import type { Value } from './tree.js';
import { hasWildcard, wildcards, withoutEscapes } from './wildcards.js';

export type TextTest = (text: string) => boolean;

/** Reads a value as part of a text. */
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
  const part = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), /[^\0-\x7f]/.test(wanted) ? 'iu' : 'i');
  return { test: text => part.test(text) };
}

/** Reads a value as the whole of a word, whatever its case; `words` are the ones there are, empty where any may be. */
export function wordTest(value: Value, words: readonly string[]): Reading<TextTest> {
  const wild = value.form === 'regex' || isAnything(value) || (value.form === 'word' && hasWildcard(value.text));
  if (wild || (value.comparison !== '' && value.comparison !== '=')) return textTest(value);
  const wanted = literalOf(value).toLowerCase();
  if (words.length > 0 && !words.some(word => word.toLowerCase() === wanted)) {
    return { expected: `one of ${words.join(', ')} was expected` };
  }
  return { test: text => text.toLowerCase() === wanted };
}

/** The text a value stands for, without wildcards. */
export function literalOf(value: Value): string {
  return value.form === 'word' ? withoutEscapes(value.text) : value.text;
}
