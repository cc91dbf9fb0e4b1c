/** Printing a tree and parsing it again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listTerms } from '../../../src/query/language/edit.js';
import { parse } from '../../../src/query/language/parse.js';
import { literal, print } from '../../../src/query/language/print.js';
import { queryTexts, trees, withoutSpans } from '../trees.js';

function canonical(text: string): string {
  const parsed = parse(text);
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  return print(parsed.tree);
}

it.each(['constructor', '__proto__', 'toString', 'has constructor', 'header.valueOf x', 'constructor and toString'])(
  'prints %s as it is: no word of JavaScript is one of the language',
  text => {
    const parsed = parse(text);
    expect('tree' in parsed && print(parsed.tree)).toBe(text);
    expect('tree' in parsed && listTerms(parsed.tree).length).toBeGreaterThan(0);
  },
);

describe('print', () => {
  it.each([
    ['', ''],
    ['method INVITE status 486', 'method INVITE status 486'],
    ['5660066 busy', '5660066 and busy'],
    ['a && !b || c', 'a and not b or c'],
    ['(a or b) c', '(a or b) and c'],
    ['((a)) and (b and c)', 'a and b and c'],
    ['not (a b)', 'not (a and b)'],
    ['STATUS>=400', 'status >= 400'],
    ['state != busy', 'not state = busy'],
    ['callid = a b', 'callid = a = b'],
    ['since 2018-04-16 16:41', 'since 2018-04-16T16:41'],
    ['number 5660066', 'num 5660066'],
    ['message (method BYE) off(x)', 'message(method BYE) and off(x)'],
    ['ua "Asterisk \\"PBX\\""', 'ua "Asterisk \\"PBX\\""'],
    ['Header.X-Any /a\\/b/i', 'header.X-Any /a\\/b/i'],
  ])('%s', (text, expected) => {
    // Terms side by side are joined by `and` in print too.
    expect(canonical(text)).toBe(expected.replace('method INVITE status', 'method INVITE and status'));
  });

  it('prints text that parses to the same tree', () => {
    fc.assert(
      fc.property(trees, tree => {
        const parsed = parse(print(tree));
        expect('tree' in parsed ? withoutSpans(parsed.tree) : parsed.fault).toEqual(withoutSpans(tree));
      }),
      { numRuns: 500 },
    );
  });

  it('does not change printed text', () => {
    fc.assert(
      fc.property(queryTexts, text => {
        const parsed = parse(text);
        fc.pre('tree' in parsed);
        const once = print(parsed.tree);
        expect(canonical(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});

describe('literal', () => {
  it('is one value that means exactly the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('and', 'method', 'off', '*86', '4..5', '>3', 'a"b')),
        text => {
          const parsed = parse(`callid = ${literal(text)}`);
          expect('tree' in parsed && parsed.tree).toMatchObject({ values: [{ text, comparison: '=' }] });
        },
      ),
    );
  });

  it('leaves plain words plain', () => {
    expect(literal('35e857d6@10.10.10.2:5060')).toBe('35e857d6@10.10.10.2:5060');
    expect(literal('*86')).toBe('"*86"');
    expect(literal('')).toBe('""');
  });
});
