/** The result of reading a value for its field: a test of the field's contents, or what was expected instead. */
import type { Value } from '../language/tree.js';

export type Reading<Test> = { test: Test } | { expected: string };

/** A value that only tests whether the field has any value. */
export function isAnything(value: Value): boolean {
  return value.form === 'word' && value.text === '*' && (value.comparison === '' || value.comparison === '=');
}

/** The two ends of `a..b`; either may be empty, not both. Null if the word is no range. */
export function rangeOf(value: Value): { from: string; to: string } | null {
  if (value.form !== 'word' || (value.comparison !== '' && value.comparison !== '=')) return null;
  const ends = /^(.*?)\.\.(.*)$/s.exec(value.text);
  return ends === null || (ends[1] === '' && ends[2] === '') ? null : { from: ends[1]!, to: ends[2]! };
}

/** The regular expression of a value, or why JavaScript refuses it. */
export function regexOf(value: Value): Reading<RegExp> {
  if (/[^imsu]/.test(value.flags)) return { expected: 'only the flags i, m, s and u go with a regular expression' };
  try {
    return { test: new RegExp(value.text, value.flags) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /s, '') : 'not understood';
    return { expected: `a regular expression was expected: ${reason.toLowerCase()}` };
  }
}
