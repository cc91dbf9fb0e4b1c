/** The keys of the editor on a query: list, negate, switch off, remove, add. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  append,
  appendTerm,
  listTerms,
  negateTerm,
  removeTerm,
  switchTerm,
  termFor,
} from '../../../src/query/language/edit.js';
import { parse } from '../../../src/query/language/parse.js';
import { print } from '../../../src/query/language/print.js';
import type { Query } from '../../../src/query/language/tree.js';
import { trees } from '../trees.js';

function tree(text: string): Query {
  const parsed = parse(text);
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  return parsed.tree;
}

describe('listTerms', () => {
  it('lists each term with its place, its text and its state', () => {
    const text = 'srcnum 1 not state busy off(has diversion) message(method BYE src 10.0.0.1)';
    const terms = listTerms(tree(text));
    expect(terms.map(term => [text.slice(term.start, term.end), term.text, term.negated, term.off])).toEqual([
      ['srcnum 1', 'srcnum 1', false, false],
      ['state busy', 'state busy', true, false],
      ['has diversion', 'has diversion', false, true],
      ['method BYE', 'message(method BYE)', false, false],
      ['src 10.0.0.1', 'message(src 10.0.0.1)', false, false],
    ]);
  });

  it('has none in the empty query', () => {
    expect(listTerms(tree(''))).toEqual([]);
  });
});

describe('one key on one term', () => {
  it.each([
    ['a', 0, 'not a', 'off(a)', ''],
    ['a b', 1, 'a and not b', 'a and off(b)', 'a'],
    ['a or not b', 1, 'a or b', 'a or off(not b)', 'a'],
    ['a off(not b)', 1, 'a and off(b)', 'a and not b', 'a'],
    ['(a or b) c', 0, '(not a or b) and c', '(off(a) or b) and c', 'b and c'],
    ['not (a or b)', 1, 'not (a or not b)', 'not (a or off(b))', 'not a'],
    ['message(a) b', 0, 'message(not a) and b', 'message(off(a)) and b', 'b'],
    ['not message(a)', 0, 'not message(not a)', 'not message(off(a))', ''],
  ])('%s, term %i', (text, position, negated, switched, removed) => {
    expect(print(negateTerm(tree(text), position))).toBe(negated);
    expect(print(switchTerm(tree(text), position))).toBe(switched);
    expect(print(removeTerm(tree(text), position))).toBe(removed);
  });

  it('is undone by the same key, and leaves the other terms', () => {
    fc.assert(
      fc.property(trees, fc.nat(20), (any, choice) => {
        const count = listTerms(any).length;
        fc.pre(count > 0);
        const position = choice % count;
        const before = listTerms(any).map(term => [term.text, term.negated]);
        const twice = negateTerm(negateTerm(any, position), position);
        expect(listTerms(twice).map(term => [term.text, term.negated])).toEqual(before);
        expect(listTerms(removeTerm(any, position))).toHaveLength(count - 1);
      }),
    );
  });
});

describe('append', () => {
  it.each([
    ['', 'and', 'state busy', 'state busy'],
    ['a', 'and', 'b', 'a and b'],
    ['a or b', 'and', 'c', '(a or b) and c'],
    ['a and b', 'or', 'c', 'a and b or c'],
  ] as const)('%s %s %s', (text, kind, addition, expected) => {
    expect(append(text, kind, addition)).toEqual({ text: expected });
  });

  it('says what is wrong with the existing text', () => {
    expect(append('srcnum', 'and', 'a')).toMatchObject({ fault: { unfinished: true } });
  });
});

describe('appendTerm', () => {
  it.each([
    ['', 'from 1', 'from 1'],
    ['from 1', 'from 1', 'from 1'],
    ['from 1', 'not from 1', 'not from 1'],
    ['not from 1 and has diversion', 'from 1', 'has diversion and from 1'],
    ['from 1 or to 2', 'from 1', '(from 1 or to 2) and from 1'],
    ['off(from 1)', 'from 1', 'off(from 1) and from 1'],
  ])('%s with %s is %s', (text, addition, expected) => {
    expect(appendTerm(text, addition)).toEqual({ text: expected });
  });

  it('says what is wrong with the existing text', () => {
    expect(appendTerm('srcnum', 'a')).toMatchObject({ fault: { unfinished: true } });
  });
});

describe('termFor', () => {
  it.each([
    ['callid', 'a*b c@10.0.0.1', 'callid = "a*b c@10.0.0.1"'],
    ['src', '[2001:db8::1]:5060', 'src [2001:db8::1]:5060'],
    ['from', '+354 566', 'from "+354 566"'],
    ['state', 'busy', 'state busy'],
    ['header.Contact', '<sip:a@b>', 'header.Contact = "<sip:a@b>"'],
    ['ua', null, 'ua none'],
  ])('%s %s', (field, value, expected) => {
    expect(termFor(field, value)).toBe(expected);
    expect(parse(expected)).toHaveProperty('tree');
  });
});
