import { describe, expect, it } from 'vitest';
import { dialledNumber } from '../../../src/diagnosis/numbers/number.js';
import { blockRange, blockText, OwnNumbers } from '../../../src/diagnosis/numbers/own-numbers.js';

function owned(...numbers: string[]): OwnNumbers<string> {
  const own = new OwnNumbers<string>();
  for (const each of numbers) own.add(dialledNumber(each), `from ${each}`);
  return own;
}

describe('the numbers of a host', () => {
  it('lie in blocks of a hundred at least', () => {
    expect(owned('4151502').blocks().map(blockText)).toEqual(['41515xx']);
    expect(owned('4151509', '4151502', '4151500').blocks().map(blockText)).toEqual(['41515xx']);
    expect(owned('4151502', '4151702').blocks().map(blockText)).toEqual(['4151xxx']);
    expect(owned('4151502', '5660066', '+3544151502').blocks().map(blockText)).toEqual([
      '41515xx',
      '56600xx',
      '35441515xx',
    ]);
    expect(owned('4151502').blocks().map(blockRange)).toEqual(['4151500-4151599']);
  });

  it('are no extensions and no names', () => {
    expect(owned('1502', 'alice', 'anonymous', '').size).toBe(0);
  });

  it('have what lies in their blocks, in any spelling of one of them', () => {
    const own = owned('4151502', '4151509');
    const has = (number: string) => own.has(dialledNumber(number));
    expect(['4151502', '4151577', '+3544151502', '003544151509'].map(has)).toEqual([true, true, true, true]);
    expect(['4151602', '7712552', '1502', 'alice'].map(has)).toEqual([false, false, false, false]);
  });

  it('tell whose end an extension is', () => {
    const own = owned('4151502', '+442079460123');
    const end = (number: string) => own.endingIn(dialledNumber(number))?.number.text;
    expect(['1502', '502', '02', '123'].map(end)).toEqual(['4151502', '4151502', '4151502', '+442079460123']);
    expect(['2', '1503', '4151502', 'alice'].map(end)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('tell nothing where so many are known that one ends so by accident', () => {
    const many = owned(...Array.from({ length: 60 }, (_, at) => String(4_151_500 + at)));
    expect(many.endingIn(dialledNumber('502'))).toBeUndefined();
    expect(many.endingIn(dialledNumber('1502'))?.number.text).toBe('4151502');
  });
});
