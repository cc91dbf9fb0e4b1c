/** fast-check arbitraries for trees and query-like texts, and a tree without its offsets. */
import fc from 'fast-check';
import { type Comparison, join, type Query, type Term, type Value } from '../../src/query/language/tree.js';

const span = { start: 0, end: 0 };

function value(form: Value['form'], text: string, comparison: Comparison = '', flags = ''): Value {
  return { form, text, flags, comparison, ...span };
}

const quotedText = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('and', 'method', 'a b', '\\', '"', '\\"', '(', 'message(', '*', '4xx', 'Ísland ✓'),
);
const words = fc.constantFrom(
  'INVITE',
  '35e857d6@10.0.0.1:5060',
  'a*b',
  '\\*86',
  'x\\y',
  'a/b',
  "it's",
  'Þór',
  'message',
  'off',
  'a..b',
  'none',
  'bad',
);
const regexes = fc.constantFrom('a.*b', 'sip:[0-9]+@', '[/"]', 'a\\/b', '\\d{3} (x|y)', 'and', '"');
const flags = fc.constantFrom('', 'i', 'is');

const text = fc.oneof(
  quotedText.map(one => value('quoted', one)),
  words.map(one => value('word', one)),
  words.map(one => value('word', one, '=')),
  fc.tuple(regexes, flags).map(([one, flag]) => value('regex', one, '', flag)),
);

function oneOf(...choices: Value[]): fc.Arbitrary<Value> {
  return fc.constantFrom(...choices);
}

const numbers = oneOf(
  value('word', '5660066'),
  value('word', '+354*'),
  value('quoted', '+354 566 0066'),
  value('word', '5660000..5660099'),
  value('word', 'none'),
  value('quoted', 'none'),
);
const none = value('word', 'none');
const counts = oneOf(value('word', '5'), value('word', '5', '>='), value('word', '3..9'), value('quoted', '7', '='));
const fields: Record<string, fc.Arbitrary<Value>> = {
  ringtime: oneOf(none, value('word', 'NONE', '='), value('quoted', '3s'), value('word', '2s')),
  hungup: oneOf(none, value('word', 'callee')),
  outcome: oneOf(value('word', 'bad'), value('word', 'busy'), value('quoted', 'none sent')),
  num: numbers,
  srcnum: numbers,
  to: numbers,
  ip: oneOf(value('word', '10.0.0.0/8'), value('word', '[2001:db8::1]:5060'), value('word', '10.0.*')),
  status: oneOf(value('word', '4xx'), value('word', '400..499'), value('word', '500', '<'), value('word', '*')),
  duration: oneOf(value('word', '3s', '>'), value('word', '500ms..2s'), value('word', '1m30s', '<=')),
  since: oneOf(value('word', '16:41'), value('word', '2018-04-16T16:41:37.979Z'), value('quoted', '2018-04-16')),
  state: oneOf(value('word', 'busy'), value('word', 'bad'), value('quoted', 'in-call')),
  messages: counts,
  callid: text,
  reason: text,
  ua: text,
  header: text,
};

const fieldTerm: fc.Arbitrary<Term> = fc.constantFrom(...Object.keys(fields)).chain(field =>
  fc.array(fields[field]!, { minLength: 1, maxLength: 3 }).map(values => ({
    kind: 'term',
    field,
    header: field === 'header' ? 'X-Any' : null,
    values: spelled(values),
    ...span,
  })),
);

/** Beside `>` and the like nothing is compared; after `=` every value without a comparison of its own is compared with `=` too. */
function spelled(all: Value[]): Value[] {
  const order = all.findIndex(one => one.comparison !== '' && one.comparison !== '=');
  const values = all.map((one, i): Value => (order >= 0 && i !== order ? { ...one, comparison: '' } : one));
  const from = values.findIndex(one => one.comparison === '=');
  return from < 0
    ? values
    : values.map((one, i) => (i > from && one.comparison === '' ? { ...one, comparison: '=' } : one));
}

const hasTerm: fc.Arbitrary<Term> = fc
  .constantFrom('diversion', 'X-Any', 'method', 'and_so')
  .map(name => ({ kind: 'term', field: 'has', header: null, values: [value('word', name)], ...span }));

const bareTerm: fc.Arbitrary<Term> = text
  .filter(one => one.comparison === '')
  .map(one => ({ kind: 'term', field: null, header: null, values: [one], ...span }));

const term: fc.Arbitrary<Query> = fc.oneof({ weight: 4, arbitrary: fieldTerm }, hasTerm, bareTerm);

function tree(depth: number, inMessage: boolean): fc.Arbitrary<Query> {
  if (depth === 0) return term;
  const part = tree(depth - 1, inMessage);
  const parts = fc.array(part, { minLength: 1, maxLength: 3 });
  const choices: fc.Arbitrary<Query>[] = [
    term,
    parts.map(some => join('and', some)),
    parts.map(some => join('or', some)),
    part.map(one => ({ kind: 'not', part: one })),
    part.map(one => ({ kind: 'off', part: one })),
  ];
  if (!inMessage) choices.push(tree(depth - 1, true).map(one => ({ kind: 'message', part: one })));
  return fc.oneof(...choices);
}

/** Any tree the parser can give, with offsets of zero. */
export const trees: fc.Arbitrary<Query> = fc.oneof(fc.constant<Query>({ kind: 'all' }), tree(3, false));

const pieces = fc.constantFrom(
  ...'num 5660066 srcnum dstip 10.0.0.1 10.0.0.0/8 has diversion method INVITE status 4xx 400..499 > >= = != ! && || and or not'.split(
    ' ',
  ),
  ...'( ) message( off( " "a /x/i / header. header.x body time 16:41 since 2018-04-16 duration 3s * \\ .. , é statsu callid'.split(
    ' ',
  ),
);

/** Texts that look like queries, most of them wrong. */
export const queryTexts = fc.array(pieces, { maxLength: 12 }).map(all => all.join(' '));

/** The tree with every offset zero, to compare what was meant. */
export function withoutSpans(query: Query): Query {
  if (query.kind === 'term') {
    return { ...query, ...span, values: query.values.map(one => ({ ...one, ...span })) };
  }
  if ('parts' in query) return { ...query, parts: query.parts.map(withoutSpans) };
  return 'part' in query ? { ...query, part: withoutSpans(query.part) } : query;
}
