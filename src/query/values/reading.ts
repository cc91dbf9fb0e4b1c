/** The result of reading a value for its field: a test of the field's contents, or what was expected instead. */
import { type Pattern, patternOf } from '../../patterns/pattern.js';
import type { Span, Value } from '../language/tree.js';

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

/** The regular expression of a value, or why it is refused. */
export function regexOf(value: Value): Reading<Pattern> {
  if (/[^imsu]/.test(value.flags)) return { expected: 'only the flags i, m, s and u go with a regular expression' };
  if (new Set(value.flags).size < value.flags.length)
    return { expected: 'each flag of a regular expression is written once' };
  const made = patternOf(value.text, value.flags);
  return 'pattern' in made ? { test: made.pattern } : { expected: `in the regular expression, ${made.fault.message}` };
}

/** How much of what one message may be searched for a value takes: see MAX_WEIGHT of a pattern. */
export function searchWeight(value: Value): number {
  const made = value.form === 'regex' ? patternOf(value.text, knownFlags(value)) : null;
  return made !== null && 'pattern' in made ? made.pattern.weight : 0;
}

function knownFlags({ flags }: Value): string {
  return ['i', 'm', 's', 'u'].filter(flag => flags.includes(flag)).join('');
}

/** Where the fault of a value is in the query: a part of a regular expression, or all of it. */
export function faultyPart(value: Value): Span {
  const made = value.form === 'regex' ? patternOf(value.text, knownFlags(value)) : null;
  if (made === null || 'pattern' in made) return value;
  // After the slash that begins it.
  const at = value.start + 1;
  return { start: at + made.fault.start, end: at + made.fault.end };
}
