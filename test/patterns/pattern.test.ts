/** Which patterns are searched, what is said of the others, and how they are searched. */
import { describe, expect, it } from 'vitest';
import { backtrackingSteps } from '../../src/patterns/backtracking.js';
import { parsePattern } from '../../src/patterns/parse-pattern.js';
import { literalSearch, patternOf } from '../../src/patterns/pattern.js';

function searchOf(source: string, flags = '') {
  const made = patternOf(source, flags);
  if ('fault' in made) throw new Error(made.fault.message);
  return made.pattern;
}

function faultOf(source: string, flags = ''): string {
  const made = patternOf(source, flags);
  if (!('fault' in made)) return '';
  return `${source.slice(made.fault.start, made.fault.end)}: ${made.fault.message}`;
}

function stepsOf(source: string, text: number, line = text): number {
  const parsed = parsePattern(source, '');
  return 'fault' in parsed ? Number.NaN : backtrackingSteps(parsed.tree, false, { text, line });
}

describe('a pattern', () => {
  it.each([
    ['a{2,1}', '{2,1}: {2,1} has its larger number first'],
    ['a**', '*: there is nothing to repeat before *'],
    ['^*', '*: there is nothing to repeat before *'],
    ['{2}', '{2}: there is nothing to repeat before {2}'],
    ['sip:(bob', '(bob: the closing ) is missing'],
    ['sip:bob)', '): there is no ( for this )'],
    ['a[bc', '[bc: the closing ] is missing'],
    ['x[b-a]', '[b-a]: range out of order in character class'],
    ['a\\', '\\: a character is missing after \\'],
    ['(?~a)', '(?~: this kind of group is unknown'],
    ['(a+)b\\1', '\\1: the back-reference \\1 is not searched: it may take for ever'],
    ['(?<n>a)\\k<n>', '\\k: the back-reference \\k is not searched: it may take for ever'],
    ['a\\07', '\\07: a character in octal is not understood: write \\x and two digits'],
    ['(?<n>a)(?<n>b)', '(?<n>a)(?<n>b): duplicate capture group name'],
  ])('%s is refused with the place', (source, fault) => {
    expect(faultOf(source)).toBe(fault);
  });

  it.each(['x\\q', 'x\\p{Nothing}', 'a{', 'a}'])('%s is refused with the flag u', source => {
    expect(faultOf(source, 'u')).toMatch(/^[^:]{1,11}: (?:invalid|lone|nothing|incomplete)/);
  });

  it('is refused where it is neither short nor linear, with what makes it so', () => {
    const bounds = /^\(\?[=!<].*: look-ahead and look-behind go only with a short pattern/;
    for (const source of ['(?=.*a)b', '(?<!a+)b', '(?!a)b*', '(?=a)']) expect(faultOf(source)).toMatch(bounds);
    expect(faultOf('x(a{1,50}){1,50}$')).toMatch(
      /^\(a\{1,50\}\)\{1,50\}: written out, the pattern is \d+ characters long/,
    );
    expect(faultOf('(?:a{99999999999}){99999999999}')).toMatch(/written out/);
    expect(faultOf(`(?:${'a'.repeat(200)})*`)).toMatch(/written out/);
    expect(faultOf('\\p{L}+x', 'u')).toMatch(/\\p\{L\} goes only with a short pattern/);
    expect(faultOf('(?:(?:(?:(?:(?:(?:(?:a*)*)*)*)*)*)*)*')).toMatch(/lie in each other/);
    expect(faultOf(`${'('.repeat(60)}${')'.repeat(60)}`)).toMatch(/more than 50 groups/);
    expect(faultOf('a'.repeat(30_000))).toMatch(/more than 20000 characters/);
  });

  it('may look ahead and behind, and ask for properties, where it is short', () => {
    expect(searchOf('(?<!\\d)5660066(?!\\d)').matches('15660066 5660066', 1)).toEqual([{ start: 9, end: 16 }]);
    expect(searchOf('\\p{Lu}x', 'u').test('éx Éx')).toBe(true);
  });

  it('takes the signs of annex B as they are', () => {
    for (const [source, text] of [
      ['a{', 'a{'],
      ['a{,5}', 'a{,5}'],
      ['x]}', 'x]}'],
      ['\\-', '-'],
    ] as const)
      expect(searchOf(source).matches(text, 1)).toEqual([{ start: 0, end: text.length }]);
  });

  it('leaves texts to the ordinary engine by the steps it can need at most', () => {
    expect(stepsOf('INVITE', 1000)).toBeLessThan(10_000);
    expect(stepsOf('a*b', 1000)).toBeGreaterThan(500_000);
    // Within lines, the length of a line counts, not that of the text.
    expect(stepsOf('a.*b', 100_000, 100)).toBeLessThan(100_000 * 310);
    expect(stepsOf('a[^b]*b', 1000, 100)).toBe(stepsOf('a[^b]*b', 1000, 1000));
    expect(stepsOf('^a.*b', 1000, 1000)).toBeLessThan(5000);
    for (const source of ['(a+)+$', '(a|aa)+$', '(.*)*x', '(\\w+\\s?)*$'])
      expect(stepsOf(source, 100)).toBeGreaterThan(1e12);
  });

  it('finds places in long texts, of which the last may be the only one', () => {
    const text = `${'a'.repeat(300_000)}\n${'a'.repeat(300_000)}b`;
    expect(searchOf('(a+)+$').matches(text, 1)).toEqual([]);
    expect(searchOf('(a+)+$', 'm').matches(text, 1)).toEqual([{ start: 0, end: 300_000 }]);
    expect(searchOf('a+b?').matches(text, 10)).toEqual([
      { start: 0, end: 300_000 },
      { start: 300_001, end: text.length },
    ]);
    expect(searchOf('c|a*b').matches(text, 10)).toEqual([{ start: 300_001, end: text.length }]);
    expect(searchOf('(x+x+)+y').test('x'.repeat(1 << 20))).toBe(false);
  });

  it('knows characters of two units, in each way', () => {
    expect(searchOf('.+?', 'u').matches('a😀b', 10)).toEqual([
      { start: 0, end: 1 },
      { start: 1, end: 3 },
      { start: 3, end: 4 },
    ]);
    const long = `${'😀'.repeat(200_000)}x`;
    expect(searchOf('(😀+)+x', 'iu').matches(long, 1)).toEqual([{ start: 0, end: long.length }]);
    expect(searchOf('(.+)+x', '').matches(long, 1)).toEqual([{ start: 0, end: long.length }]);
  });
});

describe('a literal', () => {
  it('is found as it stands, however long it is', () => {
    const long = `${'a'.repeat(1500)}.${'A'.repeat(1500)}`;
    const text = `${'a'.repeat(400_000)}${long}${'a'.repeat(5000)}`;
    expect(literalSearch(long, '').matches(text, 1)).toEqual([{ start: 400_000, end: 400_000 + long.length }]);
    expect(literalSearch(long.toLowerCase(), 'i').test(text)).toBe(true);
    expect(literalSearch(long.toLowerCase(), '').test(text)).toBe(false);
    expect(literalSearch('ab'.repeat(100), '').matches('ab'.repeat(250), 10)).toEqual([
      { start: 0, end: 200 },
      { start: 200, end: 400 },
    ]);
    expect(literalSearch('(a+)+$', '').test('x(a+)+$y')).toBe(true);
  });
});
