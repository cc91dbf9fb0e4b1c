import { describe, expect, it } from 'vitest';
import { dialledNumber } from '../../../src/diagnosis/numbers/number.js';
import { endingIn, hasFormat, isInRanges } from '../../../src/diagnosis/numbers/settled.js';
import { NO_NUMBERING, parseNumberRange } from '../../../src/model/diagnosis-settings.js';

const ICELAND = { country: '354', length: 7, own: [] };
const RANGE = [parseNumberRange('4151500-4151599')!];

describe('a range of settings', () => {
  it('is two numbers of one length, or one', () => {
    expect(parseNumberRange('4151500 - 4151599')).toEqual({ from: '4151500', to: '4151599' });
    expect(parseNumberRange('+3544151500–+3544151599')).toEqual({ from: '+3544151500', to: '+3544151599' });
    expect(parseNumberRange('4151500')).toEqual({ from: '4151500', to: '4151500' });
  });

  it.each(['', 'x', '4151599-4151500', '415-4151599', '4151500-', '1'])('is not %j', text => {
    expect(parseNumberRange(text)).toBeNull();
  });

  it.each(['4151500', '4151599', '+3544151502', '003544151502', '04151502'])('has %s', text => {
    expect(isInRanges(dialledNumber(text), RANGE, ICELAND)).toBe(true);
  });

  it.each(['4151499', '4151600', '+14154151502', '1502', 'alice', 'anonymous'])('does not have %s', text => {
    expect(isInRanges(dialledNumber(text), RANGE, ICELAND)).toBe(false);
  });

  it('is compared by the last seven digits where the country is not known', () => {
    expect(isInRanges(dialledNumber('+3544151502'), RANGE, NO_NUMBERING)).toBe(true);
    expect(isInRanges(dialledNumber('+3544151602'), RANGE, NO_NUMBERING)).toBe(false);
  });

  it('tells the number that ends in an extension', () => {
    expect(endingIn(dialledNumber('1502'), RANGE)).toBe('4151502');
    expect(endingIn(dialledNumber('02'), RANGE)).toBe('4151502');
    expect(endingIn(dialledNumber('1602'), RANGE)).toBeUndefined();
  });
});

describe('a format of settings', () => {
  it.each([
    ['+3544151502', ['+E164']],
    ['3544151502', ['E164']],
    ['4151502', ['national']],
    ['04151502', ['national']],
    ['003544151502', []],
  ] as const)('of %s is %j', (text, formats) => {
    const all = ['+E164', 'E164', 'national'] as const;
    expect(all.filter(format => hasFormat(dialledNumber(text), format, ICELAND))).toEqual(formats);
  });
});
