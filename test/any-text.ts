/** Text of any characters but lone surrogates. fast-check's own unit of that kind takes half a second to make. */
import fc from 'fast-check';

const character = fc
  .nat(0x10ffff)
  .filter(code => code < 0xd800 || code > 0xdfff)
  .map(code => String.fromCodePoint(code));

export const anyText: fc.Arbitrary<string> = fc.array(character).map(characters => characters.join(''));
