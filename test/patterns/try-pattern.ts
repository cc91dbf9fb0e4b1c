/** A pattern in both engines: they must find the same places. */
import { LinearSearch } from '../../src/patterns/linear-search.js';
import { parsePattern } from '../../src/patterns/parse-pattern.js';
import { patternOf } from '../../src/patterns/pattern.js';
import { Program } from '../../src/patterns/program.js';
import type { Found } from '../../src/patterns/text-search.js';

const ALL = Number.POSITIVE_INFINITY;

/** Throws where the places differ; returns whether the pattern was searched. */
export function tryPattern(source: string, flags: string, text: string): boolean {
  const made = patternOf(source, flags);
  const parsed = parsePattern(source, flags);
  if ('fault' in made || 'fault' in parsed) return false;
  const expected = placesByV8(source, flags, text);
  const filled = expected.filter(({ start, end }) => end > start);
  const linear = new LinearSearch(new Program(parsed.tree), flags);
  const told = `/${source}/${flags} in ${JSON.stringify(text)}`;
  same(told, linear.matches(text, ALL), filled);
  same(told, linear.matches(text, 1), filled.slice(0, 1));
  same(told, made.pattern.matches(text, ALL), filled);
  const isHeld = expected.length > 0;
  // V8 itself answers short patterns, also where an empty match within a character is all that it finds.
  const known = [isHeld, new RegExp(source, flags).test(text)];
  const tests = [made.pattern.test(text), made.pattern.testWhole(text)];
  if (linear.test(text) !== isHeld || !tests.every(test => known.includes(test)))
    throw new Error(`${told}: tests differ`);
  return true;
}

function placesByV8(source: string, flags: string, text: string): Found[] {
  const found = Array.from(text.matchAll(new RegExp(source, `${flags}g`)), ({ index, 0: part }) => ({
    start: index,
    end: index + part.length,
  }));
  // With the flag u, V8 finds some empty matches between the halves of a character, where the language has no place.
  return flags.includes('u') ? found.filter(({ start }) => !isWithin(text, start)) : found;
}

function isWithin(text: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at));
}

function same(told: string, found: readonly Found[], expected: readonly Found[]): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${told}: found ${one} instead of ${other}`);
}
