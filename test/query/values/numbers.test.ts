/** All spellings of a number match it, and no other number does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../any-text.js';
import {
  canonicalNumber,
  isNumber,
  NO_PLAN,
  numberPatternTest,
  numbersIn,
  numberTest,
} from '../../../src/query/values/numbers.js';

const ICELAND = { country: '354', length: 7 };

describe('numbers', () => {
  it('are the same in every spelling', () => {
    const local = fc.stringMatching(/^[1-9]\d{6}$/);
    fc.assert(
      fc.property(local, local, (number, other) => {
        const spelled = [
          number,
          `354${number}`,
          `00354${number}`,
          `+354${number}`,
          `+354 ${number.slice(0, 3)}-${number.slice(3)}`,
        ];
        const wrapped = [`${number};user=phone`, `sip:${number}@example.com`, `tel:+354${number}`, `(354) ${number}`];
        for (const one of [...spelled, ...wrapped]) {
          const test = numberTest(one, ICELAND);
          expect([...spelled, ...wrapped].every(test)).toBe(true);
          expect(test(`1${number}`)).toBe(false);
          expect(test(`${number}1`)).toBe(false);
          expect(test(other)).toBe(other === number);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('keep a local number apart that begins like the country code', () => {
    expect(canonicalNumber('3541234', ICELAND)).toBe('3543541234');
    expect(canonicalNumber('+3541234', ICELAND)).toBe('3541234');
  });

  it('never throw', () => {
    fc.assert(
      fc.property(anyText, fc.string(), (one, other) => {
        expect(numberTest(one, ICELAND)(one)).toBe(true);
        expect(typeof numberPatternTest(one, NO_PLAN)(other)).toBe('boolean');
      }),
    );
  });

  it('are distinguished from other words', () => {
    expect(['5660066', '+354 566 0066', '486', '5'].every(isNumber)).toBe(true);
    expect(['alice', '10.0.0.x', '', '*86', 'a1234'].some(isNumber)).toBe(false);
  });

  it('are found in the value of a header', () => {
    expect(numbersIn('"A, B" <sip:1@a>, <sips:+2;x=1@b;p=3>;tag=9, tel:+3;phone-context=c')).toEqual(['1', '+2', '+3']);
    expect(numbersIn('INVITE sip:4:secret@host SIP/2.0')).toEqual(['4']);
    expect(numbersIn('<sip:%2B354@host>')).toEqual(['+354']);
    expect(numbersIn('<sip:host-only>')).toEqual([]);
  });
});

describe('patterns of numbers', () => {
  it('match the international and the local form', () => {
    expect(numberPatternTest('566*', ICELAND)('+3545660066')).toBe(true);
    expect(numberPatternTest('+354566*', ICELAND)('5660066')).toBe(true);
    expect(numberPatternTest('00354*', ICELAND)('5660066')).toBe(true);
    expect(numberPatternTest('+566*', ICELAND)('5660066')).toBe(false);
    expect(numberPatternTest('*0066', NO_PLAN)('15660066')).toBe(true);
  });
});
