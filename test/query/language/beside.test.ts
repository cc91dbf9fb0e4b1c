/** What the rest of a filter asks for while one of its words is written. */
import { expect, it } from 'vitest';
import { textBeside } from '../../../src/query/language/beside.js';

/** `_` stands on both sides of the word. */
function beside(marked: string): string {
  const [before = '', word = '', after = ''] = marked.split('_');
  return textBeside(before + word + after, before.length, before.length + word.length);
}

it.each([
  ['method __', ''],
  ['state busy method _INV_', 'state busy'],
  ['state busy and method _INV_ and has pai', 'state busy and has pai'],
  // An alternative adds to what the other finds.
  ['state busy or method _INV_', ''],
  ['has pai and (state busy or method _INV_)', 'has pai'],
  ['(state busy or method _INV_', ''],
  ['has pai (state busy or method __', 'has pai'],
  ['has pai not method _INV_', 'has pai'],
  ['has pai message(ua yealink method _INV_)', 'has pai'],
  ['has pai off(method _INV_)', 'has pai'],
  ['reason _"Not F_', ''],
  ['has pai reason _"Not F_', 'has pai'],
  ['status _4_ from alice', 'from alice'],
  // Wrong elsewhere: nothing is left out.
  ['dstnumm 5 = method _INV_', ''],
])('%s: %s', (marked, expected) => {
  expect(beside(marked)).toBe(expected);
});
