import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { algorithmOf, parseDigest } from '../../../src/sip/headers/digest.js';

/** Parameters as an object; undefined for no value. */
function parsed(value: string): Record<string, string> | undefined {
  const digest = parseDigest(value);
  return digest && Object.fromEntries(digest);
}

describe('Digest values', () => {
  test('the challenge of RFC 3261 section 22.4', () => {
    expect(
      parsed(
        'Digest realm="biloxi.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
      ),
    ).toEqual({
      realm: 'biloxi.com',
      qop: 'auth,auth-int',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      opaque: '5ccc069c403ebaf9f0171e9517f40e41',
    });
  });

  test.each([
    ['DIGEST\tRealm="a",NONCE=b', { realm: 'a', nonce: 'b' }],
    ['Digest stale = TRUE , algorithm=SHA-512-256', { stale: 'TRUE', algorithm: 'SHA-512-256' }],
    [String.raw`Digest realm="a\"b,c"`, { realm: 'a"b,c' }],
    ['Digest realm=""', { realm: '' }],
    // Seen in the wild: characters of a URI without quotes.
    ['Digest uri=sip:a.example,nc=00000001', { uri: 'sip:a.example', nc: '00000001' }],
  ])('%s', (value, parameters) => {
    expect(parsed(value)).toEqual(parameters);
  });

  test.each([
    '',
    'Digest',
    'Digest ',
    'Basic realm="a"',
    'Digestrealm="a"',
    'Digest realm="a',
    'Digest realm="a" nonce="b"',
    'Digest realm="a",',
    'Digest realm="a", realm="b"',
    'Digest realm',
    `Digest ${Array.from({ length: 33 }, (_, at) => `p${at}=1`).join(',')}`,
    `Digest realm="${'a'.repeat(9000)}"`,
  ])('%j is none', value => {
    expect(parsed(value)).toBeUndefined();
  });

  test('an algorithm that is not named is MD5', () => {
    expect(algorithmOf(parseDigest('Digest realm="a"')!)).toBe('MD5');
    expect(algorithmOf(parseDigest('Digest algorithm=sha-256')!)).toBe('SHA-256');
  });

  test('any text is read without a throw', () => {
    fc.assert(fc.property(fc.string(), text => void parseDigest(`Digest ${text}`)));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '=', '"', '\\', ',', ' ') }), text => {
        parseDigest(`Digest ${text}`);
      }),
    );
  });

  test('what is quoted comes back', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const quoted = text.replace(/[\\"]/g, String.raw`\$&`);
        expect(parsed(`Digest realm="${quoted}", nonce="n"`)).toEqual({ realm: text, nonce: 'n' });
      }),
    );
  });
});
