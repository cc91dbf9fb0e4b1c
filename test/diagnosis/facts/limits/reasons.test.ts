import { expect, it } from 'vitest';
import { reasonsIn } from '../../../../src/diagnosis/facts/limits/reasons.js';

it.each([
  ['Q.850;cause=16;text="Normal, call clearing"', [['Q.850', 16, 'Normal, call clearing']]],
  ['q.850 ; cause = 21', [['Q.850', 21, '']]],
  ['Q850;cause=1', [['Q.850', 1, '']]],
  [
    'SIP ;cause=200 ;text="Call completed elsewhere", Q.850;cause=26',
    [
      ['SIP', 200, 'Call completed elsewhere'],
      ['Q.850', 26, ''],
    ],
  ],
  ['Q.850', []],
  ['Q.850;cause=banana', []],
  ['preemption;cause=1', []],
  ['', []],
  ['";;;,,,', []],
])('%j', (value, expected) => {
  expect(reasonsIn(value).map(({ protocol, cause, text }) => [protocol, cause, text])).toEqual(expected);
});
