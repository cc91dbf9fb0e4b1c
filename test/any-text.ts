/** Any text at all, lone surrogates too. fast-check's own unit of that kind takes half a second to make. */
import fc from 'fast-check';

export const anyText: fc.Arbitrary<string> = fc.array(fc.nat(0x10ffff)).map(codes => String.fromCodePoint(...codes));
