import { describe, expect, it } from 'vitest';
import { dialledNumber, isSameNumber, isSameShape, shapeText } from '../../../src/diagnosis/numbers/number.js';

const shape = (user: string | null, host?: string) => dialledNumber(user, host).shape;

describe('the shape of a number', () => {
  it.each([
    ['4151502', 'number', '', 7],
    ['+3544151502', 'international', '+', 10],
    ['003544151502', 'number', '00', 12],
    ['04151502', 'number', '0', 8],
    ['+354-415.15(02)', 'international', '+', 10],
    ['1502', 'short', '', 4],
    ['112', 'short', '', 3],
    ['alice', 'name', '', 0],
    ['*98', 'name', '', 0],
    ['1'.repeat(33), 'name', '', 0],
    ['anonymous', 'hidden', '', 0],
    ['', 'none', '', 0],
  ])('of %s is %s', (user, kind, lead, digits) => {
    expect(shape(user)).toEqual({ kind, lead, digits });
  });

  it('is hidden by the host of RFC 3323', () => {
    expect(shape('4151502', 'Anonymous.Invalid').kind).toBe('hidden');
    expect(shape(null, 'anonymous.invalid').kind).toBe('hidden');
    expect(shape(null).kind).toBe('none');
  });

  it('is the same for numbers of all countries with +, and for no others of another length', () => {
    expect(isSameShape(shape('+3544151502'), shape('+12125550100'))).toBe(true);
    expect(isSameShape(shape('+3544151502'), shape('+1502'))).toBe(false);
    expect(isSameShape(shape('4151502'), shape('41515021'))).toBe(false);
    expect(isSameShape(shape('4151502'), shape('0151502'))).toBe(false);
    expect(isSameShape(shape('alice'), shape('bob'))).toBe(true);
  });

  it('is told in words', () => {
    expect(
      ['4151502', '+3544151502', '00354', '003544151502', 'bob', 'anonymous', ''].map(u => shapeText(shape(u))),
    ).toEqual([
      '7 digits',
      '+ and 10 digits',
      '5 digits',
      '12 digits with 00 before them',
      'a name',
      'no number (anonymous)',
      'no number',
    ]);
  });
});

describe('a number', () => {
  it('keeps its text, cut', () => {
    expect(dialledNumber('+354 415').text).toBe('+354 415');
    expect(dialledNumber('x'.repeat(5000)).text).toHaveLength(60);
  });

  it('is the same in another spelling', () => {
    const same = (a: string, b: string) => isSameNumber(dialledNumber(a), dialledNumber(b));
    expect(same('+3544151502', '4151502')).toBe(true);
    expect(same('003544151502', '+3544151502')).toBe(true);
    expect(same('1502', '4151502')).toBe(false);
    // Of one length, all digits count.
    expect(same('2124151502', '6464151502')).toBe(false);
    expect(same('Alice', 'alice')).toBe(true);
    expect(same('alice', '4151502')).toBe(false);
  });
});
