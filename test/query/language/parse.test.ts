/** Reading queries: what is a term, and what is said of what is none. */
import { describe, expect, it } from 'vitest';
import { FIELDS } from '../../../src/query/language/fields.js';
import { MAX_QUERY } from '../../../src/query/language/lexer.js';
import { parse } from '../../../src/query/language/parse.js';
import type { Query } from '../../../src/query/language/tree.js';

function tree(text: string): Query {
  const parsed = parse(text);
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  return parsed.tree;
}

/** The tree in short: (and [num 5660066] (not [busy])). */
function short(query: Query): string {
  if (query.kind === 'all') return 'all';
  if ('parts' in query) return `(${query.kind} ${query.parts.map(short).join(' ')})`;
  if ('part' in query) return `(${query.kind} ${short(query.part)})`;
  const field = query.header === null ? query.field : `${query.field}.${query.header}`;
  const values = query.values.map(
    value => `${value.comparison}${value.form === 'quoted' ? `'${value.text}'` : value.text}`,
  );
  return `[${[...(field === null ? [] : [field]), ...values].join(' ')}]`;
}

describe('parse', () => {
  it.each([
    ['', 'all'],
    ['   ', 'all'],
    ['num 5660066', '[num 5660066]'],
    ['srcnum 1 2 dstnum 3', '(and [srcnum 1 2] [dstnum 3])'],
    ['srcnum 1 or 2', '(or [srcnum 1] [2])'],
    ['has diversion 5660066', '(and [has diversion] [5660066])'],
    ['has method', '[has method]'],
    ['method "method" "and"', "[method 'method' 'and']"],
    ['a or b and c', '(or [a] (and [b] [c]))'],
    ['not a b', '(and (not [a]) [b])'],
    ['not (a b)', '(not (and [a] [b]))'],
    ['message(method INVITE header.x y)', '(message (and [method INVITE] [header.x y]))'],
    ['method MESSAGE (busy)', '(and [method MESSAGE] [busy])'],
    ['method INVITE message(a)', '(and [method INVITE] (message [a]))'],
    ['message', '[message]'],
    ['reason Not Found', '[reason Not Found]'],
    ['status=200', '[status =200]'],
    ['duration>3s', '[duration >3s]'],
    ['callid a=b', '[callid a=b]'],
    ['header.via x branch=y', '(and [header.via x] [branch =y])'],
    ['10.0.0.0/8', '[10.0.0.0/8]'],
    ['To Reason', '(and [To] [Reason])'],
  ])('%s', (text, expected) => {
    expect(short(tree(text))).toBe(expected);
  });

  it('has the place of each term', () => {
    const text = 'not  srcnum 1 2  or (status >= 400)';
    const query = tree(text);
    const [first, second] = 'parts' in query ? query.parts : [];
    expect(first).toMatchObject({ part: { start: 5, end: 15 } });
    expect(second).toMatchObject({ start: 21, end: 34, values: [{ start: 31, end: 34 }] });
  });

  it.each(FIELDS.map(field => [field.name, field.example]))('reads the example of %s', (_, example) => {
    expect(parse(example)).toHaveProperty('tree');
  });
});

describe('faults', () => {
  it.each([
    ['srcnum', 'srcnum', true, /srcnum needs a value: srcnum 4151502/],
    ['method INVITE and', '', true, /a field, a word or \( was expected/],
    ['(method INVITE', '', true, /closing \)/],
    ['ua "Asterisk', '"Asterisk', true, /closing " is missing/],
    ['body /abc', '/abc', true, /closing \/ of the regular expression/],
    ['duration >', '>', true, /> needs a value/],
    ['method and status 200', 'and', false, /method needs a value.*a value spelled like an operator is quoted: "and"/],
    ['ua src 10.0.0.1', 'src', false, /ua needs a value.*a value spelled like a field is quoted: "src"/],
    ['method INVITE)', ')', false, /there is no \( for this \)/],
    ['()', ')', false, /a field, a word/],
    ['statsu = 200', 'statsu', false, /there is no field statsu; did you mean status\?/],
    ['srcnm 5660066', 'srcnm', false, /there is no field srcnm; did you mean srcnum\?/],
    ['scrnum 5660066', 'scrnum', false, /did you mean srcnum\?/],
    ['state bussy x', 'bussy', false, /one of calling, .* was expected; did you mean busy\?/],
    ['state bus', 'bus', true, /did you mean busy\?/],
    ['status twohundred', 'twohundred', false, /a status was expected: 486/],
    ['status 600..500', '600..500', false, /ends before it begins/],
    ['duration > fast', 'fast', false, /a duration was expected/],
    ['messages >= many', 'many', false, /a number was expected/],
    ['ip 10.0.0', '10.0.0', false, /an address was expected/],
    ['ip 10.0.0.0/33', '10.0.0.0/33', false, /an address was expected/],
    ['ip 10.0.0.256', '10.0.0.256', false, /an address was expected/],
    ['ip 1::2::3', '1::2::3', false, /an address was expected/],
    ['time 25:00', '25:00', false, /a time was expected/],
    ['since 2018-02-30', '2018-02-30', false, /a time was expected/],
    ['time 12:00..2018-04-16', '12:00..2018-04-16', false, /both ends of a range of times/],
    ['body /[/', '/[/', true, /closing \//],
    ['body /(/', '(', false, /in the regular expression, the closing \) is missing/],
    ['/a/g', '/a/g', false, /only the flags/],
    ['ua > x', 'x', false, /a text has no order/],
    ['header. x', 'header.', true, /the name of a header was expected/],
    ['message(a message(b))', 'message', false, /cannot hold another/],
    ['state busy != failed', '!=', false, /before the first value/],
    ['duration > 3s < 10s', '<', false, /only one comparison; both ends are a range/],
    ['has /x/', '/x/', false, /the name of a header was expected/],
  ])('%s', (text, at, unfinished, message) => {
    const parsed = parse(text);
    if (!('fault' in parsed)) throw new Error('no fault');
    expect(text.slice(parsed.fault.start, parsed.fault.end)).toBe(at);
    expect(parsed.fault.message).toMatch(message);
    expect(parsed.fault.unfinished).toBe(unfinished);
  });

  it('bounds depth and length', () => {
    const deep = parse(`${'('.repeat(5000)}a${')'.repeat(5000)}`);
    expect('fault' in deep && deep.fault.message).toMatch(/more than 100 levels/);
    expect(parse('not '.repeat(4000))).toHaveProperty('fault');
    const long = parse('a '.repeat(MAX_QUERY));
    expect('fault' in long && long.fault.start).toBe(MAX_QUERY);
  });
});
