/** What a filter means while its last word is still being typed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/query/language/parse.js';
import { withBeginning } from '../../../src/query/language/typing.js';
import { anyText } from '../../any-text.js';
import { queryTexts } from '../trees.js';

/** `_` stands before the word that is being typed. */
function typed(marked: string): string {
  return withBeginning(marked.replace('_', ''), marked.indexOf('_'));
}

describe('a value that is being typed', () => {
  it.each([
    // Numbers and names, in every field that has them.
    ['num _566', 'num 566 566*'],
    ['from _+49', 'from +49 +49*'],
    ['to _ali', 'to ali ali*'],
    ['_566', '566*'],
    ['num 4151502 _566', 'num 4151502 566 566*'],
    ['pai = _566', 'pai = 566 566*'],
    ['state busy and (num _56 or has pai)', 'state busy and (num 56 56* or has pai)'],
    ['message(num _56)', 'message(num 56 56*)'],
    ['off(num _56)', 'off(num 56 56*)'],
    // Addresses and ports.
    ['ip _10.0.', 'ip 10.0.*'],
    ['src _10.0.0.1:50', 'src 10.0.0.1:50 10.0.0.1:50*'],
    ['dst _[2001:db8', 'dst [2001:db8*'],
    ['_10.0.0.', '10.0.0.*'],
    ['srcport _50', 'srcport 50 50*'],
    // Statuses by their digits, words by their letters.
    ['status _4', 'status 4xx'],
    ['status _40', 'status 40x'],
    ['final _48', 'final 48x'],
    ['state _rej', 'state rejected'],
    ['state _un', 'state unanswered unregistered'],
    ['state _ba', 'state bad'],
    ['hungup _ca', 'hungup caller callee'],
    ['outcome _rej', 'outcome rejected'],
    ['ringtime _n', 'ringtime none'],
    ['status _no', 'status none'],
    ['method _INV', 'method INV INV*'],
    ['codec _PCM', 'codec PCM PCM*'],
    ['callid = _35e8', 'callid = 35e8 35e8*'],
    ['num 4151502 found _div', 'num 4151502 found div*'],
  ])('%s is %s', (marked, expected) => {
    expect(typed(marked)).toBe(expected);
    expect(parse(expected)).toHaveProperty('tree');
  });

  it.each([
    // Complete: a wildcard, a range, quotes, a pattern, a network, a word that means something else.
    'num _566*',
    'num _5660000..5660099',
    'num _"566"',
    'num _/566/',
    'ip _10.0.0.0/',
    'from _none',
    'ringtime _none',
    'state _busy',
    // Searched in part, which narrows by itself.
    'from _alice@',
    'ua _aster',
    'callid _35e8',
    '_alice',
    // Compared.
    'duration > _3',
    'status >= _4',
    // Left out: beginnings would leave out too much.
    'not num _566',
    'num != _566',
    'not (state busy or num _56)',
    '!_566',
    // The name of a header, of a field, or the beginning of the next term.
    'has _div',
    '_num',
    'num 5660066 _s',
    'num 5660066 _an',
    // Not understood.
    'state _xyz',
    'num ( _5',
  ])('%s stands as it is', marked => {
    expect(typed(marked)).toBe(marked.replace('_', ''));
  });

  it('of a word within a negation of a negation is taken as a beginning', () => {
    expect(typed('not (not num _5)')).toBe('not (not num 5 5*)');
  });

  it('makes a right text of a right text, whatever is written', () => {
    fc.assert(
      fc.property(fc.oneof(queryTexts, anyText), fc.nat(), (text, choice) => {
        const meant = withBeginning(text, choice % (text.length + 1));
        if (meant !== text) expect(parse(meant)).toHaveProperty('tree');
        if ('tree' in parse(text)) expect(parse(meant)).toHaveProperty('tree');
      }),
      { numRuns: 500 },
    );
  });
});
